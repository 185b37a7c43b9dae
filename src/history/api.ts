/** The doors of the History: every change of a ticket, who made it, when and through what; and the ticket as it was at any moment. */
import { z } from 'zod'
import { vias } from '#platform/actor.ts'
import { endpoint } from '#platform/endpoint.ts'
import { id, instant, moment } from '#platform/shapes.ts'
import { becauses } from '#tickets/events.ts'
import { shownEvents } from './ticketEvents.ts'

/** The activity that an entry speaks of, as far as it is still here. */
const spokenOf = z.strictObject({
  id: z.int(),
  kind: z.enum(['email', 'comment', 'system']),
  direction: z.enum(['in', 'out', 'internal']),
  /** The beginning of its text. */
  text: z.string(),
  /** Its first recipient and how many more there are. */
  to: z.string().nullable(),
  more: z.int(),
})

export const entry = z.strictObject({
  id: z.int(),
  version: z.int(),
  at: instant,
  name: z.enum(shownEvents),
  who: z.strictObject({ kind: z.string(), id: z.int().nullable(), name: z.string().nullable() }),
  via: z.enum(vias),
  /** Old and new values by field, for people already in words: names of Users, Statuses, Categories, Contacts; `title` is a custom field's. */
  changes: z.record(z.string(), z.strictObject({ from: z.string().nullable(), to: z.string().nullable(), title: z.string().optional() })),
  because: z.enum(becauses).nullable(),
  /** The other tickets it speaks of: `#1024`, or `#…` for those out of the reader’s sight. */
  tickets: z.array(z.string()),
  activity: spokenOf.nullable(),
  /** The file that it speaks of, as far as its activity is still here. */
  file: z.strictObject({ name: z.string(), size: z.int() }).nullable(),
})
export type Entry = z.infer<typeof entry>

const cursor = id.optional()
export const listHistory = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/history',
  summary: 'What happened to a ticket, newest first',
  access: 'tickets.read',
  input: z.object({
    id,
    /** Entries older than this one, or newer than this one, or those around it. */
    before: cursor,
    after: cursor,
    around: cursor,
    /** With the activities between the changes. */
    activities: z.enum(['yes', 'no']).default('yes'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.strictObject({
    entries: z.array(entry),
    /** The `before` of the next older page, the `after` of the next newer one. */
    next: z.int().nullable(),
    newer: z.int().nullable(),
    /** Changes there are in all, and by how many people; not said again with further pages. */
    total: z.strictObject({ changes: z.int(), people: z.int() }).nullable(),
  }),
})

/** A value as it was, and in words: one per element of a set. */
const was = z.strictObject({ value: z.unknown(), said: z.array(z.string()) })
export const past = z.strictObject({
  id: z.int(),
  version: z.int(),
  at: instant,
  /** What happened last until then. */
  entry,
  /** Every field by its name in a save. A parent out of sight is `#…`, and null. */
  values: z.record(z.string(), was),
  statuses: z.array(z.strictObject({ id: z.int(), title: z.string(), color: z.string() })),
  /** What the clock said then. */
  computedDeadline: instant.nullable(),
  /** What the changed fields had before, to be put back. */
  before: z.record(z.string(), was),
  /** The changes next to it. */
  previous: z.int().nullable(),
  next: z.int().nullable(),
})
export type Past = z.infer<typeof past>

export const ticketAt = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/at',
  summary: 'A ticket as it was: after one entry of its history (event), or at a moment (at)',
  access: 'tickets.read',
  input: z.object({ id, event: id.optional(), at: moment.optional() }),
  output: past,
})
