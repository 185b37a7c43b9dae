/** What somebody had before them when they began to write or to close, and what came since: for the send gate. */
import { z } from 'zod'
import { id, instant } from '#platform/shapes.ts'

/** A ticket at one of its versions. */
export const seen = z.object({ ticketId: id, version: z.int().min(0) })
export type Seen = z.infer<typeof seen>

export const cameSince = z.strictObject({
  /** Going on with this as `seen` passes. */
  seen: z.strictObject(seen.shape),
  activities: z.array(
    z.strictObject({
      id: z.int(),
      kind: z.enum(['email', 'comment', 'system']),
      direction: z.enum(['in', 'out', 'internal']),
      at: instant,
      by: z.string(),
      text: z.string(),
    }),
  ),
  /** Tickets that were merged with this one. */
  merged: z.array(z.int()),
})
export type CameSince = z.infer<typeof cameSince>
