/** Keeps the SLAs. One that a Category or an Account has cannot be deleted. */
import { sql } from 'kysely'
import { slas } from '#categories/sla.ts'
import { keepThings } from '#platform/server/things.ts'
import type { Use } from '#platform/thing.ts'

export const keptSlas = keepThings({
  thing: slas,
  table: 'slas',
  columns: { title: 'title', unit: 'unit', low: 'low', medium: 'medium', high: 'high' },
  json: ['low', 'medium', 'high'],
  title: 'title',
  async uses({ db }, id): Promise<Use[]> {
    const { rows } = await sql<Use>`
      select 'category' as what, id, name as title from categories where sla_id = ${id}
      union all
      (select 'account', id, name from accounts where sla_id = ${id} order by lower(name) limit 100)`.execute(db)
    return rows
  },
})
