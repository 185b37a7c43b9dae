/** Keeps the Teams. */
import { teams } from '#people/team.ts'
import { keepThings } from '#platform/server/things.ts'
import { unknownIds } from './unknownIds.ts'

export const keptTeams = keepThings({
  thing: teams,
  table: 'teams',
  columns: { name: 'name', memberIds: 'member_ids' },
  title: 'name',
  check: (ctx, { memberIds }) => unknownIds(ctx, [['memberIds', 'users', memberIds]]),
  // What is offered or shown to a Team refers to it; nothing does yet.
  uses: () => Promise.resolve([]),
})
