/** What the builder and the search box offer: fields with their operators, and the names of what conditions can speak of. */
import { sql } from 'kysely'
import type { z } from 'zod'
import { seenCategories } from '#platform/actor.ts'
import type { Context } from '#platform/server/context.ts'
import { filterCatalogue } from '#tickets/server/ticketFilter.ts'
import type { filterFields } from '#views/api.ts'

type Named = { id: number; name: string }[]

export async function filterChoices(ctx: Context): Promise<z.input<(typeof filterFields)['output']>> {
  const catalogue = await filterCatalogue(ctx)
  const seen = seenCategories(ctx.actor)
  const inSight = seen === 'all' ? sql`true` : sql`id = any(${[...seen]}::bigint[])`
  const { rows } = await sql<{ categories: Named; users: Named; statuses: Named }>`select
    (select coalesce(json_agg(json_build_object('id', id, 'name', name) order by position, lower(name)), '[]') from categories where ${inSight}) as categories,
    (select coalesce(json_agg(json_build_object('id', id, 'name', name) order by lower(name)), '[]') from users
      where active or exists (select from tickets t where t.user_id = users.id)) as users,
    (select coalesce(json_agg(json_build_object('id', id, 'name', title) order by position, lower(title)), '[]') from statuses) as statuses`.execute(
    ctx.db,
  )
  const fields = [...catalogue.values()].map(({ operators, choices, options, ...field }) => ({
    ...field,
    operators: [...operators],
    ...(choices ? { choices: [...choices] } : {}),
    ...(options ? { options: [...options] } : {}),
  }))
  return { fields, ...(rows[0] ?? { categories: [], users: [], statuses: [] }) }
}
