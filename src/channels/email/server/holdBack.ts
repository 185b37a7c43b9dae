/** Spam: mail of a blocked sender, or that the mail server marked, waits in the ledger until somebody lets it go on. */
import { sql } from 'kysely'
import type { IncomingMessage } from '#activities/incomingMessage.ts'
import { addressKey } from '#platform/emailAddress.ts'
import type { Writing } from '#platform/server/context.ts'
import { readMessageId } from './signature.ts'

export type HeldBecause = 'blocked_sender' | 'spam_flag' | 'dmarc_fail'

/** Which of the queues take it, and whether one of them may answer by itself; none, and why, where it is held back. What somebody has released goes on. */
export async function takenBy<Q extends { id: number }>(
  ctx: Writing,
  { message, queues, released, key }: { message: IncomingMessage; queues: readonly Q[]; released: boolean; key: Uint8Array },
): Promise<{ queues: readonly Q[]; because: HeldBecause | null; answers: boolean }> {
  // A bounce of our own message is no spam, whatever a filter says of what it quotes.
  const ofOurs = message.report?.about != null && readMessageId(key, message.report.about) !== null
  if (released || ofOurs) return { queues, because: null, answers: true }
  const { rows } = await sql<{ id: number; blocked: boolean; flag: boolean; dmarc: boolean; answers: boolean }>`
    select q.id, coalesce(q.inside_template_id, q.outside_template_id) is not null as answers, q.quarantine_spam_flag as flag, q.quarantine_dmarc as dmarc, exists (
      select from blocked_senders b where b.queue_id = q.id and b.address = any(${message.from.map((f) => addressKey(f.address))}::text[])) as blocked
    from email_queues q where q.id = any(${queues.map((q) => q.id)}::bigint[])`.execute(ctx.db)
  const [flagged, failed] = [isFlagged(message), failedDmarc(message)]
  const refused = new Map<number, HeldBecause>()
  for (const { id, blocked, flag, dmarc } of rows)
    if (blocked) refused.set(id, 'blocked_sender')
    else if (flagged && flag) refused.set(id, 'spam_flag')
    else if (failed && dmarc) refused.set(id, 'dmarc_fail')
  const left = queues.filter((q) => !refused.has(q.id))
  const answers = rows.some((q) => q.answers && !refused.has(q.id))
  return left.length > 0 ? { queues: left, because: null, answers } : { queues: [], because: [...refused.values()][0] ?? null, answers }
}

const headersOf = ({ headers }: IncomingMessage, name: string) => headers.filter(([key]) => key.toLowerCase() === name)

const isFlagged = (message: IncomingMessage) => headersOf(message, 'x-spam-flag').some(([, value]) => /^\s*yes\b/i.test(value))

/** Only the topmost is the mail server's own; those below it may be the sender's. */
function failedDmarc(message: IncomingMessage) {
  const [, value = ''] = headersOf(message, 'authentication-results')[0] ?? []
  return /(?:^|[;\s])dmarc\s*=\s*(?:perm)?fail\b/i.test(value.replaceAll(/\([^()]*\)/g, ' '))
}
