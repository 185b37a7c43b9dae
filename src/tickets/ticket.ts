/** The ticket: the shape that both sides know. */
import { z } from 'zod'
import { ticketChoices } from '#fields/ticketChoices.ts'
import { normaliseAddress } from '#platform/emailAddress.ts'
import type { Change, SetChange } from '#platform/field.ts'
import { id, instant, line, moment, text } from '#platform/shapes.ts'

export const states = ticketChoices.state
export const priorities = ticketChoices.priority
export type State = (typeof states)[number]
export type Priority = (typeof priorities)[number]

const named = z.strictObject({ id: z.int(), name: z.string() })
export const titleInput = line(512)
const description = text(100_000)
const address = z
  .string()
  .max(320)
  .transform((given, ctx) => {
    const normal = normaliseAddress(given)
    if (normal === null) ctx.addIssue({ code: 'custom', message: 'This is no email address.', params: { code: 'malformed_address' } })
    return normal ?? z.NEVER
  })

/** The fields a person can change, by their names in a save. Sets are unordered. */
export const changeable = z.object({
  title: titleInput,
  categoryId: id,
  priority: z.enum(priorities),
  state: z.enum(states),
  userId: id.nullable(),
  contactId: id.nullable(),
  accountId: id.nullable(),
  /** Set by hand; null is the computed one. */
  deadline: moment.nullable(),
  reopenAt: moment.nullable(),
  parentId: id.nullable(),
  statusIds: z.array(id).max(100),
  followerIds: z.array(id).max(500),
  /** Addresses of people on the ticket's mails. */
  participants: z.array(address).max(2000),
  description,
})
export type Fixed = z.infer<typeof changeable>
export type FieldName = keyof Fixed

/** A custom field by its number: `custom.12`. */
export type CustomKey = `custom.${number}`
export type FieldKey = FieldName | CustomKey
export type Changeable = Fixed & { [key: CustomKey]: unknown }
export const isCustomKey = (key: string): key is CustomKey => /^custom\.[1-9]\d{0,14}$/.test(key)
const isFieldKey = (key: string): key is FieldKey => key in changeable.shape || isCustomKey(key)
/** The fields that a save, an edit or an event speaks of. */
export const keysOf = (spoken: object): FieldKey[] => Object.keys(spoken).filter(isFieldKey)
export const customKey = (fieldId: number): CustomKey => `custom.${fieldId}`

/** `{ field: { from, to } }`: written if the value is still `from` or already `to`, otherwise a conflict with both values. */
const change = <T extends z.ZodType>(shape: T) => z.strictObject({ from: z.unknown(), to: shape })
/** Sets may also say what they add and remove; both merge by element and never conflict. */
const setChange = <T extends z.ZodType>(one: T) =>
  z.union([change(z.array(one)), z.strictObject({ add: z.array(one).default([]), remove: z.array(one).default([]) })])
const { shape } = changeable
const fixedChanges = z.object({
  title: change(shape.title).optional(),
  categoryId: change(shape.categoryId).optional(),
  priority: change(shape.priority).optional(),
  state: change(shape.state).optional(),
  userId: change(shape.userId).optional(),
  contactId: change(shape.contactId).optional(),
  accountId: change(shape.accountId).optional(),
  deadline: change(shape.deadline).optional(),
  reopenAt: change(shape.reopenAt).optional(),
  parentId: change(shape.parentId).optional(),
  statusIds: setChange(id).optional(),
  followerIds: setChange(id).optional(),
  participants: setChange(address).optional(),
  description: change(shape.description).optional(),
})
/** Each custom field is a field of its own; what its values may be, the field itself says. */
export type CustomChange = Change | SetChange
export type Changes = z.infer<typeof fixedChanges> & { [key: CustomKey]: CustomChange }
const allChanges = fixedChanges.catchall(setChange(z.unknown()).or(change(z.unknown()))).superRefine((given, ctx) => {
  for (const key of Object.keys(given))
    if (!(key in fixedChanges.shape) && !isCustomKey(key))
      ctx.addIssue({ code: 'unrecognized_keys', keys: [key], path: [], message: `There is no field ${key}.` })
})
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the refinement has made sure of the further keys
export const changes = allChanges as unknown as z.ZodType<Changes, Changes>

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
  /** Chosen for this ticket; otherwise it follows the Contact. */
  accountByHand: z.boolean(),
  /** What lists, chips and alerts go by: the hand-set one, else the computed. */
  deadlineAt: instant.nullable(),
  deadlineByHand: z.boolean(),
  computedDeadlineAt: instant.nullable(),
  dueSoonAt: instant.nullable(),
  /** Why there is no computed deadline although there is an SLA. */
  clockWarning: z.string().nullable(),
  reopenAt: instant.nullable(),
  /** Only those the reader may see. */
  parent: z.strictObject({ id: z.int(), title: z.string(), state: z.enum(states) }).nullable(),
  children: z.array(z.strictObject({ id: z.int(), title: z.string(), state: z.enum(states) })),
  statuses: z.array(z.strictObject({ id: z.int(), title: z.string(), color: z.string() })),
  /** Values of custom fields by the field's number. */
  custom: z.record(z.string(), z.unknown()),
  description: z.string(),
  participants: z.array(z.strictObject({ address: z.string(), name: z.string() })),
  followers: z.array(named),
  /** The Archived ticket that this one follows up, and the follow-ups of this one; only those the reader may see. */
  followUpOf: z.int().nullable(),
  followUps: z.array(z.int()),
  /** What was merged into it, whose activities, people and children it shows; `into` is what each was merged into first. */
  merged: z.array(z.strictObject({ id: z.int(), title: z.string(), into: z.int(), at: instant })),
  /** In the bin since when and by whom: it can be read and restored, nothing else. */
  bin: z.strictObject({ at: instant, by: z.string().nullable() }).nullable(),
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
  statuses: z.array(z.strictObject({ id: z.int(), title: z.string(), color: z.string() })),
  deadlineAt: instant.nullable(),
  deadlineByHand: z.boolean(),
  dueSoonAt: instant.nullable(),
  unread: z.boolean(),
  createdAt: instant,
  editedAt: instant,
  lastActivityAt: instant,
  /** The arrow of the last activity: in, out or internal. */
  lastDirection: z.enum(['in', 'out', 'internal']).nullable(),
  activityCount: z.int(),
  attachmentCount: z.int(),
  /** Whole minutes. */
  timeSpent: z.int(),
})
export type Row = z.infer<typeof row>
