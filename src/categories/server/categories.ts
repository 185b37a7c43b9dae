/** Categories as far as somebody may work in them or hand tickets to them. */
import type { Category } from '#categories/category.ts'
import type { Context } from '#platform/server/context.ts'

/** In the order that administrators gave them. */
export async function listCategories(ctx: Context): Promise<{ categories: Category[] }> {
  const { actor } = ctx
  const rows = await ctx.db
    .selectFrom('categories')
    .select(['id', 'name', 'active', 'default_queue_id as defaultQueueId'])
    .orderBy('position')
    .orderBy('name')
    .execute()
  const everything = actor.kind !== 'user' || actor.right.everything
  const mayWork = (id: number) => everything || (actor.kind === 'user' && actor.right.workCategories.includes(id))
  const mayHand = (id: number) => actor.kind === 'user' && actor.right.handCategories.includes(id)
  return {
    categories: rows.filter((c) => mayWork(c.id) || mayHand(c.id)).map((c) => ({ ...c, mayWork: mayWork(c.id) })),
  }
}
