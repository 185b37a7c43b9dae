/** Under whose name a User's mail leaves, and from which address of a queue they usually write. */
import { sql } from 'kysely'
import type { Context } from '#platform/server/context.ts'

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
