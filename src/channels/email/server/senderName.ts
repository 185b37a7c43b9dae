/** Under whose name a User's mail leaves, and from which address of a queue they usually write. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '#channels/email/senderApi.ts'
import { addressKey } from '#platform/emailAddress.ts'
import { BadInput, NotAllowed } from '#platform/problem.ts'
import { userOf } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { loadQueues } from './ourAddresses.ts'
import { mayUse } from './mayUse.ts'

interface Sender {
  name: string
  /** The alias that this User writes from; null: as the queue has it. */
  address: string | null
}

/** For each of these queues: the queue's own name, the User's, or both, as the queue says; what the User chose for themselves goes first. */
export async function sendersOf(ctx: Context, queueIds: readonly number[]): Promise<ReadonlyMap<number, Sender>> {
  const me = ctx.actor.kind === 'user' ? ctx.actor.id : null
  const { rows } = await sql<{
    id: number
    queue: string
    how: 'queue' | 'user' | 'user_and_queue'
    user: string | null
    own: string
    address: string | null
  }>`
    select q.id, q.display_name as queue, q.sender_name as how, u.name as "user", coalesce(s.name, '') as own,
      case when s.address = any(q.aliases || q.address) then s.address end as address
    from email_queues q left join users u on u.id = ${me} left join queue_senders s on s.queue_id = q.id and s.user_id = u.id
    where q.id = any(${[...queueIds]}::bigint[])`.execute(ctx.db)
  return new Map(
    rows.map(({ id, queue, how, user, own, address }) => {
      const mine = own || user || ''
      const name = how === 'queue' || mine === '' ? queue : how === 'user' || queue === '' ? mine : `${mine}, ${queue}`
      return [id, { name, address }]
    }),
  )
}

type Listed = z.input<(typeof api.mySenders)['output']>['senders'][number]

/** Of the active queues of one's Right. */
export async function mySenders(ctx: Context): Promise<{ senders: Listed[] }> {
  const { id: me } = userOf(ctx)
  const queues = (await loadQueues(ctx.db)).filter((q) => q.active && mayUse(ctx, q.id))
  const shown = await sendersOf(
    ctx,
    queues.map((q) => q.id),
  )
  const own = await ctx.db.selectFrom('queue_senders').selectAll().where('user_id', '=', me).execute()
  const how = await ctx.db.selectFrom('email_queues').select(['id', 'sender_name']).execute()
  return {
    senders: queues.map((q) => ({
      id: q.id,
      queue: q.name,
      addresses: [q.address, ...q.aliases],
      name: own.find((o) => o.queue_id === q.id)?.name ?? '',
      address: shown.get(q.id)?.address ?? null,
      shownAs: shown.get(q.id)?.name ?? '',
      ofQueue: how.find((h) => h.id === q.id)?.sender_name === 'queue',
    })),
  }
}

/** One's own; nobody else's mail changes by it. */
export async function setSender(ctx: Context, { id, name, address }: z.output<(typeof api.setMySender)['input']>): Promise<Listed> {
  const { id: me } = userOf(ctx)
  return inTransaction(ctx, async (writing) => {
    const { senders } = await mySenders(writing)
    const queue = senders.find((q) => q.id === id)
    if (!queue) throw new NotAllowed('Your Right does not include this Email queue.', [{ field: 'id', code: 'queue_not_allowed' }])
    const chosen = address === null ? null : queue.addresses.find((one) => addressKey(one) === addressKey(address))
    if (chosen === undefined)
      throw new BadInput('This address does not belong to the Email queue.', [{ field: 'address', code: 'invalid_value' }])
    const values = { name: name.replaceAll(/\s+/g, ' ').trim(), address: chosen }
    await writing.db
      .insertInto('queue_senders')
      .values({ queue_id: id, user_id: me, ...values })
      .onConflict((on) => on.columns(['queue_id', 'user_id']).doUpdateSet(values))
      .execute()
    const [kept] = (await mySenders(writing)).senders.filter((q) => q.id === id)
    if (!kept) throw new NotAllowed('Your Right does not include this Email queue.')
    return kept
  })
}
