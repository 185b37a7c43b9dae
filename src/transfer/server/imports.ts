/** Imports of tickets: the uploaded file with how it is read, begun as a rehearsal or for good. One sees one's own. */
import { Readable } from 'node:stream'
import { sql, type Kysely } from 'kysely'
import type { z } from 'zod'
import type { FileStore } from '#files/server/fileStore.ts'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import { BadInput, NotFound, RuleBroken } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { addJob } from '#platform/server/jobs.ts'
import type { Exchange } from '#platform/server/route.ts'
import { wellFormed } from '#platform/shapes.ts'
import type { DB } from '#platform/server/tables.ts'
import type { Run } from '#runs/run.ts'
import { listRuns, owner } from '#runs/server/runQueries.ts'
import { importRunJob, stopRun, undoRun } from '#runs/server/startRun.ts'
import type { changeTicketImport as changeEndpoint } from '#transfer/api.ts'
import { guessColumns, guessOrder } from '#transfer/guessColumns.ts'
import { zoneExists } from '#transfer/readMoment.ts'
import { choices as choicesShape, mostColumns, type Choices, type Column, type TicketImport } from '#transfer/ticketImport.ts'
import { recognise, rowsOf, type FileReading } from './readFile.ts'
import { unreadable } from './zipFile.ts'

const shownRows = 10
const keptDays = 30
const longestShown = 2000

export async function uploadTickets(
  ctx: Context,
  store: FileStore,
  { fileName, zone }: { fileName: string; zone: string },
  { bytes }: Pick<Exchange, 'bytes'>,
): Promise<TicketImport> {
  allow(ctx, 'tickets.import')
  if (!zoneExists(zone)) throw new BadInput('There is no such time zone.', [{ field: 'zone', code: 'invalid_value' }])
  const stored = await store.put(bytes ?? Readable.from([]))
  // Known at once: what nobody names is swept.
  await sql`insert into blobs (hash, size, stored_at) values (${stored.hash}, ${stored.size}, ${ctx.now})
    on conflict (hash) do update set stored_at = excluded.stored_at`.execute(ctx.db)
  const reading = { hash: stored.hash, ...(await recognise(store, stored.hash)) }
  const seen = await look(store, reading)
  const guess = await guessed(ctx, seen)
  const choices: Choices = {
    source: sourceOf(fileName),
    users: 'refuse',
    contacts: 'create',
    accounts: 'create',
    categories: 'refuse',
    categoryId: null,
    statuses: 'refuse',
    options: 'refuse',
    parents: 'refuse',
    zone,
    dates: guessOrder(seen.sample),
    asTheyWere: false,
  }
  const { id } = await ctx.db
    .insertInto('ticket_imports')
    .values({
      user_id: owner(ctx),
      file_name: wellFormed(fileName).slice(0, 300),
      file_hash: stored.hash.toString('hex'),
      file_size: stored.size,
      format: reading.format,
      encoding: reading.encoding,
      delimiter: reading.delimiter,
      head: JSON.stringify(seen.head),
      sample: JSON.stringify(seen.sample),
      total: seen.total,
      columns: JSON.stringify(guess),
      choices: JSON.stringify(choices),
      created_at: ctx.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return getTicketImport(ctx, { id })
}

/** The file's name without what changes from export to export. */
const sourceOf = (fileName: string) =>
  wellFormed(fileName)
    .replace(/\.\w+$/, '')
    .replaceAll(/[\d_.()-]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 60) || 'import'

interface Seen {
  head: string[]
  sample: string[][]
  total: number
}

async function look(store: FileStore, reading: FileReading): Promise<Seen> {
  let head: string[] = []
  const sample: string[][] = []
  let n = -1
  for await (const row of rowsOf(store, reading)) {
    n++
    if (n === 0) {
      if (row.length > mostColumns)
        throw new BadInput('The file has too many columns.', [{ field: 'file', code: 'too_many_columns' }], 'too_many_columns')
      head = row.map(short)
    } else if (sample.length < shownRows) sample.push(row.slice(0, mostColumns).map(short))
  }
  if (n === -1) throw unreadable()
  return { head, sample, total: n }
}
const short = (cell: string) => wellFormed(cell.slice(0, longestShown))

const guessed = async (ctx: Context, { head }: Seen) =>
  guessColumns(
    head,
    (await fieldsOf(ctx, 'ticket')).all.filter((field) => !field.removed),
  )

export interface HeldImport {
  columns: readonly Column[]
  choices: Choices
  reading: Omit<FileReading, 'hash'> & { hash: Buffer | null }
}

/** As jobs read it. */
export async function importOf(db: Kysely<DB>, id: number): Promise<HeldImport | null> {
  const { rows } = await sql<Omit<FileReading, 'hash'> & { hash: string | null; columns: Column[]; choices: unknown }>`
    select file_hash as hash, format, encoding, delimiter, columns, choices from ticket_imports where id = ${id}`.execute(db)
  const [row] = rows
  if (!row?.hash) return null
  const { hash, columns, choices, ...rest } = row
  return { columns, choices: choicesShape.parse(choices), reading: { ...rest, hash: Buffer.from(hash, 'hex') } }
}

type Row = Omit<TicketImport, 'check' | 'run' | 'reasons'> & { checkId: number | null; runId: number | null }

export async function listTicketImports(ctx: Context, { limit, only }: { limit: number; only?: number }): Promise<TicketImport[]> {
  allow(ctx, 'tickets.import')
  // One that was forgotten with anonymised tickets has nothing to show.
  const { rows } = await sql<Row>`
    select id, file_name as "fileName", format, encoding, delimiter, file_hash is not null as kept, file_size as size, head, sample, columns, choices, total,
      created_at as "createdAt", (select max(r.id) from runs r where r.import_id = i.id and r.kind = 'check') as "checkId",
      (select max(r.id) from runs r where r.import_id = i.id and r.kind = 'import' and r.undoes is null) as "runId"
    from ticket_imports i where user_id = ${owner(ctx)} and choices <> '{}' ${only === undefined ? sql`` : sql`and id = ${only}`}
    order by id desc limit ${limit}`.execute(ctx.db)
  const all: TicketImport[] = []
  for (const { checkId, runId, ...row } of rows) {
    const one = async (id: number | null): Promise<Run | null> =>
      id === null ? null : ((await listRuns(ctx, { limit: 1, only: id }))[0] ?? null)
    const [check, run] = [await one(checkId), await one(runId)]
    const told = run && run.id > (check?.id ?? 0) ? run : check
    all.push({ ...row, check, run, reasons: told && told.refused + told.skipped > 0 ? await reasonsOf(ctx, told.id) : [] })
  }
  return all
}

async function reasonsOf({ db }: Context, runId: number): Promise<TicketImport['reasons']> {
  const { rows } = await sql<TicketImport['reasons'][number]>`
    select p ->> 'field' as field, p ->> 'code' as code, count(*)::int as count from run_rows x, jsonb_array_elements(x.detail) p
    where x.run_id = ${runId} and x.outcome in ('refused', 'skipped') group by 1, 2 order by 3 desc, 1, 2 limit 20`.execute(db)
  return rows
}

export async function getTicketImport(ctx: Context, { id }: { id: number }): Promise<TicketImport> {
  const [found] = await listTicketImports(ctx, { limit: 1, only: id })
  if (!found) throw new NotFound(`There is no import ${id} of yours.`)
  return found
}

/** Read in another way the columns are others, and guessed again. What was rehearsed before no longer holds. */
export async function changeTicketImport(
  ctx: Context,
  store: FileStore,
  wanted: z.output<typeof changeEndpoint.input>,
): Promise<TicketImport> {
  const held = await getTicketImport(ctx, wanted)
  await expectIdle(ctx, held)
  const file = await importOf(ctx.db, held.id)
  if (!file?.reading.hash) throw new RuleBroken('The file is no longer kept.', [{ field: 'id', code: 'file_gone' }], 'file_gone')
  const choices = wanted.choices ?? held.choices
  await checkChoices(ctx, choices)
  const encoding = wanted.encoding ?? held.encoding
  const delimiter = wanted.delimiter ?? held.delimiter
  const otherwise = held.format === 'csv' && (encoding !== held.encoding || delimiter !== held.delimiter)
  const seen = otherwise ? await look(store, { ...file.reading, hash: file.reading.hash, encoding, delimiter }) : held
  const columns = otherwise ? await guessed(ctx, seen) : (wanted.columns ?? held.columns)
  await checkColumns(ctx, columns, seen.head)
  await inTransaction(ctx, async (writing) => {
    await lockIdle(writing, held.id)
    await writing.db
      .updateTable('ticket_imports')
      .set({
        encoding,
        delimiter,
        head: JSON.stringify(seen.head),
        sample: JSON.stringify(seen.sample),
        total: seen.total,
        columns: JSON.stringify(columns),
        choices: JSON.stringify(choices),
      })
      .where('id', '=', held.id)
      .execute()
    await sql`update runs set import_id = null where import_id = ${held.id} and kind = 'check'`.execute(writing.db)
  })
  return getTicketImport(ctx, wanted)
}

async function checkChoices(ctx: Context, choices: Choices) {
  if (!zoneExists(choices.zone)) throw new BadInput('There is no such time zone.', [{ field: 'choices.zone', code: 'invalid_value' }])
  if (
    choices.categoryId !== null &&
    !(await ctx.db.selectFrom('categories').select('id').where('id', '=', choices.categoryId).executeTakeFirst())
  )
    throw new BadInput('There is no such Category.', [{ field: 'choices.categoryId', code: 'invalid_value' }])
  // The rules of the desk are set aside only by those who may set them.
  if (choices.asTheyWere) allow(ctx, 'settings.update')
  if (choices.contacts === 'create') allow(ctx, 'contacts.create')
  if (choices.accounts === 'create') allow(ctx, 'accounts.create')
  if (choices.categories === 'create') allow(ctx, 'categories.create')
  if (choices.statuses === 'create') for (const permission of ['categories.create', 'categories.update'] as const) allow(ctx, permission)
  if (choices.options === 'create') allow(ctx, 'settings.update')
}

async function checkColumns(ctx: Context, columns: readonly Column[], head: readonly string[]) {
  if (columns.length > head.length) throw new BadInput('There are not so many columns.', [{ field: 'columns', code: 'invalid_value' }])
  const fields = await fieldsOf(ctx, 'ticket')
  for (const [at, one] of columns.entries()) {
    if (one !== null && columns.indexOf(one) !== at)
      throw new BadInput('Two columns are the same.', [{ field: `columns.${at}`, code: 'twice' }])
    if (one?.startsWith('custom.') && (fields.byId.get(Number(one.slice('custom.'.length)))?.removed ?? true))
      throw new BadInput('There is no such field.', [{ field: `columns.${at}`, code: 'no_such_field' }])
  }
}

const underWay = () => new RuleBroken('This import is under way or done.', [{ field: 'id', code: 'under_way' }], 'under_way')

/** Once rows were imported it stays as it is, until it is taken back. */
async function expectIdle(ctx: Context, { id }: { id: number }) {
  const { rows } = await sql`select from runs r where r.import_id = ${id} and (r.state in ('waiting', 'running')
    or r.kind = 'import' and r.undoes is null and r.finished > 0 and not exists (select from runs u where u.undoes = r.id)) limit 1`.execute(
    ctx.db,
  )
  if (rows.length > 0) throw underWay()
}

async function lockIdle(ctx: Writing, id: number) {
  await ctx.db.selectFrom('ticket_imports').select('id').where('id', '=', id).forUpdate().execute()
  await expectIdle(ctx, { id })
}

/** A stopped or failed import goes on where it stood. */
export async function beginTicketImport(ctx: Context, { id }: { id: number }, kind: 'check' | 'import'): Promise<TicketImport> {
  const held = await getTicketImport(ctx, { id })
  if (!held.kept) throw new RuleBroken('The file is no longer kept.', [{ field: 'id', code: 'file_gone' }], 'file_gone')
  await checkChoices(ctx, held.choices)
  if (!held.columns.some((one) => one === 'title' || one === 'number' || one === 'externalId'))
    throw new BadInput('A column with titles, or with numbers of tickets, is needed.', [{ field: 'columns', code: 'title_required' }])
  await inTransaction(ctx, async (writing) => {
    const goesOn =
      kind === 'import' && held.run !== null && held.run.undoneBy === null && (held.run.state === 'stopped' || held.run.state === 'failed')
    if (goesOn && held.run) {
      const again =
        await sql`update runs set state = 'waiting', error = null, ended_at = null where id = ${held.run.id} and state in ('stopped', 'failed')
        and not exists (select from runs u where u.undoes = ${held.run.id}) returning id`.execute(writing.db)
      if (again.rows.length === 0) throw underWay()
      await addJob(writing.db, importRunJob, { id: held.run.id }, `run ${held.run.id}`)
      return
    }
    await lockIdle(writing, id)
    const { id: runId } = await writing.db
      .insertInto('runs')
      .values({ kind, user_id: owner(ctx), via: 'import', request: '{}', import_id: id, total: held.total, created_at: ctx.now })
      .returning('id')
      .executeTakeFirstOrThrow()
    await addJob(writing.db, importRunJob, { id: runId }, `run ${runId}`)
  })
  return getTicketImport(ctx, { id })
}

export async function stopTicketImport(ctx: Context, { id }: { id: number }): Promise<TicketImport> {
  const { check, run } = await getTicketImport(ctx, { id })
  for (const one of [check, run]) if (one) await stopRun(ctx, one.id)
  return getTicketImport(ctx, { id })
}

export async function undoTicketImport(ctx: Context, { id }: { id: number }): Promise<TicketImport> {
  const { run } = await getTicketImport(ctx, { id })
  if (!run) throw new RuleBroken('Nothing was imported.', [{ field: 'id', code: 'not_undoable' }], 'not_undoable')
  await undoRun(ctx, run.id)
  return getTicketImport(ctx, { id })
}

/** Files go after 30 days. */
export async function sweepTicketImports(db: Kysely<DB>, now: Date) {
  await sql`update ticket_imports set file_hash = null, sample = '[]' where file_hash is not null and created_at < ${new Date(now.getTime() - keptDays * 86_400_000)}`.execute(
    db,
  )
}
