/** The filter of the audit log as it stands in its address, so that a thing's page can link to its own entries. */
import { z } from 'zod'
import { subjects } from '#platform/event.ts'

export const auditFilter = z.object({
  subject: z.enum(subjects).optional().catch(undefined),
  id: z.int().positive().optional().catch(undefined),
  who: z.int().positive().optional().catch(undefined),
  since: z.iso.date().optional().catch(undefined),
  until: z.iso.date().optional().catch(undefined),
  text: z.string().max(200).optional().catch(undefined),
})
