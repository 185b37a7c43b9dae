/** Erasing a Contact: all their tickets are anonymised, some at a time, and then nothing of the person stays but a number. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '#erasure/api.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { fold } from '#platform/fold.ts'
import { Conflict, NotAllowed, NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { joinShown, visible } from '#tickets/server/ticketQueries.ts'
import { contactErased } from '#erasure/events.ts'
import { certify, replaced, type Replaced } from './anonymise.ts'
import { forgetImports } from './replaceTickets.ts'
import { countOf, elsewhere, withMerged } from './scope.ts'

/** Tickets in one transaction. */
const atOnce = 100
const erased = 'Erased'

/** The Contact and those who were merged into them. */
async function contactsOf({ db }: Context, id: number): Promise<number[]> {
  const { rows } = await sql<{ id: number; name: string }>`
    with recursive all_of (id) as (
      select coalesce(merged_into, id) from contacts where id = ${id} union select k.id from all_of join contacts k on k.merged_into = all_of.id)
    select k.id, k.name from all_of join contacts k using (id) order by k.id`.execute(db)
  if (rows.length === 0) throw new NotFound(`There is no Contact ${id}.`)
  return rows.map((row) => row.id)
}

/** Nobody erases what they may not see; that there is such a ticket is all they learn. */
async function expectAllSeen(ctx: Context, contactIds: readonly number[]) {
  const { rows } = await sql`select from tickets held ${joinShown(sql`held.id`)}
    where held.contact_id = any(${[...contactIds]}::bigint[]) and not (${visible(ctx)}) limit 1`.execute(ctx.db)
  if (rows.length > 0) throw new NotAllowed('Some tickets of this Contact are out of your sight.', [], 'tickets_out_of_sight')
}

async function ticketsOf({ db }: Context, contactIds: readonly number[], limit?: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct coalesce(survivor_id, id) as id from tickets where contact_id = any(${[...contactIds]}::bigint[]) and anonymised_at is null
    order by 1 ${limit ? sql`limit ${limit}` : sql``}`.execute(db)
  return rows.map(({ id }) => id)
}

export async function foreseeErasing(ctx: Context, id: number) {
  allow(ctx, 'contacts.erase')
  const contacts = await contactsOf(ctx, id)
  await expectAllSeen(ctx, contacts)
  const ids = await withMerged(ctx, await ticketsOf(ctx, contacts))
  const { unsent, ...removed } = await countOf(ctx, ids)
  return { ticketIds: ids, removed, elsewhere: await elsewhere(ctx, ids), unsent }
}

export async function eraseContact(ctx: Context, store: FileStore, id: number): Promise<z.input<(typeof api.eraseContact)['output']>> {
  allow(ctx, 'contacts.erase')
  const contacts = await contactsOf(ctx, id)
  await expectAllSeen(ctx, contacts)
  const done: Replaced = { ids: [], removed: await nothing(ctx), elsewhere: [], files: [] }
  for (;;) {
    const some = await ticketsOf(ctx, contacts, atOnce)
    if (some.length === 0) break
    const part = await inTransaction(ctx, (writing) => replaced(writing, some))
    for (const hash of part.files) await store.remove(hash)
    done.ids.push(...part.ids)
    done.elsewhere.push(...part.elsewhere)
    for (const key of keys) done.removed[key] += part.removed[key]
  }
  const ours = new Set(done.ids)
  const others = [...new Set(done.elsewhere)].filter((ticket) => !ours.has(ticket))
  return inTransaction(ctx, async (writing) => {
    for (const contact of contacts) await eraseOne(writing, contact)
    return certify(writing, { ...done, elsewhere: others, kind: 'contact', subjectId: id, title: `Contact ${id}` })
  })
}

const keys = ['tickets', 'activities', 'addresses', 'attachments', 'mails', 'customValues', 'history'] as const
const nothing = async (ctx: Context) => {
  const { unsent: _unsent, ...zero } = await countOf(ctx, [])
  return zero
}

async function eraseOne(ctx: Writing, id: number) {
  const { rows } = await sql<{
    id: number
    version: number
    name: string
  }>`select id, version, name from contacts where id = ${id} for update`.execute(ctx.db)
  const [held] = rows
  if (!held) throw new Conflict('The Contact was deleted meanwhile.')
  await sql`delete from blocked_senders b using contact_addresses a where a.contact_id = ${id} and a.kind = 'email' and b.address = lower(a.address)`.execute(
    ctx.db,
  )
  await ctx.db.deleteFrom('contact_addresses').where('contact_id', '=', id).execute()
  const version = held.version + 1
  await sql`update contacts set name = ${erased}, name_folded = ${fold(erased)}, account_id = null, note = '', custom = '{}', custom_folded = '{}',
    search = '', changed_at = ${ctx.now}, version = ${version} where id = ${id}`.execute(ctx.db)
  await sql`update events set payload = payload - 'values' - 'changes' || '{"values": {}, "changes": {}}' where subject = 'contact' and subject_id = ${id}`.execute(
    ctx.db,
  )
  await sql`update activities set from_name = null, from_address = null where contact_id = ${id}`.execute(ctx.db)
  // Files that were imported may hold anyone's rows.
  await sql`update contact_imports set bytes = '', file_name = '' where state in ('imported', 'checked', 'uploaded')`.execute(ctx.db)
  await forgetImports(ctx.db)
  await record(ctx, contactErased, { id, version }, {})
}
