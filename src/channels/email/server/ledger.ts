/** The mail ledger: a row and a reason for every message ever accepted. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { listLedger as endpoint } from '#channels/email/api.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'

type Page = z.input<(typeof endpoint)['output']>

/** Newest first; `q` is looked for in sender, recipients, subject and Message-ID. The ledger is for those who run the desk: it names tickets whatever the Right. */
export async function listLedger(
  ctx: Context,
  { q, before, limit }: { q: string; before?: number | undefined; limit: number },
): Promise<Page> {
  allow(ctx, 'ledger.read')
  const like = `%${q.trim().replaceAll(/[%_\\]/g, String.raw`\$&`)}%`
  const { rows } = await sql<Page['mails'][number]>`
    select m.id, m.received_at as "receivedAt", m.source, coalesce(m.from_address, nullif(m.envelope_from, '')) as "from", m.envelope_to as "to",
      m.subject, m.size, m.state, m.outcome, m.reason, m.failure,
      (select coalesce(json_agg(distinct r.ticket_id order by r.ticket_id), '[]') from incoming_mail_results r where r.mail_id = m.id) as tickets
    from incoming_mails m
    where ${before === undefined ? sql`true` : sql`m.id < ${before}`}
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
