/** Writes what happened into the event list, and nothing else: history, live updates and all consequences read it from there. */
import { sql } from 'kysely'
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

/** Many of one kind in one statement. */
export async function recordAll<Name extends string, P extends z.ZodObject>(
  ctx: Writing,
  event: Event<Name, P>,
  all: readonly { subject: { id: number; version: number }; payload: z.input<P> }[],
) {
  if (all.length === 0) return
  await sql`insert into events (at, name, subject, subject_id, version, actor_kind, actor_id, via, request_id, payload)
    select ${ctx.now}, ${event.name}, ${event.subject}, e.id, e.version, ${ctx.actor.kind}, ${ctx.actor.kind === 'system' ? null : ctx.actor.id}::bigint,
      ${ctx.via}, ${ctx.requestId}, e.payload
    from unnest(${all.map(({ subject }) => subject.id)}::bigint[], ${all.map(({ subject }) => subject.version)}::int[],
      ${all.map(({ payload }) => JSON.stringify(payload))}::jsonb[]) as e (id, version, payload)`.execute(ctx.db)
  for (const { subject } of all) ctx.touched.add(`${event.subject}:${subject.id}`)
}
