/** All files of a ticket, whichever of its activities carries them: page by page, by name, or together in one archive. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { listAttachments as endpoint } from '#activities/fileApi.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { zip } from '#files/server/zip.ts'
import { zipNames } from '#files/zipNames.ts'
import { fold } from '#platform/fold.ts'
import { NotFound } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { Bytes } from '#platform/server/route.ts'
import { expectVisible } from '#tickets/server/ticketQueries.ts'

type Listed = z.input<(typeof endpoint)['output']>
interface Page {
  id: number
  q: string
  before?: string | undefined
  limit: number
}

/** Those of the newest activity first, each in its sender's order: a place that stays one while files come and go. */
export async function listAttachments(ctx: Context, { id, q, before, limit }: Page): Promise<Listed> {
  const { ids } = await expectVisible(ctx, id)
  const which = await ofTicket(ctx, ids, q)
  const [activity = null, file = null] = before?.split('.').map(Number) ?? []
  const { rows: totals } = await sql<Listed['total']>`
    select count(*)::int as count, coalesce(sum(f.size), 0)::bigint as size from attachments f where ${which}`.execute(ctx.db)
  const { rows } = await sql<Listed['files'][number]>`
    select f.id, f.name, f.media_type as "mediaType", f.size, f.inline, x.id as "activityId", x.at,
      coalesce(u.name, k.name, nullif(x.from_name, ''), x.from_address, '') as author
    from attachments f join activities x on x.id = f.activity_id
      left join users u on u.id = x.user_id left join contacts k on k.id = x.contact_id
    where ${which} and (${activity}::bigint is null or f.activity_id < ${activity} or (f.activity_id = ${activity} and f.id > ${file}))
    order by f.activity_id desc, f.id limit ${limit + 1}`.execute(ctx.db)
  const files = rows.slice(0, limit)
  const last = rows.length > limit ? files.at(-1) : undefined
  return { files, next: last ? `${last.activityId}.${last.id}` : null, total: totals[0] ?? { count: 0, size: 0 } }
}

/** Names are compared as everywhere, without accents and case. */
async function ofTicket(ctx: Context, ids: readonly number[], q: string) {
  const here = sql`f.ticket_id = any(${[...ids]}::bigint[]) and f.activity_id is not null`
  const wanted = fold(q.trim())
  if (wanted === '') return here
  const { rows } = await sql<{ id: number; name: string }>`select f.id, f.name from attachments f where ${here}`.execute(ctx.db)
  const found = rows.filter(({ name }) => fold(name).includes(wanted)).map((row) => row.id)
  return sql`${here} and f.id = any(${found}::bigint[])`
}

/** Sent as it is read, oldest first; nothing of it is made before it is asked for. */
export async function zipAttachments(ctx: Context, store: FileStore, { id, q }: { id: number; q: string }): Promise<Bytes> {
  const ticket = await expectVisible(ctx, id)
  const { rows } = await sql<{ hash: Buffer; name: string; size: number; at: string }>`
    select f.hash, f.name, f.size, x.at from attachments f join activities x on x.id = f.activity_id
    where ${await ofTicket(ctx, ticket.ids, q)} order by f.id`.execute(ctx.db)
  if (rows.length === 0) throw new NotFound('There are no such files.')
  const names = zipNames(rows.map((row) => row.name))
  const { size, body } = zip(
    rows.map((row, n) => ({ name: names[n] ?? '', size: row.size, at: new Date(row.at), open: () => store.get(row.hash) })),
  )
  return new Bytes(body, {
    'content-type': 'application/zip',
    'content-length': String(size),
    'content-disposition': `attachment; filename="ticket-${ticket.id}.zip"`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  })
}
