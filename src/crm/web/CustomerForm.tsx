/** Everything about a Contact or an Account while it is edited: name, what differs, note, custom fields. */
import { Textarea, TextInput } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { longestNote, type CustomerKind } from '#crm/customer.ts'
import { CustomFieldsSection } from '#fields/web/CustomFieldsSection.tsx'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import type { Person } from '#people/user.ts'
import type { CallProblem } from '#platform/web/call.ts'
import { FormRow } from '#platform/web/ui/FormRow.tsx'
import { FormSection } from '#platform/web/ui/FormSection.tsx'
import { useProblemWords } from './problemWords.ts'

/** What both have. */
interface Common {
  name: string
  note: string
  custom: Record<string, unknown>
}

/** What a form of either is given. */
export interface CustomerFormProps<V> {
  values: V
  set: (change: Partial<V>) => void
  edited: readonly string[]
  trouble: CallProblem | null
  users: readonly Person[]
  disabled: boolean
}

interface Props extends CustomerFormProps<Common> {
  kind: CustomerKind
  /** The rows between name and note; `row` gives what each of them needs, for the field of a save and the key of the form. */
  renderBetween: (row: ReturnType<typeof useRows>, problem: ReturnType<typeof useProblemWords>) => ReactNode
}

type Field = 'name' | 'emails' | 'phones' | 'accountId' | 'slaId' | 'note'

function useRows(edited: readonly string[], problem: ReturnType<typeof useProblemWords>) {
  const { t } = useTranslation()
  const id = useId()
  return (field: Field, key: string = field) => ({
    id: `${id}-${field}`,
    props: {
      label: t(($) => $.crm.field[field]),
      edited: edited.includes(key),
      error: problem.of(field),
      errorId: `${id}-${field}-error`,
    },
  })
}

export function CustomerForm({ kind, values, set, edited, trouble, users, disabled, renderBetween }: Props) {
  const fields = useCustomFields(kind)
  const problem = useProblemWords(trouble)
  const row = useRows(edited, problem)
  const [name, note] = [row('name'), row('note')]
  return (
    <>
      <FormSection>
        <FormRow {...name.props} htmlFor={name.id} required>
          <TextInput
            id={name.id}
            aria-describedby={name.props.errorId}
            required
            maxLength={200}
            disabled={disabled}
            value={values.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
        </FormRow>
        {renderBetween(row, problem)}
        <FormRow {...note.props} htmlFor={note.id}>
          <Textarea
            id={note.id}
            autosize
            minRows={3}
            maxRows={16}
            maxLength={longestNote}
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
