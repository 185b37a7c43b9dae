/**
 * What travels over the socket at `/api/v1/live` (cookie or bearer as for any request; ids only, never text).
 * A browser says once from where on it wants to hear; after that the server tells it of every event that this User may see.
 */
import { z } from 'zod'
import type { Subject } from './event.ts'

/** First message of a browser. Without `since`, or with another timeline's, it hears from now on and should load afresh. */
export const hello = z.object({
  since: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
  timeline: z.string().max(40).optional(),
})
export type Hello = z.infer<typeof hello>

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
}
