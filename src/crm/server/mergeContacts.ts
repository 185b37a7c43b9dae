/** Merging Contacts: one survives with everything of the others, and their numbers lead to it. */
import { z } from 'zod'
import type { Kysely } from 'kysely'
import { contactInput, type ContactShown, type ContactValues } from '#crm/contact.ts'
import { contactMergedInto, contactsMerged } from '#crm/events.ts'
import { actorOf } from '#people/server/authenticate.ts'
import { BadInput } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { addJob, job } from '#platform/server/jobs.ts'
import { record } from '#platform/server/record.ts'
import type { DB } from '#platform/server/tables.ts'
import { lockAddress } from './contactAddresses.ts'
import type { ContactHolder } from './contactHolder.ts'
import { contactById } from './contactQueries.ts'
import { asJson, changesBetween, flat, joinedCustom, readCustom } from './customValues.ts'
import { byWhom, contactValues, foundBy, lockContact } from './saveContact.ts'

const background = 'merge_contacts'
const atOnce = 500

interface Wanted {
  id: number
  otherIds: readonly number[]
}

/** What would move, as far as this reader may see it, and what the survivor would look like. */
export async function previewMerge(ctx: Context, wanted: Wanted, holders: readonly ContactHolder[]) {
  allow(ctx, 'contacts.update')
  const survivor = await contactById(ctx, wanted.id)
  const others = await Promise.all(othersOf(wanted).map((id) => contactById(ctx, id)))
  const result = joined(survivor, others)
  const ids = others.map((one) => one.id)
  const seen = await Promise.all(holders.map(async (holder) => [holder.name, await holder.seen(ctx, ids)] as const))
  const addresses = others.reduce((n, { emails, phones }) => n + emails.length + phones.length, 0)
  const account = survivor.account ?? others.find((one) => one.account)?.account ?? null
  return {
    moves: { ...Object.fromEntries(seen), addresses },
    result: { id: survivor.id, name: result.name, emails: result.emails, phones: result.phones, account, note: result.note },
  }
}

/** In one transaction; where there is so much that nobody should wait for it, a job does it piece by piece. */
export async function mergeContacts(ctx: Context, wanted: Wanted, holders: readonly ContactHolder[]) {
  allow(ctx, 'contacts.update')
  const otherIds = othersOf(wanted)
  const long = (await Promise.all(holders.map((holder) => holder.long(ctx, otherIds)))).some(Boolean)
  const survivor = await inTransaction(ctx, async (writing) => {
    if (!long) return mergeNow(writing, { id: wanted.id, otherIds }, holders)
    for (const id of [wanted.id, ...otherIds].toSorted((a, b) => a - b)) await lockContact(writing, id)
    await addJob(writing.db, background, { id: wanted.id, otherIds, userId: byWhom(writing) }, `${background} ${otherIds.join(' ')}`)
    return contactById(writing, wanted.id)
  })
  return { contact: survivor, background: long }
}

/** Moves what there is much of before the Contacts themselves, so that nothing is locked for long. */
export const mergeContactsLater = ({ db, holders }: { db: Kysely<DB>; holders: readonly ContactHolder[] }) =>
  job({
    name: background,
    payload: z.object({ id: z.int(), otherIds: z.array(z.int()), userId: z.int().nullable() }),
    async run({ id, otherIds, userId }) {
      const actor = (userId === null ? null : await actorOf(db, userId)) ?? { kind: 'system' as const }
      const ctx = (): Context => ({
        db,
        actor,
        now: new Date(),
        requestId: `${background}:${id}`,
        via: 'ui',
        announcer: { announce: () => undefined },
      })
      const left = await db.selectFrom('contacts').select('id').where('id', 'in', otherIds).where('merged_into', 'is', null).execute()
      const ids = left.map((row) => row.id)
      if (ids.length === 0) return
      for (const holder of holders) while ((await inTransaction(ctx(), (writing) => holder.move(writing, ids, id, atOnce))) === atOnce);
      await inTransaction(ctx(), (writing) => mergeNow(writing, { id, otherIds: ids }, holders))
    },
  })

async function mergeNow(ctx: Writing, { id, otherIds }: Wanted, holders: readonly ContactHolder[]): Promise<ContactShown> {
  const held = new Map<number, ContactShown>()
  // In the order of their numbers, so that two who merge the same Contacts at once wait for each other.
  for (const one of [id, ...otherIds].toSorted((a, b) => a - b)) held.set(one, await lockContact(ctx, one))
  const survivor = held.get(id)
  if (!survivor) throw new Error('the survivor is gone that was just locked')
  const others = otherIds.flatMap((other) => held.get(other) ?? [])
  const result = joined(survivor, others)
  const custom = await readCustom(
    ctx,
    'contact',
    {},
    await joinedCustom(
      ctx,
      'contact',
      [survivor, ...others].map((one) => one.custom),
    ),
  )
  for (const address of [...result.emails, ...result.phones].toSorted()) await lockAddress(ctx, address)
  const changes = changesBetween(flat(contactValues(survivor)), flat({ ...result, custom: custom.values }))
  await moveAddresses(ctx, id, otherIds, result)
  await ctx.db
    .updateTable('contacts')
    .set({ merged_into: id, changed_at: ctx.now, changed_by: byWhom(ctx), version: (eb) => eb('version', '+', 1) })
    .where((eb) => eb.or([eb('id', 'in', otherIds), eb('merged_into', 'in', otherIds)]))
    .execute()
  await ctx.db
    .updateTable('contacts')
    .set({
      account_id: result.accountId,
      note: result.note,
      custom: asJson(custom.values),
      custom_folded: asJson(custom.folded),
      changed_at: ctx.now,
      changed_by: byWhom(ctx),
      version: survivor.version + 1,
      ...foundBy(result),
    })
    .where('id', '=', id)
    .execute()
  for (const holder of holders) await holder.move(ctx, otherIds, id, Number.MAX_SAFE_INTEGER)
  await record(ctx, contactsMerged, { id, version: survivor.version + 1 }, { contactIds: [...otherIds], changes })
  for (const other of others)
    await record(
      ctx,
      contactMergedInto,
      { id: other.id, version: other.version + 1 },
      { contactId: id, values: flat(contactValues(other)) },
    )
  return contactById(ctx, id)
}

/** What the survivor says of itself stands; what it does not say, the first other that does. Addresses and notes come together. */
function joined(survivor: ContactShown, others: readonly ContactShown[]): ContactValues {
  const all = [survivor, ...others].map(contactValues)
  const notes = [...new Set(all.map((one) => one.note.trim()).filter((note) => note !== ''))]
  return {
    ...contactValues(survivor),
    accountId: all.find((one) => one.accountId !== null)?.accountId ?? null,
    emails: [...new Set(all.flatMap((one) => one.emails))],
    phones: [...new Set(all.flatMap((one) => one.phones))],
    note: notes.join('\n\n').slice(0, contactInput.shape.note.unwrap().maxLength ?? undefined),
  }
}

async function moveAddresses(ctx: Writing, id: number, otherIds: readonly number[], result: ContactValues) {
  await ctx.db.updateTable('contact_addresses').set({ contact_id: id }).where('contact_id', 'in', otherIds).execute()
  for (const list of [result.emails, result.phones])
    for (const [position, address] of list.entries())
      await ctx.db.updateTable('contact_addresses').set({ position }).where('contact_id', '=', id).where('address', '=', address).execute()
}

function othersOf({ id, otherIds }: Wanted): number[] {
  const others = [...new Set(otherIds)].filter((other) => other !== id)
  if (others.length === 0) throw new BadInput('A Contact is not merged with itself.', [{ field: 'otherIds', code: 'same_contact' }])
  return others
}
