/** Titles and descriptions as filters compare them, for tickets that nobody has folded yet: those of a desk that is older than its filters. */
import { sql, type Kysely } from 'kysely'
import { fold } from '#platform/fold.ts'
import type { DB } from '#platform/server/tables.ts'

const batch = 1000

/** At every start; with nothing to fold it is one look into an empty index. Returns how many there were. */
export async function foldTickets(db: Kysely<DB>): Promise<number> {
  for (let folded = 0; ; folded += batch) {
    const rows = await db.transaction().execute(async (trx) => {
      const { rows: next } = await sql<{ id: number; title: string; description: string }>`
        select id, title, description from tickets where title_folded is null order by id limit ${sql.lit(batch)} for update`.execute(trx)
      const ids = next.map((row) => row.id)
      const titles = next.map((row) => fold(row.title))
      const descriptions = next.map((row) => foldedDescription(row.description))
      await sql`update tickets t set title_folded = f.title, description_folded = f.description
        from unnest(${ids}::bigint[], ${titles}::text[], ${descriptions}::text[]) f (id, title, description) where t.id = f.id`.execute(trx)
      return next.length
    })
    if (rows < batch) return folded + rows
  }
}

/** None is null. */
export const foldedDescription = (text: string) => (text === '' ? null : fold(text))
