/** Imports of Contacts: the uploaded file with what is known of it, started as a rehearsal or for good. One sees one's own. */
import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { z } from 'zod'
import { csvLine, delimiterOf, readCsv, type Delimiter } from '#crm/csv.ts'
import { guessColumns } from '#crm/importColumns.ts'
import type { changeImport as changeEndpoint, ContactImport, Encoding } from '#crm/importApi.ts'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import { BadInput, NotFound, RuleBroken } from '#platform/problem.ts'
import { allow, userOf } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { addJob } from '#platform/server/jobs.ts'
import { Bytes, type Exchange } from '#platform/server/route.ts'
import { decoded, encodingOf } from './decodeCsv.ts'

export const importJob = 'import_contacts'
const shownRows = 5
const sampleBytes = 64 * 1024
const keptDays = 30

export async function uploadImport(ctx: Context, { fileName }: { fileName: string }, { bytes: body }: Exchange): Promise<ContactImport> {
  allowed(ctx)
  const bytes = await buffer(body ?? Readable.from([]))
  const encoding = encodingOf(bytes)
  const text = decoded(bytes, encoding)
  const delimiter = delimiterOf(text)
  const id = await inTransaction(ctx, async (writing) => {
    await sql`delete from contact_imports where created_at < ${new Date(ctx.now.getTime() - keptDays * 86_400_000)}`.execute(writing.db)
    const row = await writing.db
      .insertInto('contact_imports')
      .values({
        file_name: fileName.replaceAll('\0', '').slice(0, 300),
        bytes,
        encoding,
        delimiter,
        columns: JSON.stringify(await guessed(writing, text, delimiter)),
        total: rowsIn(text, delimiter),
        created_at: ctx.now,
        created_by: userOf(ctx).id,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return row.id
  })
  return getImport(ctx, { id })
}

export async function getImport(ctx: Context, { id }: { id: number }): Promise<ContactImport> {
  allowed(ctx)
  const { rows } = await sql<Omit<ContactImport, 'head' | 'sample'> & { bytes: Buffer }>`
    select id, file_name as "fileName", encoding, delimiter, columns, state, total, done, created, changed, unchanged, failed,
      created_at as "createdAt", substring(bytes from 1 for ${sampleBytes}) as bytes,
      (select coalesce(json_agg(json_build_object('row', p.row, 'field', p.field, 'code', p.code) order by p.row), '[]') from
        (select row, field, code from contact_import_problems where import_id = i.id order by row limit 20) p) as problems
    from contact_imports i where id = ${id} and created_by = ${userOf(ctx).id}`.execute(ctx.db)
  const found = rows[0]
  if (!found) throw new NotFound(`There is no import with the number ${id}.`)
  const { bytes, ...rest } = found
  const [head = [], ...sample] = firstRows(decoded(bytes, rest.encoding), rest.delimiter, shownRows + 1)
  return { ...rest, head, sample }
}

/** Another encoding or delimiter makes other columns, which are guessed again. */
export async function changeImport(ctx: Context, wanted: z.output<typeof changeEndpoint.input>): Promise<ContactImport> {
  allowed(ctx)
  await inTransaction(ctx, async (writing) => {
    const held = await lockImport(writing, wanted.id)
    const text = decoded(held.bytes, wanted.encoding)
    const same = held.encoding === wanted.encoding && held.delimiter === wanted.delimiter
    const columns = same && wanted.columns ? wanted.columns : await guessed(writing, text, wanted.delimiter)
    await writing.db
      .updateTable('contact_imports')
      .set({
        encoding: wanted.encoding,
        delimiter: wanted.delimiter,
        columns: JSON.stringify(columns),
        state: 'uploaded',
        total: rowsIn(text, wanted.delimiter),
        ...nothingDone,
      })
      .where('id', '=', wanted.id)
      .execute()
    await writing.db.deleteFrom('contact_import_problems').where('import_id', '=', wanted.id).execute()
  })
  return getImport(ctx, wanted)
}

/** Begins the rehearsal, or the import itself; both go on as a job. */
export async function beginImport(ctx: Context, { id }: { id: number }, state: 'checking' | 'importing'): Promise<ContactImport> {
  allowed(ctx)
  await inTransaction(ctx, async (writing) => {
    const held = await lockImport(writing, id)
    const columns = (await getImport(writing, { id })).columns
    if (!columns.includes('email') && !columns.includes('phone'))
      throw new BadInput('A column with addresses or numbers is needed: by them a Contact is known.', [
        { field: 'columns', code: 'address_required' },
      ])
    if (held.state !== state) {
      await writing.db.deleteFrom('contact_import_problems').where('import_id', '=', id).execute()
      await writing.db
        .updateTable('contact_imports')
        .set({ state, ...nothingDone })
        .where('id', '=', id)
        .execute()
    }
    await addJob(writing.db, importJob, { id }, `${importJob} ${id}`)
  })
  return getImport(ctx, { id })
}

/** The refused rows as they came, each with its reason. */
export async function importProblems(ctx: Context, { id }: { id: number }): Promise<Bytes> {
  const { head, encoding, delimiter, fileName } = await getImport(ctx, { id })
  const { bytes } = await ctx.db.selectFrom('contact_imports').select('bytes').where('id', '=', id).executeTakeFirstOrThrow()
  const problems = await ctx.db.selectFrom('contact_import_problems').select(['row', 'field', 'code']).where('import_id', '=', id).execute()
  const byRow = new Map(problems.map((problem) => [problem.row, `${problem.field}: ${problem.code}`]))
  let csv = `\ufeff${csvLine(['row', 'problem', ...head])}`
  let n = 0
  for (const row of readCsv(decoded(bytes, encoding), delimiter)) {
    const problem = byRow.get(n)
    if (problem !== undefined) csv += csvLine([String(n), problem, ...row])
    n++
  }
  const name = `problems of ${fileName}`.replaceAll(/[^\w .-]/g, '_')
  return new Bytes(csv, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name.endsWith('.csv') ? name : `${name}.csv`}"`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
}

const nothingDone = { done: 0, created: 0, changed: 0, unchanged: 0, failed: 0, finished_at: null }

function allowed(ctx: Context) {
  allow(ctx, 'contacts.create')
  allow(ctx, 'contacts.update')
}

/** While it goes on, nothing about it can be changed. */
async function lockImport(ctx: Writing, id: number) {
  const row = await ctx.db
    .selectFrom('contact_imports')
    .select(['bytes', 'encoding', 'delimiter', 'state'])
    .where('id', '=', id)
    .where('created_by', '=', userOf(ctx).id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new NotFound(`There is no import with the number ${id}.`)
  if (row.state === 'checking' || row.state === 'importing')
    throw new RuleBroken('This import is under way.', [{ field: 'id', code: 'under_way' }], 'under_way')
  return row
}

async function guessed(ctx: Context, text: string, delimiter: Delimiter) {
  const [head = [], ...sample] = firstRows(text, delimiter, 50)
  return guessColumns(
    head,
    sample,
    (await fieldsOf(ctx, 'contact')).all.filter((field) => !field.removed),
  )
}

function firstRows(text: string, delimiter: Delimiter, most: number): string[][] {
  const rows: string[][] = []
  for (const row of readCsv(text, delimiter)) if (rows.push(row.slice(0, 500)) === most) break
  return rows
}

/** Without the head. */
function rowsIn(text: string, delimiter: Delimiter) {
  let n = 0
  for (const _ of readCsv(text, delimiter)) n++
  return Math.max(0, n - 1)
}

/** The rows of a stored import after its head, with how they are to be read. */
export async function rowsOf({ db }: Pick<Context, 'db'>, id: number) {
  const { rows } = await sql<{ bytes: Buffer; encoding: Encoding; delimiter: Delimiter; columns: ContactImport['columns'] }>`
    select bytes, encoding, delimiter, columns from contact_imports where id = ${id}`.execute(db)
  const held = rows[0]
  if (!held) return null
  const [, ...list] = readCsv(decoded(held.bytes, held.encoding), held.delimiter)
  return { rows: list, columns: held.columns }
}
