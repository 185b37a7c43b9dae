/** Whose mail to a queue is held back: marked as spam from a ticket, or put on the queue's list by hand. */
import { sql } from 'kysely'
import type { z } from 'zod'
import { senderBlocked, senderUnblocked } from '#channels/email/events.ts'
import type * as api from '#channels/email/spamApi.ts'
import { addressKey, normaliseAddress } from '#platform/emailAddress.ts'
import { BadInput, NotFound, RuleBroken } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { joinShown, visible } from '#tickets/server/ticketQueries.ts'
import { loadQueues, queueOf } from './ourAddresses.ts'

type Listed = z.input<(typeof api.listBlocked)['output']>

export async function listBlocked(ctx: Context, { id }: { id: number }): Promise<Listed> {
  allow(ctx, 'queues.read')
  await expectQueue(ctx, id)
  const { rows } = await sql<Listed['senders'][number]>`
    select b.address, min(b.created_at) as since, (select json_build_object('id', u.id, 'name', u.name) from users u
        where u.id = (array_agg(b.created_by order by b.created_at, b.id))[1]) as by,
      array(select distinct t.id from blocked_senders o ${joinShown(sql`o.ticket_id`)}
        where o.queue_id = ${id} and o.address = b.address and ${visible(ctx)} order by t.id) as tickets
    from blocked_senders b where b.queue_id = ${id} group by b.address order by b.address`.execute(ctx.db)
  return { senders: rows }
}

export async function blockSender(ctx: Context, { id, address }: { id: number; address: string }) {
  allow(ctx, 'queues.update')
  const normal = normaliseAddress(address)
  if (normal === null) throw new BadInput('This is no email address.', [{ field: 'address', code: 'malformed_address' }])
  await inTransaction(ctx, async (writing) => {
    const version = await lockQueue(writing, id)
    await expectNotOurs(writing, normal)
    const added = await writing.db
      .insertInto('blocked_senders')
      .values({
        queue_id: id,
        address: addressKey(normal),
        created_at: ctx.now,
        created_by: ctx.actor.kind === 'user' ? ctx.actor.id : null,
      })
      .onConflict((on) => on.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (added) await record(writing, senderBlocked, { id, version }, {})
  })
  return { ok: true as const }
}

export async function unblockSender(ctx: Context, { id, address }: { id: number; address: string }) {
  allow(ctx, 'queues.update')
  await inTransaction(ctx, async (writing) => {
    const version = await lockQueue(writing, id)
    const { numDeletedRows } = await writing.db
      .deleteFrom('blocked_senders')
      .where('queue_id', '=', id)
      .where('address', '=', addressKey(address))
      .executeTakeFirstOrThrow()
    if (numDeletedRows > 0n) await record(writing, senderUnblocked, { id, version }, {})
  })
  return { ok: true as const }
}

async function expectQueue(ctx: Pick<Context, 'db'>, id: number) {
  const found = await ctx.db.selectFrom('email_queues').select('id').where('id', '=', id).executeTakeFirst()
  if (!found) throw new NotFound('There is no such Email queue.')
}

/** Whoever edits the queue meanwhile has lost nothing by it, but each event has a version of its own. */
async function lockQueue(ctx: Writing, id: number) {
  const row = await ctx.db
    .updateTable('email_queues')
    .set((e) => ({ version: e('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirst()
  if (!row) throw new NotFound('There is no such Email queue.')
  return row.version
}

/** Nobody is to be kept from writing to their own desk. */
export async function expectNotOurs(ctx: Writing, address: string) {
  const user = await ctx.db
    .selectFrom('users')
    .select('id')
    .where(sql`lower(email)`, '=', addressKey(address))
    .executeTakeFirst()
  if (user || queueOf(await loadQueues(ctx.db), address))
    throw new RuleBroken(
      'Addresses of Users and of Email queues are not blocked.',
      [{ field: 'address', code: 'sender_is_ours' }],
      'sender_is_ours',
    )
}
