/** An entry of the audit log: who did what to which setting, User or customer, when and through what, with old and new values. */
import { z } from 'zod'
import { vias } from '#platform/actor.ts'
import { subjects } from '#platform/event.ts'
import { instant } from '#platform/shapes.ts'

/** Old and new as people read them: names instead of numbers. */
const change = z.strictObject({ from: z.string().nullable(), to: z.string().nullable() })

export const auditEntry = z.strictObject({
  id: z.int(),
  at: instant,
  /** `status.changed`; names are for ever. */
  name: z.string(),
  subject: z.enum(subjects),
  subjectId: z.int(),
  /** What it is called now, or was called when it was deleted. */
  title: z.string().nullable(),
  who: z.strictObject({ kind: z.string(), id: z.int().nullable(), name: z.string().nullable() }),
  via: z.enum(vias),
  changes: z.record(z.string(), change),
})
export type AuditEntry = z.infer<typeof auditEntry>

/** Everything but tickets, which have their own History. */
export const auditSubjects = subjects.filter((subject) => subject !== 'ticket' && subject !== 'run')
