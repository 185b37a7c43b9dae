/** The doors of timed activities: the heartbeat of a page, the time of a ticket, time by User and day, corrections. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, instant, line } from '#platform/shapes.ts'

const person = z.strictObject({ id: z.int(), name: z.string() })

/** A page says who it is and which tickets it has open; what it had open before and names no more is closed. */
export const beat = endpoint({
  method: 'POST',
  path: '/api/v1/time/beat',
  summary: 'What a page has open, and when it was before its reader’s eyes since it last said so; times are told backwards from now',
  access: 'tickets.read',
  input: z.object({
    page: z.uuid(),
    tickets: z
      .array(
        z.strictObject({
          id,
          /** False: its tab was closed here. */
          open: z.boolean(),
          /** Began so many milliseconds before this was sent, and lasted so many. */
          focus: z.array(z.strictObject({ ago: z.int().min(0), for: z.int().min(0) })).max(200),
        }),
      )
      .max(200),
  }),
  output: z.strictObject({
    /** `focus` and `total` in milliseconds: of this activity, and of its ticket with all corrections. `id`: the ticket asked for. */
    running: z.array(z.strictObject({ id: z.int(), activityId: z.int(), openedAt: instant, focus: z.int(), total: z.int() })),
  }),
})

const correction = z.strictObject({ id: z.int(), minutes: z.int(), reason: z.string(), at: instant, by: person })
export const timedActivity = z.strictObject({
  id: z.int(),
  user: person,
  openedAt: instant,
  /** Null: it runs. */
  closedAt: instant.nullable(),
  /** Seconds of focus time, and with its corrections. */
  focus: z.int(),
  spent: z.int(),
  corrections: z.array(correction),
  mayCorrect: z.boolean(),
})
export type TimedActivity = z.infer<typeof timedActivity>

export const ticketTime = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/time',
  summary: 'The timed activities of a ticket by User, newest first, with what they spent on it in seconds',
  access: 'tickets.read',
  input: z.object({ id }),
  output: z.strictObject({
    total: z.int(),
    users: z.array(z.strictObject({ user: person, spent: z.int() })),
    /** The last 200. */
    activities: z.array(timedActivity),
  }),
})

const day = z.iso.date()
export const timeByDay = endpoint({
  method: 'GET',
  path: '/api/v1/time',
  summary:
    'Time spent in seconds by User, day of the reader’s zone and ticket; whoever may correct time sees that of the Users they may hand tickets to',
  access: 'tickets.read',
  input: z.object({
    /** One’s own, if not given. */
    user: z.union([z.literal('all'), id]).optional(),
    from: day,
    /** The last day. */
    to: day,
  }),
  output: z.strictObject({
    zone: z.string(),
    rows: z.array(
      z.strictObject({
        user: person,
        day,
        /** Null: out of the reader’s sight, or gone. */
        ticket: z.strictObject({ id: z.int(), title: z.string() }).nullable(),
        spent: z.int(),
      }),
    ),
    totals: z.array(z.strictObject({ user: person, day, spent: z.int() })),
  }),
})

export const correctTime = endpoint({
  method: 'POST',
  path: '/api/v1/timed-activities/{id}/corrections',
  summary: 'Add minutes to a timed activity or take some off, one’s own or with the permission time.correct; it never falls below nothing',
  access: 'tickets.read',
  input: z.object({
    id,
    minutes: z
      .int()
      .min(-10_000)
      .max(10_000)
      .refine((n) => n !== 0, { params: { code: 'nothing' } }),
    reason: line(500),
  }),
  output: timedActivity,
})
