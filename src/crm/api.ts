/** The doors of Contacts. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { done, id } from '#platform/shapes.ts'
import { contact, contactInput, contactRow, contactShown } from './contact.ts'
import { customerHistory, listInput, mergingInput } from './customer.ts'

export const findContacts = endpoint({
  method: 'GET',
  path: '/api/v1/contacts',
  summary: 'Contacts, each typed word of `q` beginning one of their name, addresses or numbers',
  access: 'contacts.read',
  input: z.object({ ...listInput, account: id.optional() }),
  output: z.strictObject({ contacts: z.array(contactRow), next: z.string().nullable() }),
})
export const countContacts = endpoint({
  method: 'GET',
  path: '/api/v1/contacts/count',
  summary: 'How many Contacts such a list has',
  access: 'contacts.read',
  input: z.object({ q: listInput.q, account: id.optional() }),
  output: z.strictObject({ total: z.int() }),
})
export const getContact = endpoint({
  method: 'GET',
  path: '/api/v1/contacts/{id}',
  summary: 'Read a Contact; the number of one that was merged leads to the survivor',
  access: 'contacts.read',
  input: z.object({ id }),
  output: contactShown,
})
export const createContact = endpoint({
  method: 'POST',
  path: '/api/v1/contacts',
  summary: 'Create a Contact; an address or number that someone has is refused and names them',
  access: 'contacts.create',
  input: contactInput,
  output: contactShown,
})
export const changeContact = endpoint({
  method: 'PUT',
  path: '/api/v1/contacts/{id}',
  summary: 'Change a Contact; all its values, with the version that was loaded',
  access: 'contacts.update',
  input: contactInput.safeExtend({ id, version: z.int() }),
  output: contactShown,
})
export const deleteContact = endpoint({
  method: 'DELETE',
  path: '/api/v1/contacts/{id}',
  summary: 'Delete a Contact who has no tickets',
  access: 'contacts.delete',
  input: z.object({ id }),
  output: done,
})
export const contactHistory = endpoint({
  method: 'GET',
  path: '/api/v1/contacts/{id}/history',
  summary: 'What happened to a Contact, newest first',
  access: 'contacts.read',
  ...customerHistory,
})

const reasons = ['same_name', 'same_phone', 'same_mailbox'] as const
const alike = z.strictObject({ contact: contactRow, reasons: z.array(z.enum(reasons)) })
export type Alike = z.infer<typeof alike>

export const similarContacts = endpoint({
  method: 'GET',
  path: '/api/v1/contacts/{id}/duplicates',
  summary: 'Contacts who may be the same person: same name in the same Account, same number, same mailbox but for a +tag',
  access: 'contacts.read',
  input: z.object({ id }),
  output: z.strictObject({ duplicates: z.array(alike) }),
})
export const listDuplicates = endpoint({
  method: 'GET',
  path: '/api/v1/contact-duplicates',
  summary: 'Contacts of the whole desk who may be the same person, at most 50 groups',
  access: 'contacts.read',
  input: z.object({}),
  output: z.strictObject({
    groups: z.array(z.strictObject({ reason: z.enum(reasons), contacts: z.array(contactRow) })),
    more: z.boolean(),
  }),
})

export const previewMerge = endpoint({
  method: 'POST',
  path: '/api/v1/contacts/{id}/merge-preview',
  reads: true,
  summary: 'What would move to this Contact if the others were merged into it, and what it would look like',
  access: 'contacts.update',
  input: z.object(mergingInput),
  output: z.strictObject({
    /** By kind: tickets, activities, addresses. */
    moves: z.record(z.string(), z.int()),
    result: z.strictObject({ ...contact.shape, phones: z.array(z.string()), note: z.string() }),
  }),
})
export const mergeContacts = endpoint({
  method: 'POST',
  path: '/api/v1/contacts/{id}/merge',
  summary: 'Merge other Contacts into this one; theirs becomes its, their pages lead to it',
  access: 'contacts.update',
  input: z.object(mergingInput),
  /** `background`: there is so much that it goes on by itself and is done in a few minutes. */
  output: z.strictObject({ contact: contactShown, background: z.boolean() }),
})
