/** What the ticket form offers and asks for. A Category that somebody may neither see nor hand to is not told. */
import type { z } from 'zod'
import type { Context } from '#platform/server/context.ts'
import type { getFormChoices as endpoint } from '#tickets/api.ts'
import { mayPutInto } from '#tickets/rights.ts'

export async function getFormChoices(ctx: Context): Promise<z.input<(typeof endpoint)['output']>> {
  const statuses = await ctx.db.selectFrom('statuses').select(['id', 'title', 'color']).orderBy('position').orderBy('title').execute()
  const categories = await ctx.db
    .selectFrom('categories')
    .select([
      'id',
      'status_ids as statusIds',
      'several_statuses as severalStatuses',
      'status_required as statusRequired',
      'waiting_requires_reopen as waitingRequiresReopen',
      'check_children as checkChildren',
      'focused_tab as focusedTab',
    ])
    .orderBy('id')
    .execute()
  return { statuses, categories: categories.filter(({ id }) => mayPutInto(ctx.actor, id)) }
}
