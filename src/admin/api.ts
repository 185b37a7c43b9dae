/** The doors of the audit log. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, moment, text } from '#platform/shapes.ts'
import { auditEntry, auditSubjects } from './auditEntry.ts'

const filter = {
  /** The User who did it. */
  who: id.optional(),
  subject: z.enum(auditSubjects).optional(),
  /** With `subject`: the one. */
  subjectId: id.optional(),
  since: moment.optional(),
  /** The first moment that is no longer in it. */
  until: moment.optional(),
  /** In a name, or in an old or new value. */
  q: text(200).default(''),
}
export const auditWanted = z.object(filter)

export const listAudit = endpoint({
  method: 'GET',
  path: '/api/v1/audit-log',
  summary: 'Every change of a setting, User or customer, and every sign-in; newest first',
  access: 'audit.read',
  input: auditWanted.extend({ before: id.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.strictObject({ entries: z.array(auditEntry), next: z.int().nullable() }),
})
export const exportAudit = endpoint({
  method: 'GET',
  path: '/api/v1/audit-log/export',
  summary: 'The same as a file, all of it: CSV with a line for each changed value, or JSON',
  access: 'audit.read',
  input: auditWanted.extend({ format: z.enum(['csv', 'json']).default('csv') }),
  output: z.unknown(),
  gives: 'bytes',
})
