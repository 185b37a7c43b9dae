/** The doors of erasing: shown beforehand, irreversible, and with a certificate. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, instant } from '#platform/shapes.ts'

/** How many of each will be, or were, irreversibly replaced. */
const removed = z.strictObject({
  tickets: z.int(),
  activities: z.int(),
  /** Addresses of senders, recipients and participants. */
  addresses: z.int(),
  attachments: z.int(),
  /** Mails as they came. */
  mails: z.int(),
  /** Values of custom fields that are marked as personal. */
  customValues: z.int(),
  /** Entries of the history whose values go. */
  history: z.int(),
})
export type Removed = z.infer<typeof removed>

const foreseen = z.strictObject({
  ticketIds: z.array(z.int()),
  removed,
  /** Tickets in one's sight that quote its people's addresses: they are not touched. */
  elsewhere: z.array(z.strictObject({ id: z.int(), title: z.string() })),
  /** Answers that wait to be sent: they never will be. */
  unsent: z.int(),
})
const certificate = z.strictObject({
  id: z.int(),
  kind: z.enum(['ticket', 'contact']),
  title: z.string(),
  ticketIds: z.array(z.int()),
  removed,
  elsewhere: z.array(z.int()),
  at: instant,
  by: z.strictObject({ id: z.int(), name: z.string() }).nullable(),
  /** Since then no dead row of the database holds it; old backups and write-ahead logs do until they expire. */
  vacuumedAt: instant.nullable(),
})

export const foreseeAnonymising = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/anonymise',
  summary: 'What anonymising this ticket, with all that was merged into it, would irreversibly replace',
  access: 'tickets.anonymise',
  input: z.object({ id }),
  output: foreseen,
})
export const anonymise = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/{id}/anonymise',
  summary: 'Irreversibly replace names, addresses, texts, attachments, personal custom fields, mail as it came, search and history values',
  access: 'tickets.anonymise',
  input: z.object({ id }),
  output: certificate,
})
export const foreseeErasing = endpoint({
  method: 'GET',
  path: '/api/v1/contacts/{id}/erasure',
  summary: 'What erasing this Contact, with all their tickets, would irreversibly replace',
  access: 'contacts.erase',
  input: z.object({ id }),
  output: foreseen,
})
export const eraseContact = endpoint({
  method: 'POST',
  path: '/api/v1/contacts/{id}/erasure',
  summary: 'Erase a Contact: all their tickets are anonymised, and nothing of the person stays',
  access: 'contacts.erase',
  input: z.object({ id }),
  output: certificate,
})
export const exportContact = endpoint({
  method: 'GET',
  path: '/api/v1/contacts/{id}/export',
  summary: 'All that is kept of a Contact, as a JSON file: themselves, their tickets in one’s sight, and every message',
  access: 'contacts.erase',
  input: z.object({ id }),
  output: z.unknown(),
  gives: 'bytes',
})
export const listCertificates = endpoint({
  method: 'GET',
  path: '/api/v1/certificates',
  summary: 'Certificates of what was anonymised and erased, the latest first',
  access: 'audit.read',
  input: z.object({ before: id.optional() }),
  output: z.strictObject({ certificates: z.array(certificate) }),
})
