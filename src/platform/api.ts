/** The doors of the installation itself. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'

/** One part of the system as outsiders may see it: whether it works, without particulars. */
const part = z.strictObject({ ok: z.boolean() }).optional()

export const getHealth = endpoint({
  method: 'GET',
  path: '/api/v1/health',
  summary: 'Version, and whether database, jobs and mail work; `ok` is true if all do',
  access: 'public',
  input: z.object({}),
  output: z.strictObject({ ok: z.boolean(), version: z.string(), database: part, jobs: part, mail: part }),
})
