/** From which addresses a User may send: for a new email that no ticket proposes a sender for. */
import type { Context } from '#platform/server/context.ts'
import { loadQueues } from './ourAddresses.ts'
import { mayUse } from './proposeEmail.ts'

/** The active queues of the User's Right, in their order. */
export async function listSenders(ctx: Context) {
  const queues = await loadQueues(ctx.db)
  return {
    queues: queues
      .filter((q) => q.active && mayUse(ctx, q.id))
      .map((q) => ({ id: q.id, name: q.name, categoryId: q.categoryId, addresses: [q.address, ...q.aliases] })),
  }
}
