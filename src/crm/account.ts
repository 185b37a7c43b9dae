/** An Account: the company or household that Contacts belong to. Its SLA, if it has one, overrides that of the ticket's Category. */
import { z } from 'zod'
import { id, instant, line, text } from '#platform/shapes.ts'
import { customValues, longestNote } from './customer.ts'

const named = z.strictObject({ id: z.int(), name: z.string() })

/** A row of the list of Accounts. */
export const accountRow = z.strictObject({
  id: z.int(),
  version: z.int(),
  name: z.string(),
  sla: z.strictObject({ id: z.int(), title: z.string() }).nullable(),
  contacts: z.int(),
  changedAt: instant,
})
export type AccountRow = z.infer<typeof accountRow>

/** Everything about an Account. Asked for by the number of one that was merged, it is the survivor. */
export const accountShown = accountRow.safeExtend({
  note: z.string(),
  custom: z.record(z.string(), z.unknown()),
  createdAt: instant,
  changedBy: named.nullable(),
})
export type AccountShown = z.infer<typeof accountShown>

/** What people fill in. */
export const accountInput = z.object({
  name: line(200),
  slaId: id.nullable().default(null),
  note: text(longestNote).default(''),
  custom: customValues,
})
export type AccountValues = z.output<typeof accountInput>
