/** What is to become of some fields, said beforehand for any ticket: by an edit of many tickets, by a Macro. */
import { z } from 'zod'
import { isEmpty } from '#platform/field.ts'

/** What each field becomes; sets may also say what they add and remove. Which fields there are, and their values, the save itself checks. */
export const fieldEdits = z.record(
  z.string().max(40),
  z.union([
    z.strictObject({ to: z.unknown() }),
    z.strictObject({ add: z.array(z.unknown()).max(500).default([]), remove: z.array(z.unknown()).max(500).default([]) }),
  ]),
)
export type FieldEdits = z.output<typeof fieldEdits>

/** What a field holds afterwards, where it holds `now`. */
export function valueAfter(edit: FieldEdits[string], now: unknown): unknown {
  if ('to' in edit) return edit.to
  const held: unknown[] = Array.isArray(now) ? now : isEmpty(now) ? [] : [now]
  return [...held.filter((one) => !edit.remove.includes(one)), ...edit.add.filter((one) => !held.includes(one))]
}

/** Everything that it names. */
export const namedBy = (edit: FieldEdits[string]): unknown[] => ('to' in edit ? [edit.to].flat() : [...edit.add, ...edit.remove])
