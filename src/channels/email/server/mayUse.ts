/** Which Email queues a User may write from: those of their Right. */
import type { Context } from '#platform/server/context.ts'

/** The queues of the User's Right. */
export const mayUse = (ctx: Context, queueId: number) =>
  ctx.actor.kind !== 'user' || ctx.actor.right.everything || ctx.actor.right.queues.includes(queueId)
