/** Everything about an Account while it is edited. */
import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { AccountValues } from '#crm/account.ts'
import { FormRow } from '#platform/web/ui/FormRow.tsx'
import { CustomerForm, type CustomerFormProps } from './CustomerForm.tsx'

interface Props extends CustomerFormProps<AccountValues> {
  /** What there is to choose from. */
  slas: readonly { id: number; title: string }[]
}

export function AccountForm({ slas, ...props }: Props) {
  const { t } = useTranslation()
  const { values, set, disabled } = props
  return (
    <CustomerForm
      {...props}
      kind="account"
      renderBetween={(row) => {
        const sla = row('slaId')
        return (
          <FormRow {...sla.props} htmlFor={sla.id}>
            <Select
              id={sla.id}
              clearable
              disabled={disabled}
              placeholder={t(($) => $.crm.slaNone)}
              value={values.slaId === null ? null : String(values.slaId)}
              data={slas.map((one) => ({ value: String(one.id), label: one.title }))}
              onChange={(value) => set({ slaId: value === null ? null : Number(value) })}
            />
          </FormRow>
        )
      }}
    />
  )
}
