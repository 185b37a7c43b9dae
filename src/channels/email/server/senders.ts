/** From which addresses a User may send: for a new email that no ticket proposes a sender for. */
import type { Context } from '#platform/server/context.ts'
import { loadQueues } from './ourAddresses.ts'
import { mayUse } from './mayUse.ts'
import { sendersOf } from './senderName.ts'

/** The active queues of the User's Right, in their order. */
export async function listSenders(ctx: Context) {
  const queues = await loadQueues(ctx.db)
  const senders = await sendersOf(
    ctx,
    queues.map((q) => q.id),
  )
  return {
    queues: queues
      .filter((q) => q.active && mayUse(ctx, q.id))
      .map((q) => ({
        id: q.id,
        name: q.name,
        categoryId: q.categoryId,
        addresses: preferredFirst([q.address, ...q.aliases], senders.get(q.id)?.address ?? null),
      })),
  }
}

/** What a new email begins with. */
const preferredFirst = (addresses: string[], preferred: string | null) =>
  preferred === null ? addresses : [preferred, ...addresses.filter((one) => one !== preferred)]
