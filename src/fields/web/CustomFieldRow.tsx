/** One custom field of a form: label, input, help while one is in it, and what is wrong with its value. Drawn again only when its own part changes. */
import { memo, useId, useState, type FocusEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '#fields/customField.ts'
import { readValue } from '#fields/customValue.ts'
import { english } from '#fields/words.ts'
import type { Person } from '#people/user.ts'
import { FormRow, type FieldConflict } from '#platform/web/ui/FormRow.tsx'
import { CustomFieldInput, isGroup, ReadOnlyValue } from './CustomFieldInput.tsx'
import css from './inputs.module.css'

interface Props {
  field: CustomField
  value: unknown
  onChange: (field: CustomField, value: unknown) => void
  users: readonly Person[]
  required: boolean
  edited: boolean
  /** What the server said of it. */
  problem?: { code: string; details?: Record<string, unknown> | undefined } | undefined
  conflict?: FieldConflict | undefined
}

export const CustomFieldRow = memo(function CustomFieldRow({ field, value, onChange, users, required, edited, problem, conflict }: Props) {
  const id = useId()
  const [inside, setInside] = useState(false)
  const error = useProblemText(field, value, inside, problem)
  const ids = { id, labelId: `${id}-label` }
  const leave = (event: FocusEvent<HTMLDivElement>) => {
    if (event.currentTarget.contains(event.relatedTarget)) return
    setInside(false)
    const read = readValue(field, value, value)
    if (read.reason === undefined && JSON.stringify(read.value) !== JSON.stringify(value ?? null)) onChange(field, read.value)
  }
  const group = isGroup(field)
  return (
    <div className={css.row} onFocus={() => setInside(true)} onBlur={leave}>
      <FormRow
        label={field.title}
        labelId={ids.labelId}
        {...(group ? {} : { htmlFor: id })}
        required={required}
        edited={edited}
        error={error}
        errorId={`${id}-error`}
        conflict={conflict}
      >
        {field.readOnly ? (
          <ReadOnlyValue field={field} labelId={ids.labelId} value={value} users={users} />
        ) : (
          <CustomFieldInput
            {...ids}
            error={error}
            field={field}
            value={value}
            users={users}
            required={required}
            onChange={(next) => onChange(field, next)}
          />
        )}
        {field.help !== '' && (
          <p className={css.help} id={`${id}-help`}>
            {field.help}
          </p>
        )}
      </FormRow>
    </div>
  )
})

/** What the server refused; else what is wrong with the value, once nobody is typing it. */
function useProblemText(field: CustomField, value: unknown, inside: boolean, problem: Props['problem']) {
  const { t } = useTranslation()
  const own = readValue(field, value, value).reason
  if (problem?.code === 'required_field' && own === undefined) return t(($) => $.customField.requiredField)
  if (own !== undefined && !inside) return t(($) => $.customField.reason[own])
  if (problem === undefined || problem.code === 'required_field') return undefined
  const refused = problem.details?.['reason']
  return isReason(refused) ? t(($) => $.customField.reason[refused]) : t(($) => $.customField.noValue)
}

const isReason = (reason: unknown): reason is keyof typeof english.customField.reason =>
  typeof reason === 'string' && Object.hasOwn(english.customField.reason, reason)
