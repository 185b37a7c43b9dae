/**
 * What travels over the socket at `/api/v1/live` (cookie or bearer as for any request; ids only, never text).
 * A browser says once from where on it wants to hear; after that the server tells it of every event that this User may see.
 */
import { z } from 'zod'
import type { Subject } from './event.ts'
import { filter } from './filter.ts'
import { id } from './shapes.ts'

/** First message of a browser. Without `since`, or with another timeline's, it hears from now on and should load afresh. */
export const hello = z.object({
  since: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
  timeline: z.string().max(40).optional(),
})
export type Hello = z.infer<typeof hello>

/** What somebody does in a ticket: has it before their eyes, has changed its form and not saved, writes an email or a comment. */
export const doings = ['viewing', 'form', 'reply', 'comment'] as const
export type Doing = (typeof doings)[number]

/**
 * What a browser may say after that, as often as it likes: whether it shows counts, which list is open, in which tickets its User is, and of which
 * tickets it wants to hear who is in them. What is left out stays as it is.
 */
export const wishes = z.object({
  counts: z.boolean().optional(),
  here: z
    .array(z.strictObject({ ticket: id, does: z.array(z.enum(doings)).min(1).max(doings.length) }))
    .max(100)
    .optional(),
  near: z.array(id).max(300).optional(),
  /** `n` is the browser's own number for this list; every answer repeats it. Null: no list is open. */
  watch: z
    .strictObject({ n: z.int().min(0), view: id, place: id.nullish(), filter: filter.nullish() })
    .nullable()
    .optional(),
})
export type Wishes = z.infer<typeof wishes>

export interface LiveEvent {
  name: string
  /** `gone`: this User may no longer see the subject; take it off the screen. */
  subject: Subject
  id: number
  /** The subject's version after the event: older news than what is shown is dropped. */
  version: number
  /** The request that caused it: one's own echo is known by it. */
  requestId: string
  actorId: number | null
  gone?: true
}

/** Every message of the server. `afresh`: what the browser holds may be stale, load it again. */
export interface LiveMessage {
  horizon: string
  timeline: string
  afresh: boolean
  events: LiveEvent[]
  /** Counts of the sidebar's places that are others now; after the wish for counts first all of them. */
  counts?: LiveCounts
  /**
   * Who came to the open list and who left it, also where only the clock moved them. `begins`: from now on all of them are told; until then, and
   * after a connection was lost, events alone say who may have moved. `many`: more than can be told, load it again.
   */
  /** Who else is in tickets that the browser asked about, each time all of them: first where somebody is, then as it changes. */
  present?: { ticket: number; people: readonly Present[] }[]
  /** This User has other notifications than before: ask for them. */
  notified?: true
  list?: { n: number; arrived: number[]; left: number[]; begins?: true; many?: true }
}

/** A User in a ticket, in however many windows; `since` they do the strongest of it. Milliseconds since 1970. */
export interface Present {
  user: number
  does: readonly Doing[]
  since: number
}

/** Exact counts at one moment: of two that speak of the same place, the one with the larger `at` holds. */
export interface LiveCounts {
  at: number
  counts: { place: number | null; view: number; count: number }[]
}
