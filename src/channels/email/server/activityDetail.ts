/** The Detail of a message: its headers and its source as it came. */
import { sql } from 'kysely'
import type { FileStore } from '#files/server/fileStore.ts'
import { NotFound } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { joinShown, visible } from '#tickets/server/ticketQueries.ts'
import { readRaw } from './rawMail.ts'

const mostShown = 262_144

export async function activityDetail(ctx: Context, store: FileStore, { id }: { id: number }) {
  const { rows } = await sql<{ message_id: string | null; mail_id: number | null; received_at: string | null; thinned: boolean }>`
    select x.message_id, x.mail_id, m.received_at, exists (select from deleted_files d where d.activity_id = x.id) as thinned from activities x ${joinShown(sql`x.ticket_id`)}
      left join incoming_mails m on m.id = x.mail_id where x.id = ${id} and ${visible(ctx)}`.execute(ctx.db)
  const found = rows[0]
  if (!found) throw new NotFound('There is no such activity.')
  const raw = found.mail_id === null ? null : await readRaw(ctx.db, store, found.mail_id)
  const whole = raw?.subarray(0, mostShown).toString('utf8').replaceAll('\0', '\ufffd') ?? null
  const withheld = whole !== null && found.thinned && !readsLedger(ctx)
  const source = withheld ? headOf(whole) : whole
  return { headers: headersOf(source ?? ''), source, withheld, messageId: found.message_id, receivedAt: found.received_at }
}

/** The file that somebody deleted still stands in the mail as it came, which the ledger keeps. */
const readsLedger = ({ actor }: Context) => actor.kind === 'system' || (actor.kind === 'user' && actor.permissions.has('ledger.read'))

const headOf = (source: string) => source.slice(0, source.search(/\r?\n\r?\n/) + 1 || undefined)

/** Names and values as they stand in the source, continued lines joined. */
function headersOf(source: string) {
  return headOf(source)
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => {
      const colon = line.indexOf(':')
      return colon > 0 ? [{ name: line.slice(0, colon), value: line.slice(colon + 1).trim() }] : []
    })
    .slice(0, 500)
}
