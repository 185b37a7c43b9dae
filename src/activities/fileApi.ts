/** The doors of a ticket's Attachments: all its files, looked into, taken away together, deleted. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, instant, text } from '#platform/shapes.ts'
import { activity, address, attachment } from './activity.ts'
import { calendarEvent } from './calendar.ts'

/** Of an activity and one of its files. */
const place = z.string().regex(/^\d{1,15}\.\d{1,15}$/)
const named = text(200).default('')

export const ticketFile = attachment.extend({ activityId: z.int(), at: instant, author: z.string() })
export type TicketFile = z.infer<typeof ticketFile>

export const listAttachments = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/attachments',
  summary:
    'The files of all a ticket’s activities, newest first; `q`: those whose names have these letters, `before`: the last one already known',
  access: 'tickets.read',
  input: z.object({ id, q: named, before: place.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.strictObject({
    files: z.array(ticketFile),
    next: z.string().nullable(),
    /** Of all pages; sizes in bytes. */
    total: z.strictObject({ count: z.int(), size: z.int() }),
  }),
})
export const zipAttachments = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/attachments/zip',
  summary: 'The files of a ticket, or those whose names have the letters of `q`, in one ZIP archive',
  access: 'tickets.read',
  gives: 'bytes',
  input: z.object({ id, q: named }),
  output: z.unknown(),
})
export const readAttachment = endpoint({
  method: 'GET',
  path: '/api/v1/attachments/{id}/text',
  summary: 'The beginning of a text file, and the encoding that it was read as',
  access: 'tickets.read',
  input: z.object({ id }),
  output: z.strictObject({
    text: z.string(),
    encoding: z.string(),
    /** There is more of it. */
    cut: z.boolean(),
  }),
})
export const readCalendarFile = endpoint({
  method: 'GET',
  path: '/api/v1/attachments/{id}/calendar',
  summary: 'What an invitation of a calendar program says: events with their times as moments',
  access: 'tickets.read',
  input: z.object({ id }),
  output: z.strictObject({ events: z.array(calendarEvent) }),
})

/** Which message within the message: numbers of files, `2.0` is the first file of the third one. */
const inner = z.string().regex(/^(?:\d{1,4}(?:\.\d{1,4}){0,8})?$/)

export const letter = z.strictObject({
  subject: z.string(),
  from: z.array(address),
  to: z.array(address),
  cc: z.array(address),
  sentAt: instant.nullable(),
  text: z.string(),
  /** Sanitised, without images of other servers. */
  html: z.string().nullable(),
  blockedImages: z.int(),
  /** `path`: by which it is had, and by which it opens where it is a `letter` itself. */
  files: z.array(
    z.strictObject({ path: z.string(), name: z.string(), mediaType: z.string(), size: z.int(), inline: z.boolean(), letter: z.boolean() }),
  ),
})
export type Letter = z.infer<typeof letter>

export const readLetter = endpoint({
  method: 'GET',
  path: '/api/v1/attachments/{id}/letter',
  summary: 'An attached message, opened; `path` leads to one within it',
  access: 'tickets.read',
  input: z.object({ id, path: inner.default('') }),
  output: letter,
})
export const downloadFromLetter = endpoint({
  method: 'GET',
  path: '/api/v1/attachments/{id}/letter/file',
  summary: 'Download a file of an attached message',
  access: 'tickets.read',
  gives: 'bytes',
  input: z.object({ id, path: inner }),
  output: z.unknown(),
})
export const deleteAttachment = endpoint({
  method: 'DELETE',
  path: '/api/v1/attachments/{id}',
  summary: 'Delete a file of a ticket for good; its name, its size and who did it stay. The answer is the activity that had it',
  access: 'attachments.delete',
  input: z.object({ id }),
  output: activity,
})
