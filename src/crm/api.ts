/** The doors of Contacts that a ticket needs: finding one, making one. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { line, text } from '#platform/shapes.ts'
import { contact } from './contact.ts'

export const findContacts = endpoint({
  method: 'GET',
  path: '/api/v1/contacts',
  summary: 'Contacts whose name or address begins with these words, at most 20',
  access: 'contacts.read',
  input: z.object({ q: text(200).default('') }),
  output: z.strictObject({ contacts: z.array(contact) }),
})
export const createContact = endpoint({
  method: 'POST',
  path: '/api/v1/contacts',
  summary: 'Create a Contact, or return the one who has this address',
  access: 'contacts.create',
  input: z.object({ name: line(200), email: z.string().max(254) }),
  output: contact,
})
