/** The mail ledger: a row and a reason for every message ever accepted. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { listLedger as endpoint } from '#channels/email/api.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import { seenBy, seesBin } from '#tickets/rights.ts'
import { joinShown, visible } from '#tickets/server/ticketQueries.ts'

type Page = z.input<(typeof endpoint)['output']>

/**
 * Newest first; `q` is looked for in sender, recipients, subject and Message-ID. A mail is part of the tickets that it became: whose Right
 * shows none of them is not shown the mail. One that has become none yet belongs to the Category of the queue it came to.
 */
export async function listLedger(
  ctx: Context,
  { q, before, limit }: { q: string; before?: number | undefined; limit: number },
): Promise<Page> {
  allow(ctx, 'ledger.read')
  const like = `%${q.trim().replaceAll(/[%_\\]/g, String.raw`\$&`)}%`
  const { rows } = await sql<Page['mails'][number]>`
    select m.id, m.received_at as "receivedAt", m.source, coalesce(m.from_address, nullif(m.envelope_from, '')) as "from", m.envelope_to as "to",
      m.subject, m.size, m.state, m.outcome, m.reason, m.failure,
      (select coalesce(json_agg(distinct t.id order by t.id), '[]') ${became} and ${visible(ctx)}) as tickets
    from incoming_mails m
    where ${inSight(ctx)} and ${before === undefined ? sql`true` : sql`m.id < ${before}`}
      and ${
        q.trim() === ''
          ? sql`true`
          : sql`(m.from_address ilike ${like} or m.envelope_from ilike ${like} or m.subject ilike ${like}
        or m.message_id ilike ${like} or array_to_string(m.envelope_to, ' ') ilike ${like})`
      }
    order by m.id desc limit ${limit + 1}`.execute(ctx.db)
  const mails = rows.slice(0, limit)
  return { mails, next: rows.length > limit ? (mails.at(-1)?.id ?? null) : null }
}

/** The tickets on which a mail's activities stand now, wherever they were moved to. */
const became = sql`from incoming_mail_results r join activities x on x.id = r.activity_id ${joinShown(sql`x.ticket_id`)} where r.mail_id = m.id`

/** Whether the reader may see this message of the ledger. */
export async function mailInSight(ctx: Context, id: number): Promise<boolean> {
  const { rows } = await sql`select from incoming_mails m where m.id = ${id} and ${inSight(ctx)}`.execute(ctx.db)
  return rows.length > 0
}

function inSight(ctx: Context) {
  const seen = seenBy(ctx.actor)
  if (seen === 'all' && seesBin(ctx.actor)) return sql<boolean>`true`
  if (seen === 'all') return sql<boolean>`(exists (select ${became} and ${visible(ctx)}) or not exists (select ${became}))`
  return sql<boolean>`(exists (select ${became} and ${visible(ctx)}) or (not exists (select ${became}) and exists (
    select from email_queues q where q.category_id = any(${[...seen.categories]}::bigint[]) and (q.id = m.queue_id
      or exists (select from unnest(m.envelope_to) e, unnest(array[q.address] || q.aliases) ours where lower(e) = lower(ours))))))`
}
