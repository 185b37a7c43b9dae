/** What Contacts and Accounts have in common: values of custom fields, and a history. */
import { z } from 'zod'
import { vias } from '#platform/actor.ts'
import { id, instant } from '#platform/shapes.ts'

/** Letters of a note, at most. */
export const longestNote = 20_000

/** Both kinds of customers. */
export type CustomerKind = 'contact' | 'account'

/** Values of custom fields by the field's number; one that is left out stays as it is. */
export const customValues = z.record(z.string().regex(/^[1-9]\d{0,14}$/), z.unknown()).default({})

/** One change: who made it, through what, and old and new values for people, names instead of numbers. */
export const customerChange = z.strictObject({
  id: z.int(),
  at: instant,
  name: z.string(),
  who: z.strictObject({ kind: z.string(), id: z.int().nullable(), name: z.string().nullable() }),
  via: z.enum(vias),
  changes: z.record(z.string(), z.strictObject({ from: z.string().nullable(), to: z.string().nullable() })),
})
export type CustomerChange = z.infer<typeof customerChange>
export const customerHistory = {
  input: z.object({ id, before: id.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.strictObject({ entries: z.array(customerChange), next: z.int().nullable() }),
}

/** Merging: the survivor, and whom it takes in. */
export const mergingInput = { id, otherIds: z.array(id).min(1).max(50) }

/** A page of a list, sorted by name or by what changed last; `after` is the cursor that the page before gave. */
export const customerSorts = ['name', 'changedAt'] as const
export type CustomerSort = (typeof customerSorts)[number]
export const listInput = {
  q: z.string().max(200).default(''),
  sort: z.enum(customerSorts).default('name'),
  order: z.enum(['asc', 'desc']).default('asc'),
  after: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}
