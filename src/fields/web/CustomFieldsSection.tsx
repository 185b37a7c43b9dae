/** The custom fields of a form: those that its Category and conditions show, as they are at this moment. Hundreds of them stay smooth. */
import { startTransition, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomField, FieldSet } from '#fields/customField.ts'
import type { CustomValues } from '#fields/customValue.ts'
import { isRequired, shownFields, type ShownFacts } from '#fields/shownFields.ts'
import type { Person } from '#people/user.ts'
import type { FieldConflict } from '#platform/web/ui/FormRow.tsx'
import { FormSection } from '#platform/web/ui/FormSection.tsx'
import { CustomFieldRow } from './CustomFieldRow.tsx'

type Key = `custom.${number}`

interface Props {
  fields: FieldSet
  /** By the field's number, edits included, as they were typed. */
  values: CustomValues
  /** What showing depends on besides the values; a ticket's. */
  facts?: Pick<ShownFacts, 'categoryId' | 'priority' | 'state'>
  onChange: (field: CustomField, value: unknown) => void
  users: readonly Person[]
  /** Keys of fields that were changed and not saved. */
  edited?: readonly string[]
  problems?: { readonly [key: Key]: { code: string; details?: Record<string, unknown> | undefined } | undefined }
  conflict?: (key: Key) => FieldConflict | undefined
  /** Whether a save now would close: what is required on close is marked then. */
  closing?: boolean
  name?: string
}

const atOnce = 40

export function CustomFieldsSection({
  fields,
  values,
  facts = {},
  onChange,
  users,
  edited = [],
  problems = {},
  conflict,
  closing = false,
  name,
}: Props) {
  const { t } = useTranslation()
  const shown = shownFields({ ...facts, fields, values })
  const change = useLatest(onChange)
  const rows = useRest(shown.length)
  if (shown.length === 0) return null
  const changed = new Set(edited)
  return (
    <FormSection name={name ?? t(($) => $.customField.section)}>
      {shown.slice(0, rows).map((field) => {
        const key: Key = `custom.${field.id}`
        return (
          <CustomFieldRow
            key={field.id}
            field={field}
            value={values[field.id]}
            onChange={change}
            users={users}
            required={isRequired(field, { closing })}
            edited={changed.has(key)}
            problem={problems[key]}
            conflict={conflict?.(key)}
          />
        )
      })}
    </FormSection>
  )
}

/** What fits the screen is there at once; the rest comes without holding anything up. */
function useRest(length: number) {
  const [rows, setRows] = useState(atOnce)
  useEffect(() => {
    if (length > rows) startTransition(() => setRows((held) => held + atOnce))
  }, [length, rows])
  return rows
}

/** A function that stays the same and does what the newest one does. */
function useLatest<A extends unknown[]>(act: (...given: A) => void) {
  const latest = useRef(act)
  useLayoutEffect(() => void (latest.current = act))
  const [stable] = useState(
    () =>
      (...given: A) =>
        latest.current(...given),
  )
  return stable
}
