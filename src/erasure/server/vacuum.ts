/** After an erasure the rows as they were still lie dead in the database's files: they are vacuumed away, and the certificate says when. */
import type pg from 'pg'
import { z } from 'zod'
import { job } from '#platform/server/jobs.ts'
import { vacuumJob } from './anonymise.ts'
import { personalData } from './personalData.ts'

const holding = Object.entries(personalData).flatMap(([table, marks]) =>
  'ticket' in marks || 'contact' in marks || 'passing' in marks ? [table] : [],
)

export const vacuumErased = (pool: pg.Pool) =>
  job({
    name: vacuumJob,
    payload: z.object({}),
    async run() {
      const begun = new Date()
      for (const table of holding) await pool.query(`vacuum ${table}`)
      await pool.query('update certificates set vacuumed_at = $1 where vacuumed_at is null and at < $2', [new Date(), begun])
    },
  })
