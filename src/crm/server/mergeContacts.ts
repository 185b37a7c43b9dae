/** Merging Contacts: one survives with everything of the others, and their numbers lead to it. */
import type { ContactShown, ContactValues } from '#crm/contact.ts'
import { longestNote } from '#crm/customer.ts'
import { contactMergedInto, contactsMerged } from '#crm/events.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { lockAddress } from './contactAddresses.ts'
import { contactById } from './contactQueries.ts'
import type { CustomerHolder } from './customerHolder.ts'
import { asJson, changesBetween, flat, joinedCustom, readCustom } from './customValues.ts'
import { customerMerging, joinedNotes, movesOf, othersOf, type Merging } from './mergeCustomers.ts'
import { byWhom, contactValues, foundBy, lockContact } from './saveContact.ts'

const merging = customerMerging({ background: 'merge_contacts', table: 'contacts', lock: lockContact, byId: contactById, join })
export const mergeContactsLater = merging.later

/** What would move, as far as this reader may see it, and what the survivor would look like. */
export async function previewMerge(ctx: Context, wanted: Merging, holders: readonly CustomerHolder[]) {
  allow(ctx, 'contacts.update')
  const survivor = await contactById(ctx, wanted.id)
  const others = await Promise.all(othersOf(wanted).map((id) => contactById(ctx, id)))
  const { name, emails, phones, note } = joined(survivor, others)
  const account = survivor.account ?? others.find((one) => one.account)?.account ?? null
  const addresses = others.reduce((n, one) => n + one.emails.length + one.phones.length, 0)
  const ids = others.map((one) => one.id)
  return { moves: { ...(await movesOf(ctx, ids, holders)), addresses }, result: { id: survivor.id, name, emails, phones, account, note } }
}

export async function mergeContacts(ctx: Context, wanted: Merging, holders: readonly CustomerHolder[]) {
  allow(ctx, 'contacts.update')
  const { survivor, background } = await merging.merge(ctx, wanted, holders)
  return { contact: survivor, background }
}

async function join(ctx: Writing, survivor: ContactShown, others: readonly ContactShown[]) {
  const { id } = survivor
  const otherIds = others.map((one) => one.id)
  const result = joined(survivor, others)
  const kept = [survivor, ...others].map((one) => one.custom)
  const custom = await readCustom(ctx, 'contact', {}, await joinedCustom(ctx, 'contact', kept))
  for (const address of [...result.emails, ...result.phones].toSorted()) await lockAddress(ctx, address)
  const changes = changesBetween(flat(contactValues(survivor)), flat({ ...result, custom: custom.values }))
  await moveAddresses(ctx, id, otherIds, result)
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
  await record(ctx, contactsMerged, { id, version: survivor.version + 1 }, { contactIds: otherIds, changes })
  for (const other of others)
    await record(
      ctx,
      contactMergedInto,
      { id: other.id, version: other.version + 1 },
      { contactId: id, values: flat(contactValues(other)) },
    )
}

/** What the survivor says of itself stands; what it does not say, the first other that does. Addresses and notes come together. */
function joined(survivor: ContactShown, others: readonly ContactShown[]): ContactValues {
  const all = [survivor, ...others].map(contactValues)
  return {
    ...contactValues(survivor),
    accountId: all.find((one) => one.accountId !== null)?.accountId ?? null,
    emails: [...new Set(all.flatMap((one) => one.emails))],
    phones: [...new Set(all.flatMap((one) => one.phones))],
    note: joinedNotes(
      all.map((one) => one.note),
      longestNote,
    ),
  }
}

async function moveAddresses(ctx: Writing, id: number, otherIds: readonly number[], result: ContactValues) {
  await ctx.db.updateTable('contact_addresses').set({ contact_id: id }).where('contact_id', 'in', otherIds).execute()
  for (const list of [result.emails, result.phones])
    for (const [position, address] of list.entries())
      await ctx.db.updateTable('contact_addresses').set({ position }).where('contact_id', '=', id).where('address', '=', address).execute()
}
