/** When a Contact changes Account, their Open and Waiting tickets follow, but for those whose Account was chosen by hand. */
import { sql, type Transaction } from 'kysely'
import { z } from 'zod'
import { contactChanged, contactsMerged } from '#crm/events.ts'
import { deskWriting } from '#platform/server/context.ts'
import type { Happened } from '#platform/server/horizon.ts'
import type { Reader } from '#platform/server/reader.ts'
import { handOn } from '#platform/server/readers.ts'
import type { DB } from '#platform/server/tables.ts'
import { saveTicket } from './saveTicket.ts'
import { lockTicket } from './ticketQueries.ts'

const name = 'follow contact'

export const followContact: Reader = {
  name,
  events: { [contactChanged.name]: follow, [contactsMerged.name]: follow },
  failed: handOn(name),
}

const payload = z.object({ changes: z.record(z.string(), z.unknown()) })

async function follow(trx: Transaction<DB>, event: Happened) {
  if (!('accountId' in payload.parse(event.payload).changes)) return
  // What counts is the Account that they have by now: of two changes the second finds nothing left to do.
  const { rows } = await sql<{ id: number; account: number | null }>`
    select t.id, k.account_id as account from tickets t join contacts k on k.id = t.contact_id
    where k.id = ${event.subject_id} and t.state in ('open', 'waiting') and not t.hidden and not t.account_by_hand
      and t.account_id is distinct from k.account_id order by t.id`.execute(trx)
  const ctx = deskWriting(trx, { now: new Date(), requestId: event.request_id, via: 'rule' })
  for (const { id, account } of rows) {
    const row = await lockTicket(ctx, id)
    await saveTicket(ctx, row, { accountId: { from: row.account_id, to: account } }, { askRules: false, because: 'contact_account' })
  }
}
