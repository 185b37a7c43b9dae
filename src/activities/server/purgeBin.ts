/** What has lain in the bin for 30 days is gone for good: tickets with all that was merged into them, their mail as it came, and what their events say. */
import { sql, type Kysely } from 'kysely'
import { deskWriting } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import type { DB } from '#platform/server/tables.ts'
import type { Announcer } from '#platform/server/announce.ts'
import { ticketPurged } from '#tickets/events.ts'

const days = 30
/** Tickets in one transaction: a long one would hold up every reader of the event list. */
const atOnce = 20

/** Files are swept up by themselves once no row names them. */
export async function purgeBin({ db, announcer }: { db: Kysely<DB>; announcer: Announcer }, now: Date): Promise<number> {
  const before = new Date(now.getTime() - days * 86_400_000)
  let purged = 0
  for (;;) {
    const touched = new Set<string>()
    const some = await db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ id: number; version: number; category_id: number }>`
        select id, version, category_id from tickets where deleted_at <= ${before} order by deleted_at limit ${atOnce}
        for update skip locked`.execute(trx)
      if (rows.length === 0) return 0
      const ctx = { ...deskWriting(trx, { now, requestId: 'purge', via: 'timer' }), touched }
      await purge(
        trx,
        rows.map((row) => row.id),
      )
      for (const row of rows) await record(ctx, ticketPurged, { id: row.id, version: row.version + 1 }, { categoryId: row.category_id })
      return rows.length
    })
    announcer.announce(touched)
    purged += some
    if (some < atOnce) return purged
  }
}

/** Of the events the numbers stay: who did what kind of thing when, and nothing that was written. */
async function purge(db: Kysely<DB>, survivors: number[]) {
  const { rows } = await sql<{ ids: number[]; activities: number[]; mails: number[] }>`
    with gone as materialized (select id from tickets where id = any(${survivors}::bigint[]) or survivor_id = any(${survivors}::bigint[])),
      written as materialized (select id, mail_id from activities where ticket_id in (select id from gone))
    select array(select id from gone) as ids, array(select id from written) as activities,
      array(select distinct mail_id from written where mail_id is not null) as mails`.execute(db)
  const { ids, activities, mails } = rows[0] ?? { ids: [], activities: [], mails: [] }
  await sql`update activities set answers_id = null where answers_id = any(${activities}::bigint[])`.execute(db)
  await sql`update tickets set parent_id = null where parent_id = any(${ids}::bigint[])`.execute(db)
  await sql`update tickets set follow_up_of = null where follow_up_of = any(${ids}::bigint[])`.execute(db)
  await sql`delete from attachments where ticket_id = any(${ids}::bigint[])`.execute(db)
  await sql`delete from activities where id = any(${activities}::bigint[])`.execute(db)
  await sql`update time_corrections set reason = ''
    where activity_id in (select id from timed_activities where ticket_id = any(${ids}::bigint[]))`.execute(db)
  await sql`delete from tickets where id = any(${ids}::bigint[])`.execute(db)
  await sql`update events set payload = '{}' where subject = 'ticket' and subject_id = any(${ids}::bigint[])`.execute(db)
  await forgetMails(db, mails)
}

/** A mail that has also become another ticket stays with that one. The ledger keeps its row: that it came, when, and what became of it. */
async function forgetMails(db: Kysely<DB>, mails: number[]) {
  const { rows } = await sql<{ id: number }>`
    update incoming_mails m set blob = null, subject = null, from_address = null, envelope_from = null, envelope_to = '{}', reason = 'purged'
    where m.id = any(${mails}::bigint[]) and not exists (select from activities x where x.mail_id = m.id) returning id`.execute(db)
  await sql`delete from incoming_mail_parts where mail_id = any(${rows.map((row) => row.id)}::bigint[])`.execute(db)
}
