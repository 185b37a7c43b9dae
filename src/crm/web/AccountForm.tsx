/** Everything about an Account while it is edited. */
import { Select, Textarea, TextInput } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountValues } from '#crm/account.ts'
import { CustomFieldsSection } from '#fields/web/CustomFieldsSection.tsx'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import type { Person } from '#people/user.ts'
import type { CallProblem } from '#platform/web/call.ts'
import { FormRow } from '#platform/web/ui/FormRow.tsx'
import { FormSection } from '#platform/web/ui/FormSection.tsx'
import { useProblemWords } from './problemWords.ts'

interface Props {
  values: AccountValues
  set: (change: Partial<AccountValues>) => void
  edited: readonly string[]
  trouble: CallProblem | null
  users: readonly Person[]
  /** What there is to choose from. */
  slas: readonly { id: number; title: string }[]
  disabled: boolean
}

export function AccountForm({ values, set, edited, trouble, users, slas, disabled }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const fields = useCustomFields('account')
  const problem = useProblemWords(trouble)
  const row = (field: 'name' | 'slaId' | 'note') => ({
    label: t(($) => $.crm.field[field]),
    htmlFor: `${id}-${field}`,
    edited: edited.includes(field),
    error: problem.of(field),
    errorId: `${id}-${field}-error`,
  })
  return (
    <>
      <FormSection>
        <FormRow {...row('name')} required>
          <TextInput
            id={`${id}-name`}
            aria-describedby={`${id}-name-error`}
            required
            maxLength={200}
            disabled={disabled}
            value={values.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
        </FormRow>
        <FormRow {...row('slaId')}>
          <Select
            id={`${id}-slaId`}
            clearable
            disabled={disabled}
            placeholder={t(($) => $.crm.slaNone)}
            value={values.slaId === null ? null : String(values.slaId)}
            data={slas.map((one) => ({ value: String(one.id), label: one.title }))}
            onChange={(value) => set({ slaId: value === null ? null : Number(value) })}
          />
        </FormRow>
        <FormRow {...row('note')}>
          <Textarea
            id={`${id}-note`}
            autosize
            minRows={3}
            maxRows={16}
            maxLength={20_000}
            disabled={disabled}
            value={values.note}
            onChange={(event) => set({ note: event.currentTarget.value })}
          />
        </FormRow>
      </FormSection>
      <CustomFieldsSection
        fields={fields}
        values={values.custom}
        users={users}
        problems={problem.custom}
        onChange={(field, value) => set({ custom: { ...values.custom, [field.id]: value } })}
      />
    </>
  )
}
