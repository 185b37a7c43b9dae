/** The ticket: the shape that both sides know. */
import { z } from 'zod'
import { id, instant, line, text } from '#platform/shapes.ts'

export const states = ['open', 'waiting', 'closed', 'archived'] as const
export const priorities = ['low', 'medium', 'high'] as const
export type State = (typeof states)[number]
export type Priority = (typeof priorities)[number]

const named = z.strictObject({ id: z.int(), name: z.string() })
export const titleInput = line(512)
const description = text(100_000)

/** The fields a person can change, by their names in a save. */
export const changeable = z.object({
  title: titleInput,
  categoryId: id,
  priority: z.enum(priorities),
  state: z.enum(states),
  userId: id.nullable(),
  contactId: id.nullable(),
  description,
})
export type Changeable = z.infer<typeof changeable>
export type FieldName = keyof Changeable

/** `{ field: { from, to } }`: written if the value is still `from` or already `to`, otherwise a conflict with both values. */
const change = <T extends z.ZodType>(shape: T) => z.object({ from: z.unknown(), to: shape }).optional()
export const changes = z.strictObject({
  title: change(titleInput),
  categoryId: change(id),
  priority: change(z.enum(priorities)),
  state: change(z.enum(states)),
  userId: change(id.nullable()),
  contactId: change(id.nullable()),
  description: change(description),
})
export type Changes = z.infer<typeof changes>

/** A ticket as its form and header show it. */
export const ticket = z.strictObject({
  id: z.int(),
  version: z.int(),
  title: z.string(),
  category: named,
  priority: z.enum(priorities),
  state: z.enum(states),
  user: named.nullable(),
  contact: z.strictObject({ id: z.int(), name: z.string(), emails: z.array(z.string()) }).nullable(),
  account: named.nullable(),
  description: z.string(),
  participants: z.array(z.strictObject({ address: z.string(), name: z.string() })),
  followers: z.array(named),
  /** The Archived ticket that this one follows up, and the follow-ups of this one; only those the reader may see. */
  followUpOf: z.int().nullable(),
  followUps: z.array(z.int()),
  origin: z.string(),
  createdAt: instant,
  editedAt: instant,
  closedAt: instant.nullable(),
  firstAnswerAt: instant.nullable(),
  lastActivityAt: instant,
  unread: z.boolean(),
  activityCount: z.int(),
  attachmentCount: z.int(),
})
export type Ticket = z.infer<typeof ticket>

/** A row of the ticket list. */
export const row = z.strictObject({
  id: z.int(),
  version: z.int(),
  title: z.string(),
  snippet: z.string(),
  priority: z.enum(priorities),
  state: z.enum(states),
  category: named,
  user: named.nullable(),
  contact: named.nullable(),
  account: named.nullable(),
  unread: z.boolean(),
  createdAt: instant,
  editedAt: instant,
  lastActivityAt: instant,
  /** The arrow of the last activity: in, out or internal. */
  lastDirection: z.enum(['in', 'out', 'internal']).nullable(),
  activityCount: z.int(),
  attachmentCount: z.int(),
})
export type Row = z.infer<typeof row>
