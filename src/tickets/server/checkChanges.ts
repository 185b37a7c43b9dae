/** *Would this save?* The same weighing as a save's, on the row as it stands, without writing anything. */
import type { z } from 'zod'
import type { Context } from '#platform/server/context.ts'
import type { checkChanges as endpoint } from '#tickets/api.ts'
import { keysOf } from '#tickets/ticket.ts'
import { foreseeDeadline } from './keepClock.ts'
import { weighSave } from './saveTicket.ts'
import { seenTicket } from './ticketQueries.ts'

export async function checkChanges(
  ctx: Context,
  { id, changes }: z.output<(typeof endpoint)['input']>,
): Promise<z.input<(typeof endpoint)['output']>> {
  const row = await seenTicket(ctx, id)
  const { changed, after, conflicts, problems } = await weighSave(ctx, row, changes, { askRules: true })
  const follows = keysOf(changed).flatMap((field) => (changes[field] === undefined ? [[field, changed[field]] as const] : []))
  return {
    problems: problems.map(({ field, code, details }) => ({ field, code, ...(details ? { details } : {}) })),
    conflicts,
    follows: Object.fromEntries(follows.map(([field, change]) => [field, { from: change?.from, to: change?.to }])),
    deadline: await foreseeDeadline(ctx, row, after),
  }
}
