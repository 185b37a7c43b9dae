/** A ticket whose last answer did not reach its Contact rests neither in Waiting nor in Closed: the failed delivery opens it again. */
import { sql, type Transaction } from 'kysely'
import { z } from 'zod'
import { deliveryChanged } from '#activities/events.ts'
import { deskWriting } from '#platform/server/context.ts'
import type { Happened } from '#platform/server/horizon.ts'
import type { Reader } from '#platform/server/reader.ts'
import { handOn } from '#platform/server/readers.ts'
import type { DB } from '#platform/server/tables.ts'
import { stateAfterFailedDelivery } from '#tickets/lifecycle.ts'
import { saveTicket } from '#tickets/server/saveTicket.ts'
import { lockTicket, partsOf } from '#tickets/server/ticketQueries.ts'

const name = 'reopen undelivered'

export const reopenUndelivered: Reader = {
  name,
  events: { [deliveryChanged.name]: reopen },
  failed: handOn(name),
}

const payload = deliveryChanged.payload.pick({ activityId: true, failed: true, permanent: true }).extend({ failed: z.array(z.int()) })

async function reopen(trx: Transaction<DB>, event: Happened) {
  const { activityId, failed, permanent } = payload.parse(event.payload)
  if (!permanent || failed.length === 0) return
  const ctx = deskWriting(trx, { now: new Date(), requestId: event.request_id, via: 'mail' })
  const on = await trx.selectFrom('activities').select('ticket_id').where('id', '=', activityId).executeTakeFirst()
  if (!on) return
  const row = await lockTicket(ctx, on.ticket_id, { evenInBin: true })
  if (row.deleted_at !== null || !(await contactMissedIt(trx, row.id, activityId, failed))) return
  const state = stateAfterFailedDelivery(row.state)
  await saveTicket(ctx, row, { state: { from: row.state, to: state } }, { askRules: false, because: 'delivery_failed' })
}

/** One of the Contact's addresses failed (without a Contact, any), and nothing sent later has reached them. */
async function contactMissedIt(trx: Transaction<DB>, ticketId: number, activityId: number, failed: number[]) {
  const { rows } = await sql<{ missed: boolean }>`
    select exists (
      select from activity_recipients r join activities own on own.id = r.activity_id join tickets t on t.id = ${ticketId}
      where own.automatic is null and r.id = any(${failed}::bigint[]) and (t.contact_id is null or exists (
        select from contact_addresses a where a.contact_id = t.contact_id and a.kind = 'email' and a.address = lower(r.address))))
      and not exists (
        select from activities x join activity_recipients r on r.activity_id = x.id join activities f on f.id = ${activityId}
          join activity_recipients m on m.id = any(${failed}::bigint[]) and lower(m.address) = lower(r.address)
        where x.ticket_id = any(${partsOf(sql`${ticketId}::bigint`)}) and x.direction = 'out' and x.automatic is null and (x.at, x.id) > (f.at, f.id)
          and r.state in ('accepted', 'delivered')) as missed`.execute(trx)
  return rows[0]?.missed ?? false
}
