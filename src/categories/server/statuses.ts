/** Keeps the Statuses. One that a Category offers or a ticket has cannot be deleted. */
import { sql } from 'kysely'
import { statuses } from '#categories/status.ts'
import { keepThings } from '#platform/server/things.ts'
import type { Use } from '#platform/thing.ts'

export const keptStatuses = keepThings({
  thing: statuses,
  table: 'statuses',
  columns: { title: 'title', color: 'color', position: 'position' },
  title: 'title',
  order: sql`x.position, lower(x.title)`,
  async uses({ db }, id): Promise<Use[]> {
    const { rows } = await sql<Use>`
      select 'category' as what, id, name as title from categories where ${id} = any(status_ids)
      union all
      (select 'ticket', id, '#' || id from tickets where status_ids @> array[${id}]::bigint[] and status_ids <> '{}' order by id desc limit 20)`.execute(
      db,
    )
    return rows
  },
})
