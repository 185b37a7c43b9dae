/** Writes what happened into the event list, and nothing else: history, live updates and all consequences read it from there. */
import type { z } from 'zod'
import type { Event } from '#platform/event.ts'
import type { Writing } from './context.ts'

/** One row in `events`, in the caller's transaction. `version` is the subject's after the change: it alone orders one subject's events. */
export async function record<Name extends string, P extends z.ZodObject>(
  ctx: Writing,
  event: Event<Name, P>,
  subject: { id: number; version: number },
  payload: z.input<P>,
) {
  await ctx.db
    .insertInto('events')
    .values({
      at: ctx.now,
      name: event.name,
      subject: event.subject,
      subject_id: subject.id,
      version: subject.version,
      actor_kind: ctx.actor.kind,
      actor_id: ctx.actor.kind === 'system' ? null : ctx.actor.id,
      via: ctx.via,
      request_id: ctx.requestId,
      payload: JSON.stringify(payload),
    })
    .execute()
  ctx.touched.add(`${event.subject}:${subject.id}`)
}
