/** An export: every row of one moment, however many, written as they are read. No cell becomes a formula. */
import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import { csvLine } from '#crm/csv.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import { inSnapshot } from '#platform/server/horizon.ts'
import { Bytes } from '#platform/server/route.ts'
import type { requests, Rows } from '#runs/run.ts'
import { visible } from '#tickets/server/ticketQueries.ts'
import { listCondition } from '#views/server/lists.ts'
import { exported, type Cell, type Exported } from './exportRows.ts'
import { owner } from './runQueries.ts'

const page = 1000

type Request = z.output<(typeof requests)['export']>

/** Made anew from the beginning after a crash: a file is there whole or not at all. */
export async function exportTickets(ctx: Context, store: FileStore, runId: number, { format, columns }: Request, rows: Rows) {
  const file = await inSnapshot(ctx.db, async (trx) => {
    // It only reads, so it holds up nobody's horizon.
    await sql`set transaction read only`.execute(trx)
    const reading = { ...ctx, db: trx }
    const condition =
      'ids' in rows
        ? sql<boolean>`t.id = any(${rows.ids}::bigint[]) and t.merged_into is null and ${visible(ctx)}`
        : await listCondition(reading, rows)
    const excepted =
      'ids' in rows || rows.except.length === 0 ? condition : sql<boolean>`${condition} and t.id <> all(${rows.except}::bigint[])`
    const counted = { count: 0 }
    const out = await exported(reading, columns)
    const pages = pagesOf(reading, out, excepted, counted, runId, ctx)
    const stored = await store.put(
      format === 'xlsx'
        ? await workbook(out.heads, pages)
        : Readable.from(format === 'csv' ? csv(out.heads, pages) : json(out.keys, pages)),
    )
    return { stored, count: counted.count }
  })
  await sql`insert into blobs (hash, size, stored_at) values (${file.stored.hash}, ${file.stored.size}, ${ctx.now}) on conflict do nothing`.execute(
    ctx.db,
  )
  await sql`update runs set file_hash = ${file.stored.hash.toString('hex')}, file_size = ${file.stored.size}, total = ${file.count}, finished = ${file.count}
    where id = ${runId}`.execute(ctx.db)
}

async function* pagesOf(
  reading: Context,
  out: Exported,
  condition: RawBuilder<boolean>,
  counted: { count: number },
  runId: number,
  ctx: Context,
) {
  for (let after = 0; ;) {
    const { rows } = await out.query(after, page, condition).execute(reading.db)
    if (rows.length === 0) return
    counted.count += rows.length
    after = rows.at(-1)?.id ?? 0
    const state = await ctx.db
      .updateTable('runs')
      .set({ finished: counted.count })
      .where('id', '=', runId)
      .returning('state')
      .executeTakeFirst()
    if (state?.state !== 'running') throw new NotFound('The export was stopped.')
    yield rows.map((row) => out.cells(row))
    if (rows.length < page) return
  }
}

type Pages = AsyncIterable<Cell[][]>

async function* csv(heads: readonly string[], pages: Pages): AsyncIterable<string> {
  yield `\ufeff${csvLine(heads)}`
  for await (const rows of pages) yield rows.map((row) => csvLine(row.map((cell) => String(cell ?? '')))).join('')
}

/** By the columns' keys: two fields may have one title. */
async function* json(keys: readonly string[], pages: Pages): AsyncIterable<string> {
  yield '['
  let first = true
  for await (const rows of pages) {
    yield rows
      .map(
        (row, n) =>
          `${first && n === 0 ? '\n' : ',\n'}${JSON.stringify(Object.fromEntries(keys.map((key, at) => [key, row[at] ?? null])))}`,
      )
      .join('')
    first = false
  }
  yield '\n]\n'
}

/** Cells are values and never formulas here, whatever they begin with. The library is loaded when it is used. */
async function workbook(heads: readonly string[], pages: Pages): Promise<Readable> {
  const { default: excel } = await import('exceljs')
  const stream = new PassThrough()
  const book = new excel.stream.xlsx.WorkbookWriter({ stream, useStyles: false, useSharedStrings: false })
  const sheet = book.addWorksheet('Tickets')
  const write = async () => {
    sheet.addRow([...heads]).commit()
    for await (const rows of pages) {
      for (const row of rows) sheet.addRow(row.map((cell) => (typeof cell === 'string' ? cell.slice(0, 32_767) : cell))).commit()
      if (stream.writableNeedDrain) await once(stream, 'drain')
    }
    sheet.commit()
    await book.commit()
  }
  write().catch((error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))))
  return stream
}

const types = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Only for whoever made it. */
export async function downloadRun(ctx: Context, store: FileStore, id: number): Promise<Bytes> {
  allow(ctx, 'tickets.export')
  const { rows } = await sql<{ hash: string; size: number; format: keyof typeof types; at: string }>`
    select file_hash as hash, file_size as size, request -> 'request' ->> 'format' as format, created_at as at
    from runs where id = ${id} and user_id = ${owner(ctx)} and kind = 'export' and state = 'done' and file_hash is not null`.execute(ctx.db)
  const [file] = rows
  if (!file) throw new NotFound('There is no such file of yours, or it is no longer kept.')
  return new Bytes(store.get(Buffer.from(file.hash, 'hex')), {
    'content-type': types[file.format],
    'content-length': String(file.size),
    'content-disposition': `attachment; filename="tickets-${file.at.slice(0, 10)}-${id}.${file.format}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  })
}
