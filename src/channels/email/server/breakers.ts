/** Limits of what the desk answers by itself, per address and per queue: whatever two programs have to say to each other ends there. */
import { sql, type Kysely } from 'kysely'
import type { AutomaticCounts } from '#channels/email/automatic.ts'
import { limits } from '#channels/email/automatic.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import type { DB } from '#platform/server/tables.ts'

export interface Decided {
  queueId: number
  ticketId: number
  /** As addresses are compared. */
  address: string
  /** Null: it is answered. */
  keptBack: string | null
}

/** One after the other, so that many mails at once do not all find the last free place. Null: it may be answered. */
export async function overLimit(ctx: Writing, queueId: number, address: string): Promise<'address_limit' | 'queue_limit' | null> {
  await sql`select pg_advisory_xact_lock(hashtext('automatic answers'))`.execute(ctx.db)
  const { rows } = await sql<{ hour: number; day: number; queue: number }>`
    select count(*) filter (where address = ${address} and at > ${ctx.now}::timestamptz - interval '1 hour')::int as hour,
      count(*) filter (where address = ${address})::int as day,
      count(*) filter (where queue_id = ${queueId} and at > ${ctx.now}::timestamptz - interval '1 hour')::int as queue
    from automatic_answers where kept_back is null and at > ${ctx.now}::timestamptz - interval '1 day'`.execute(ctx.db)
  const { hour = 0, day = 0, queue = 0 } = rows[0] ?? {}
  if (hour >= limits.addressPerHour || day >= limits.addressPerDay) return 'address_limit'
  return queue >= limits.queuePerHour ? 'queue_limit' : null
}

/** Kept for a week: the limits count here, and the queue's page tells of it. */
export async function noteDecided(ctx: Writing, { queueId, ticketId, address, keptBack }: Decided) {
  await ctx.db
    .insertInto('automatic_answers')
    .values({ at: ctx.now, queue_id: queueId, ticket_id: ticketId, address, kept_back: keptBack })
    .execute()
}

/** What a queue's page shows of it: how many in the last hour and day, and what was kept back why. */
export async function automaticCounts({ db, now }: Pick<Context, 'db' | 'now'>): Promise<ReadonlyMap<number, AutomaticCounts>> {
  const { rows } = await sql<{ queueId: number; keptBack: string | null; hour: number; day: number }>`
    select queue_id as "queueId", kept_back as "keptBack", count(*) filter (where at > ${now}::timestamptz - interval '1 hour')::int as hour, count(*)::int as day
    from automatic_answers where at > ${now}::timestamptz - interval '1 day' group by queue_id, kept_back order by queue_id, kept_back`.execute(
    db,
  )
  const found = new Map<number, AutomaticCounts>()
  for (const { queueId, keptBack, hour, day } of rows) {
    const counts = found.get(queueId) ?? { hour: 0, day: 0, open: false, keptBack: [] }
    if (keptBack === null) found.set(queueId, { ...counts, hour, day, open: hour >= limits.queuePerHour })
    else found.set(queueId, { ...counts, keptBack: [...counts.keptBack, { reason: keptBack, hour, day }] })
  }
  return found
}

/** What no limit counts any more, with the addresses in it. */
export async function sweepCounts(db: Kysely<DB>, now: Date) {
  await sql`delete from automatic_answers where at < ${now}::timestamptz - interval '7 days'`.execute(db)
  await sql`delete from queue_sent where minute < ${now}::timestamptz - interval '2 days'`.execute(db)
}
