/** What the placeholders of a Template become for one ticket, one User and one moment. */
import { sql } from 'kysely'
import { displayValue } from '#fields/displayValue.ts'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import type { Context } from '#platform/server/context.ts'
import { customPlaceholder, firstNameOf, type Facts } from '#templates/placeholders.ts'
import { NotFound } from '#platform/problem.ts'

interface Wanted {
  ticketId: number
  /** The Email queue that the text leaves by; else the one of the ticket's Category, else the one of its last mail. */
  queueId: number | null
  /** How dates and numbers are written; English where none is given. */
  language: string | null
}

interface Row {
  id: number
  title: string
  custom: Record<string, unknown>
  contact: string | null
  email: string | null
  account: string | null
  user: string | null
  zone: string | null
  queue: string | null
}

/** Whoever asks has made sure that it may be read. */
export async function templateFacts(ctx: Context, { ticketId, queueId, language }: Wanted): Promise<Facts> {
  const me = ctx.actor.kind === 'user' ? ctx.actor.id : null
  const { rows } = await sql<Row>`
    select t.id, t.title, t.custom, k.name as contact, a.name as account, u.name as "user", u.time_zone as zone, q.name as queue,
      (select ka.address from contact_addresses ka where ka.contact_id = k.id and ka.kind = 'email' order by ka.position, ka.address limit 1) as email
    from tickets t join categories c on c.id = t.category_id
      left join contacts k on k.id = t.contact_id left join accounts a on a.id = t.account_id
      left join users u on u.id = ${me}
      left join email_queues q on q.id = coalesce(${queueId}, c.default_queue_id, (
        select x.queue_id from activities x where x.ticket_id = t.id and x.queue_id is not null order by x.at desc, x.id desc limit 1))
    where t.id = ${ticketId}`.execute(ctx.db)
  const row = rows[0]
  if (!row) throw new NotFound(`There is no ticket #${ticketId}.`)
  const contact = row.contact ?? ''
  return {
    'ticket.number': String(row.id),
    'ticket.title': row.title,
    'contact.name': contact,
    'contact.firstName': firstNameOf(contact),
    'contact.email': row.email ?? '',
    'account.name': row.account ?? '',
    'user.name': row.user ?? '',
    'queue.name': row.queue ?? '',
    date: dayIn(ctx.now, language, row.zone),
    ...(await customFacts(ctx, row, language)),
  }
}

async function customFacts(ctx: Context, { custom, zone }: Row, language: string | null) {
  const { all } = await fieldsOf(ctx, 'ticket')
  const filled = all.filter((field) => custom[field.id] !== undefined && custom[field.id] !== null)
  const ids = filled.filter((field) => field.type === 'user').flatMap((field) => [custom[field.id]].flat())
  const { rows } = await sql<{ id: number; name: string }>`
    select id, name from users where id = any(${ids.filter((one) => typeof one === 'number')}::bigint[])`.execute(ctx.db)
  const names = new Map(rows.map((r) => [r.id, r.name]))
  const words = {
    // The sign needs no language.
    yes: '✓',
    no: '–',
    removedOption: (title: string) => title,
    user: (id: number) => names.get(id) ?? '',
    number: (value: number) => value.toLocaleString(language ?? 'en', { maximumFractionDigits: 20 }),
    date: (day: string) => dayIn(new Date(`${day}T12:00:00Z`), language, 'UTC'),
    moment: (at: string) => momentIn(new Date(at), language, zone),
  }
  return Object.fromEntries(filled.map((field) => [customPlaceholder(field.id), displayValue(field, custom[field.id], words)]))
}

const dayIn = (at: Date, language: string | null, zone: string | null) =>
  at.toLocaleDateString(language ?? 'en-GB', { dateStyle: 'long', timeZone: zone ?? 'UTC' })

const momentIn = (at: Date, language: string | null, zone: string | null) =>
  at.toLocaleString(language ?? 'en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: zone ?? 'UTC' })
