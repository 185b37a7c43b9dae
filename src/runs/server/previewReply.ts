/** A reply to many tickets before it is sent: who gets it, who not and why, and how it reads on one of them. */
import { sql } from 'kysely'
import type { z } from 'zod'
import { reachable, written } from '#channels/email/server/proposeReply.ts'
import { withQueueSignature } from '#channels/email/server/queueSignature.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import type * as api from '#runs/api.ts'
import { needs } from '#runs/run.ts'
import { visible } from '#tickets/server/ticketQueries.ts'
import { listCondition } from '#views/server/lists.ts'
import { emailFor } from './messageRows.ts'

type Asked = z.output<(typeof api.previewReply)['input']>
type Preview = z.input<(typeof api.previewReply)['output']>
interface Ticket {
  id: number
  title: string
  undelivered: boolean
  bin: boolean
}

/** Nobody should wait for the numbers of more. */
const most = 5000
const named = 50

export async function previewReply(ctx: Context, { request, rows, ticketId }: Asked): Promise<Preview> {
  for (const permission of needs.reply) allow(ctx, permission)
  const condition =
    'ids' in rows
      ? sql<boolean>`t.id = any(${rows.ids}::bigint[]) and t.survivor_id is null and ${visible(ctx)}`
      : sql<boolean>`${await listCondition(ctx, rows)} and t.id <> all(${rows.except}::bigint[])`
  const { rows: counted } = await sql<{ n: number }>`select count(*) as n from tickets t where ${condition}`.execute(ctx.db)
  const { rows: tickets } = await sql<Ticket>`select t.id, t.title, t.undelivered, t.deleted_at is not null as bin from tickets t
    where ${condition} order by t.last_activity_at desc, t.id desc limit ${most}`.execute(ctx.db)
  const { hasQueue, ids } = await reachable(
    ctx,
    tickets.map(({ id }) => id),
    request.all,
  )
  const why = ({ id, bin, undelivered }: Ticket): Preview['reasons'][number]['code'] | null =>
    bin ? 'in_bin' : !hasQueue ? 'no_queue' : undelivered && !request.evenUndelivered ? 'undelivered' : ids.has(id) ? null : 'no_address'
  const reasons = new Map<string, Preview['reasons'][number]>()
  const gets: Ticket[] = []
  for (const ticket of tickets) {
    const code = why(ticket)
    if (code === null) gets.push(ticket)
    // One that gets it in spite of what is known of it is named too.
    const told = code ?? (ticket.undelivered ? 'undelivered' : null)
    if (told === null) continue
    const reason = reasons.get(told) ?? { code: told, count: 0, tickets: [] }
    reason.count++
    if (reason.tickets.length < named) reason.tickets.push({ id: ticket.id, title: ticket.title })
    reasons.set(told, reason)
  }
  const shown = gets.find(({ id }) => id === ticketId) ?? gets[0]
  return {
    total: counted[0]?.n ?? 0,
    looked: tickets.length,
    gets: gets.length,
    reasons: [...reasons.values()],
    tickets: gets.slice(0, named).map(({ id, title }) => ({ id, title })),
    shown: shown ? await read(ctx, shown, request) : null,
  }
}

async function read(ctx: Context, { id, title }: Ticket, request: Asked['request']): Promise<Preview['shown']> {
  const email = await emailFor(ctx, id, request)
  return {
    id,
    title,
    from: email.from,
    to: [...email.to, ...email.cc].map(written),
    subject: email.subject,
    html: await withQueueSignature(ctx, email, id),
  }
}
