/** Everything about a Contact while it is edited. */
import { Textarea, TextInput } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactValues } from '#crm/contact.ts'
import { CustomFieldsSection } from '#fields/web/CustomFieldsSection.tsx'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import type { Person } from '#people/user.ts'
import type { CallProblem } from '#platform/web/call.ts'
import { FormRow } from '#platform/web/ui/FormRow.tsx'
import { FormSection } from '#platform/web/ui/FormSection.tsx'
import { AccountPicker } from './AccountPicker.tsx'
import { useProblemWords } from './problemWords.ts'
import { ValueList } from './ValueList.tsx'

/** With the Account's name, so that an unsaved choice shows it. */
export interface ContactDraft extends Omit<ContactValues, 'accountId'> {
  account: { id: number; name: string } | null
}

interface Props {
  values: ContactDraft
  set: (change: Partial<ContactDraft>) => void
  edited: readonly string[]
  trouble: CallProblem | null
  users: readonly Person[]
  disabled: boolean
}

export function ContactForm({ values, set, edited, trouble, users, disabled }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const fields = useCustomFields('contact')
  const problem = useProblemWords(trouble)
  const row = (field: 'name' | 'emails' | 'phones' | 'accountId' | 'note', key: keyof ContactDraft) => ({
    label: t(($) => $.crm.field[field]),
    edited: edited.includes(key),
    error: problem.of(field),
    errorId: `${id}-${field}-error`,
  })
  return (
    <>
      <FormSection>
        <FormRow {...row('name', 'name')} htmlFor={`${id}-name`} required>
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
        <FormRow {...row('emails', 'emails')} labelId={`${id}-emails`}>
          <ValueList
            kind="email"
            labelId={`${id}-emails`}
            values={values.emails}
            errors={problem.places('emails')}
            disabled={disabled}
            onChange={(emails) => set({ emails })}
          />
        </FormRow>
        <FormRow {...row('phones', 'phones')} labelId={`${id}-phones`}>
          <ValueList
            kind="phone"
            labelId={`${id}-phones`}
            values={values.phones}
            errors={problem.places('phones')}
            disabled={disabled}
            onChange={(phones) => set({ phones })}
          />
        </FormRow>
        <FormRow {...row('accountId', 'account')} htmlFor={`${id}-account`}>
          <AccountPicker
            id={`${id}-account`}
            aria-describedby={`${id}-accountId-error`}
            value={values.account}
            disabled={disabled}
            onPick={(account) => set({ account })}
          />
        </FormRow>
        <FormRow {...row('note', 'note')} htmlFor={`${id}-note`}>
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
