/** What every input of a custom field's value is given. */
import type { CustomField } from '#fields/customField.ts'
import type { Person } from '#people/user.ts'

export interface ValueInputProps {
  field: CustomField
  /** Of the control; a group of controls is labelled by `labelId`. */
  id: string
  labelId: string
  /** What is wrong with the value; it stands beneath, as `<id>-error`. */
  error?: string | undefined
  /** As it was typed so far: also what no value could be. */
  value: unknown
  onChange: (value: unknown) => void
  users: readonly Person[]
  required?: boolean
}

/** Those of a single control. */
export interface OneInputProps extends Omit<ValueInputProps, 'labelId' | 'users'> {
  /** Where the control is one of several and no label is its own. */
  label?: string
  /** The id of the row, where the control has another: problem and help go by it. */
  row?: string
}

/** Ids of the problem and the help, for a group of controls. */
export const describedBy = (id: string) => `${id}-error ${id}-help`

/** For a Mantine input: named, described and marked; problem and help themselves are shown by the row. One that `grows` wraps into lines. */
export const controlProps = (
  { field, id, row = id, error, required }: Pick<OneInputProps, 'field' | 'id' | 'row' | 'error' | 'required'>,
  grows = false,
) => ({
  id,
  'data-field': `custom.${field.id}`,
  'aria-required': required || undefined,
  error: error !== undefined,
  // As plain properties they would give way to Mantine's own.
  attributes: { input: { 'aria-describedby': describedBy(row), 'data-multiline': grows || undefined } },
})

/** A list of options is made when it is opened: hundreds of fields would else hold all of theirs. */
export const notBefore = { keepMounted: false }
