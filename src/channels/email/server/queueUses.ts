/** Where an Email queue is used, who changed it last, and its end: one that is in use stays, and says where. */
import { sql } from 'kysely'
import { queueDeleted } from '#channels/email/events.ts'
import { systemAddress } from '#people/signIn/settings.ts'
import { NotFound, RuleBroken } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { readSetting } from '#platform/server/settings.ts'
import { inSight, lockSettings } from '#platform/server/things.ts'
import type { LastChange, Use } from '#platform/thing.ts'

export async function usesOfQueue(ctx: Context, { id }: { id: number }): Promise<{ uses: Use[]; last: LastChange | null }> {
  allow(ctx, 'queues.read')
  const { rows } = await sql<LastChange>`select e.at as "changedAt", json_build_object('id', u.id, 'name', u.name) as "changedBy"
    from events e left join users u on e.actor_kind = 'user' and u.id = e.actor_id
    where e.subject = 'queue' and e.subject_id = ${id} order by e.version desc limit 1`.execute(ctx.db)
  const [last] = rows
  return {
    uses: await inSight(ctx, await usesOf(ctx, id)),
    last: last ? { ...last, changedBy: last.changedBy?.id ? last.changedBy : null } : null,
  }
}

/** A queue that mail came to or went out from is switched off, not deleted: its messages speak of it. */
async function usesOf(ctx: Context, id: number): Promise<Use[]> {
  const { queueId } = await readSetting(ctx.db, systemAddress)
  const { rows } = await sql<Use>`
    select 'category' as what, id, name as title from categories where default_queue_id = ${id}
    union all select 'right', id, name from rights where ${id} = any(queues)
    union all select 'template', id, name from templates where ${id} = any(queue_ids)
    union all select 'system_address', id, address from email_queues where id = ${id} and id = ${queueId}
    union all (select 'ticket', t.id, '#' || t.id from (select distinct ticket_id as id from
      (select ticket_id from activities where queue_id = ${id} limit 20) few) t)`.execute(ctx.db)
  return rows
}

export async function removeQueue(ctx: Context, { id }: { id: number }): Promise<{ ok: true }> {
  allow(ctx, 'queues.delete')
  return inTransaction(ctx, async (writing) => {
    await lockSettings(writing)
    const held = await writing.db
      .selectFrom('email_queues')
      .select(['version', 'name', 'address'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!held) throw new NotFound('There is no such Email queue.')
    await expectUnused(writing, id)
    await writing.db.deleteFrom('email_queues').where('id', '=', id).execute()
    await record(writing, queueDeleted, { id, version: held.version + 1 }, { values: { name: held.name, address: held.address } })
    return { ok: true }
  })
}

async function expectUnused(ctx: Writing, id: number) {
  const uses = await inSight(ctx, await usesOf(ctx, id))
  if (uses.length > 0)
    throw new RuleBroken('It is in use and cannot be deleted.', [{ field: 'id', code: 'in_use', details: { uses } }], 'in_use')
}
