/** The feed's doors. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { done, id, instant, text } from '#platform/shapes.ts'
import { seen } from '#tickets/seen.ts'
import { changeable, changes, states, ticket, titleInput } from '#tickets/ticket.ts'
import { activity, attachment, emailInput, proposal } from './activity.ts'

export const listActivities = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/activities',
  summary: 'Activities of a ticket, newest first, 50 a page; `before` is the cursor that the page before gave',
  access: 'tickets.read',
  input: z.object({ id, before: z.string().max(60).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.strictObject({ activities: z.array(activity), next: z.string().nullable() }),
})
export const getActivity = endpoint({
  method: 'GET',
  path: '/api/v1/activities/{id}',
  summary: 'One activity',
  access: 'tickets.read',
  input: z.object({ id }),
  output: activity,
})
export const getActivityDetail = endpoint({
  method: 'GET',
  path: '/api/v1/activities/{id}/detail',
  summary: 'Headers, raw source and delivery of one activity',
  access: 'tickets.read',
  input: z.object({ id }),
  output: z.strictObject({
    headers: z.array(z.strictObject({ name: z.string(), value: z.string() })),
    /** The first 256 kB of the source as it came; the rest by download. */
    source: z.string().nullable(),
    /** Of the source only the headers are shown: a file of it was deleted, and the rest is for who may read the mail ledger. */
    withheld: z.boolean(),
    messageId: z.string().nullable(),
    receivedAt: instant.nullable(),
  }),
})
export const proposeEmail = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/proposal',
  summary: 'Recipients, sender, subject and quote of a new email, an answer (`reply`, `all`) or a `forward`',
  access: 'tickets.update',
  input: z.object({ id, kind: z.enum(['new', 'reply', 'all', 'forward']), activityId: id.optional() }),
  output: proposal,
})
export const listSenders = endpoint({
  method: 'GET',
  path: '/api/v1/senders',
  summary: 'Active Email queues of one’s Right with the addresses that a new email may come from',
  access: 'tickets.update',
  input: z.object({}),
  output: z.strictObject({
    queues: z.array(z.strictObject({ id: z.int(), name: z.string(), categoryId: z.int(), addresses: z.array(z.string()) })),
  }),
})
export const sendEmail = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/{id}/emails',
  summary:
    'Send an email from a ticket, with unsaved form changes and the state to set; if a rule refuses, nothing leaves. `seen`: 409 `came_since` with what came of others since that version',
  access: 'tickets.update',
  input: emailInput.extend({ id, changes: changes.optional(), setState: z.enum(states).optional(), seen: seen.optional() }),
  output: z.strictObject({ activity, ticket }),
  limit: 6_000_000,
})
export const mentionable = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/mentionable',
  summary: 'Users who see this ticket and whom one may name in a comment',
  access: 'activities.comment',
  input: z.object({ id }),
  output: z.strictObject({ users: z.array(z.strictObject({ id: z.int(), name: z.string() })) }),
})
export const addComment = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/{id}/comments',
  summary: 'Add an internal comment, which no customer ever sees',
  access: 'activities.comment',
  input: z.object({
    id,
    text: text(200_000),
    attachmentIds: z.array(id).max(100).default([]),
    /** Users who are named in it and may see the ticket: they are told once. */
    mentionIds: z.array(id).max(50).default([]),
    /** The activity of this ticket that it speaks of. */
    aboutId: id.nullable().default(null),
    sendKey: z.uuid(),
  }),
  output: z.strictObject({ activity, ticket }),
})
export const editComment = endpoint({
  method: 'PUT',
  path: '/api/v1/activities/{id}/comment',
  summary: 'Edit one’s own comment; what it said before is kept',
  access: 'activities.comment',
  input: z.object({
    id,
    text: text(200_000),
    /** Its `editedAt` as one saw it. */
    seen: instant.nullable(),
    mentionIds: z.array(id).max(50).default([]),
  }),
  output: activity,
})
export const withdrawComment = endpoint({
  method: 'DELETE',
  path: '/api/v1/activities/{id}/comment',
  summary: 'Withdraw one’s own comment: its text leaves the feed and stays in the History',
  access: 'activities.comment',
  input: z.object({ id }),
  output: activity,
})
export const commentVersions = endpoint({
  method: 'GET',
  path: '/api/v1/activities/{id}/versions',
  summary: 'What an edited or withdrawn comment said before, oldest first',
  access: 'tickets.read',
  input: z.object({ id }),
  output: z.strictObject({ versions: z.array(z.strictObject({ text: z.string(), until: instant })) }),
})
export const getReading = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/reading',
  summary: 'Up to which activity one has read a ticket, where what came since begins, and how much it is; others’ only',
  access: 'tickets.read',
  input: z.object({ id }),
  output: z.strictObject({ upTo: z.int().nullable(), first: z.int().nullable(), count: z.int() }),
})
export const setReading = endpoint({
  method: 'PUT',
  path: '/api/v1/tickets/{id}/reading',
  summary: 'An activity was before one’s eyes; an older one than before changes nothing',
  access: 'tickets.read',
  input: z.object({ id, activityId: id }),
  output: done,
})
export const moveActivity = endpoint({
  method: 'POST',
  path: '/api/v1/activities/{id}/move',
  summary: 'Move an activity to another ticket; mail that refers to it goes there from then on',
  access: 'activities.move',
  input: z.object({ id, ticketId: id }),
  output: activity,
})
export const splitTicket = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/{id}/split',
  summary: 'Split activities from a ticket: the answer is the new ticket that they make, with the same Category, Priority and Contact',
  access: 'activities.move',
  input: z.object({ id, activityIds: z.array(id).min(1).max(5000), title: titleInput.optional() }),
  output: ticket,
})
export const retryDelivery = endpoint({
  method: 'POST',
  path: '/api/v1/activities/{id}/retry',
  summary: 'Try the failed recipients of an outgoing message again',
  access: 'tickets.update',
  input: z.object({ id }),
  output: activity,
})
/** New tickets by hand begin with a first email or a comment, so this door stands here. */
export const createTicket = endpoint({
  method: 'POST',
  path: '/api/v1/tickets',
  summary:
    'Create a ticket by hand, with a first outgoing email or a comment; a child begins with its parent’s Contact, Account, Category and Priority',
  access: 'tickets.create',
  input: z.object({
    ...changeable.partial().shape,
    title: titleInput,
    /** By the field's number. */
    custom: z.record(z.string().regex(/^[1-9]\d{0,14}$/), z.unknown()).default({}),
    email: emailInput.optional(),
    comment: z.object({ text: text(200_000), attachmentIds: z.array(id).max(100).default([]), sendKey: z.uuid() }).optional(),
  }),
  output: ticket,
})
export const uploadAttachment = endpoint({
  method: 'POST',
  path: '/api/v1/attachments',
  summary: 'Upload a file, its bytes being the body; it is pending until a message with its id is sent',
  access: 'tickets.update',
  takes: 'bytes',
  limit: 50 * 1024 * 1024,
  input: z.object({ name: text(255) }),
  output: attachment,
})
export const downloadAttachment = endpoint({
  method: 'GET',
  path: '/api/v1/attachments/{id}',
  summary: 'Download an attachment',
  access: 'tickets.read',
  gives: 'bytes',
  input: z.object({ id }),
  output: z.unknown(),
})
export const showAttachment = endpoint({
  method: 'GET',
  path: '/api/v1/attachments/{id}/inline',
  summary: 'A picture, PDF, sound or film, to be shown in place; what could run is not shown. Takes one range of bytes',
  access: 'tickets.read',
  gives: 'bytes',
  input: z.object({ id }),
  output: z.unknown(),
})
export const getBody = endpoint({
  method: 'GET',
  path: '/api/v1/activities/{id}/body',
  summary: 'The HTML of a message, sanitised, with quotes marked; remote images are left out until asked for',
  access: 'tickets.read',
  input: z.object({ id, images: z.enum(['0', '1']).default('0') }),
  output: z.strictObject({ html: z.string(), blockedImages: z.int() }),
})
export const showRemoteImage = endpoint({
  method: 'GET',
  path: '/api/v1/activities/{id}/images/{n}',
  summary: 'The n-th image (from 0) that a message takes from another server, fetched in the reader’s place',
  access: 'tickets.read',
  gives: 'bytes',
  input: z.object({ id, n: z.coerce.number().int().min(0).max(10_000) }),
  output: z.unknown(),
})
