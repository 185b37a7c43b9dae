/** The refused rows of a file as they came, each with the reason: a file to mend and to import again. */
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { csvLine } from '#crm/csv.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { NotFound } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { Bytes } from '#platform/server/route.ts'
import { getTicketImport, importOf } from './imports.ts'
import { rowsOf, type FileReading } from './readFile.ts'

const page = 1000

export async function importProblems(ctx: Context, store: FileStore, { id }: { id: number }): Promise<Bytes> {
  const { check, run, fileName } = await getTicketImport(ctx, { id })
  const file = await importOf(ctx.db, id)
  const told = run && run.id > (check?.id ?? 0) ? run : check
  if (!file?.reading.hash || !told) throw new NotFound('There is nothing to say of this file, or it is no longer kept.')
  const name = `refused rows of ${fileName.replace(/\.\w+$/, '')}`.replaceAll(/[^\w .-]/g, '_')
  return new Bytes(Readable.from(lines(ctx, store, { ...file.reading, hash: file.reading.hash }, told.id)), {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.csv"`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
}

interface Refused {
  n: number
  why: string
}

async function* lines(ctx: Context, store: FileStore, reading: FileReading, runId: number): AsyncGenerator<string> {
  const refused = refusedRows(ctx, runId)
  let next = await refused.next()
  let n = -1
  for await (const cells of rowsOf(store, reading)) {
    n++
    if (n === 0) yield `\ufeff${csvLine([...cells, 'Row', 'Refused because'])}`
    else if (!next.done && next.value.n === n) {
      yield csvLine([...cells, String(n), next.value.why])
      next = await refused.next()
    }
    if (next.done) break
  }
}

async function* refusedRows({ db }: Context, runId: number): AsyncGenerator<Refused, undefined> {
  for (let after = 0; ;) {
    const { rows } = await sql<{ n: number; detail: { field: string; code: string; details?: { name?: string } }[] | null }>`
      select n, detail from run_rows where run_id = ${runId} and n > ${after} and outcome in ('refused', 'skipped') order by n limit ${page}`.execute(
      db,
    )
    for (const { n, detail } of rows)
      yield {
        n,
        why: (detail ?? [])
          .map(({ field, code, details }) => `${field}: ${code}${details?.name === undefined ? '' : ` (${details.name})`}`)
          .join('; '),
      }
    if (rows.length < page) return undefined
    after = rows.at(-1)?.n ?? 0
  }
}
