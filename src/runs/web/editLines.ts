/** The lines of an edit as they are filled in, and what they ask for. */
import { holdsSeveral, type FieldSet } from '#fields/customField.ts'
import { isEmpty } from '#platform/field.ts'
import type { FieldEdits } from '#tickets/fieldEdits.ts'
import { isSet } from '#tickets/fields.ts'
import { isCustomKey, keysOf, type FieldKey } from '#tickets/ticket.ts'

export const hows = ['set', 'add', 'remove', 'clear'] as const
export type How = (typeof hows)[number]

export interface EditLine {
  key: number
  field: FieldKey | null
  how: How
  value: unknown
}

/** In the order in which they are offered. */
export const offered = [
  'state',
  'userId',
  'priority',
  'categoryId',
  'statusIds',
  'followerIds',
  'reopenAt',
  'deadline',
  'contactId',
  'accountId',
  'parentId',
  'participants',
  'title',
  'description',
] as const satisfies readonly FieldKey[]
const never: ReadonlySet<FieldKey> = new Set<FieldKey>(['state', 'priority', 'categoryId', 'title'])

/** What can be done with a field: sets also gain and lose elements, and most can be emptied. */
export function howsOf(field: FieldKey, fields: FieldSet): readonly How[] {
  const custom = isCustomKey(field) ? fields.byId.get(Number(field.slice('custom.'.length))) : undefined
  const set = custom ? holdsSeveral(custom) : !isCustomKey(field) && isSet(field)
  return hows.filter((how) => how === 'set' || (how === 'clear' ? !never.has(field) : set))
}

export const isComplete = ({ field, how, value }: EditLine) => field !== null && (how === 'clear' || !isEmpty(value))

/** Null until each line says what it wants. A field stands in one line only. */
export function editsOf(lines: readonly EditLine[], fields: FieldSet): FieldEdits | null {
  const edits: FieldEdits = {}
  for (const line of lines) {
    const { field, how, value } = line
    if (field === null) continue
    if (!isComplete(line)) return null
    const elements: unknown[] = Array.isArray(value) ? value : [value]
    const beside = edits[field] && 'add' in edits[field] ? edits[field] : { add: [], remove: [] }
    edits[field] =
      how === 'add' || how === 'remove'
        ? { ...beside, [how]: elements }
        : { to: how === 'set' ? value : howsOf(field, fields).includes('add') ? [] : field === 'description' ? '' : null }
  }
  return Object.keys(edits).length > 0 ? edits : null
}

/** The lines that ask for these edits. */
export function linesOf(edits: FieldEdits, fields: FieldSet): EditLine[] {
  const lines: Omit<EditLine, 'key'>[] = keysOf(edits).flatMap((field): Omit<EditLine, 'key'>[] => {
    const edit = edits[field]
    if (!edit) return []
    if ('to' in edit)
      return isEmpty(edit.to) && howsOf(field, fields).includes('clear')
        ? [{ field, how: 'clear', value: null }]
        : [{ field, how: 'set', value: edit.to }]
    return (['add', 'remove'] as const).flatMap((how) => (edit[how].length > 0 ? [{ field, how, value: edit[how] }] : []))
  })
  return lines.map((line, key) => ({ ...line, key }))
}
