/** Keeps the Teams. */
import { sql } from 'kysely'
import { teams } from '#people/team.ts'
import { keepThings } from '#platform/server/things.ts'
import type { Use } from '#platform/thing.ts'
import { unknownIds } from './unknownIds.ts'

export const keptTeams = keepThings({
  thing: teams,
  table: 'teams',
  columns: { name: 'name', memberIds: 'member_ids' },
  title: 'name',
  check: (ctx, { memberIds }) => unknownIds(ctx, [['memberIds', 'users', memberIds]]),
  async uses({ db }, id): Promise<Use[]> {
    const { rows } =
      await sql<Use>`select 'macro' as what, id, name as title from macros where ${id} = any(team_ids) order by lower(name)`.execute(db)
    return rows
  },
})
