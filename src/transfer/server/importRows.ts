/** Some hundred rows of a file become tickets: known by number, new, changed, the same, or refused by the rules that every door asks. */
import { sql } from 'kysely'
import { keptCategories } from '#categories/server/categorySettings.ts'
import { mayHandTo } from '#people/rights.ts'
import { fold } from '#platform/fold.ts'
import { Conflict, RuleBroken, type FieldProblem } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import type { Writing } from '#platform/server/context.ts'
import { resultOf, type RowResult } from '#runs/server/runRows.ts'
import { newNumbers, settleNew, writeNew, type Past, type SettledTicket } from '#tickets/server/createTickets.ts'
import { contactThere, lockParents } from '#tickets/server/ruleFacts.ts'
import { accountOfContact, settleSave, weighSave, type SettledSave } from '#tickets/server/saveTicket.ts'
import { batchOf, lockTickets, writeSaves } from '#tickets/server/saveTickets.ts'
import { inBin, type TicketRow } from '#tickets/server/ticketQueries.ts'
import { valuesOf } from '#tickets/server/ticketValues.ts'
import { isCustomKey, keysOf, type Changeable, type Changes } from '#tickets/ticket.ts'
import { readNumber } from '#transfer/readWords.ts'
import { laterParent } from './importParents.ts'
import { cellOf, knownFor } from './knownNames.ts'
import { rowValues, type Reading, type RowValues } from './rowValues.ts'

export interface FileRow {
  /** Its place after the head, from 1. */
  n: number
  cells: readonly string[]
}

export interface ImportedRow extends RowResult {
  n: number
  ticketId: number | null
  /** As it will be. */
  values?: Partial<Changeable>
  past?: Past
}

interface Options extends Reading {
  /** Nothing is written: tickets get no number, and the caller takes back what rows made besides. */
  rehearsal: boolean
  /** By which earlier rows of the file are known: each ticket stands in it once. */
  earlier: ReadonlySet<string>
  /** The other system's numbers of all rows: parents that are not there yet. */
  coming: ReadonlySet<string>
}

/** By what a row is known; null for one that is new in any case. */
export function keyOf({ cells }: Pick<FileRow, 'cells'>, { columns }: Pick<Reading, 'columns'>): string | null {
  const number = readNumber(cellOf(cells, columns, 'number'))
  if (number !== null) return `#${number}`
  const external = cellOf(cells, columns, 'externalId')
  return external === '' ? null : `=${external}`
}

/** Rules that only warn where tickets are imported as they were. */
const soft = new Set([
  'status_required',
  'status_not_in_category',
  'too_many_statuses',
  'reopen_required',
  'open_children',
  'required_field',
  'too_many_participants',
])

export async function importRows(ctx: Writing, rows: readonly FileRow[], options: Options): Promise<ImportedRow[]> {
  const { columns, choices, rehearsal } = options
  // Two imports of one system at once would each make the same tickets.
  if (columns.includes('externalId'))
    await sql`select pg_advisory_xact_lock(hashtext('import of tickets'), hashtext(${choices.source}))`.execute(ctx.db)
  const parents = columns.includes('parent')
  if (parents) await lockParents(ctx)
  const known = await knownFor(
    ctx,
    rows.map(({ cells }) => cells),
    columns,
    choices.source,
  )
  const targetOf = (row: FileRow) =>
    readNumber(cellOf(row.cells, columns, 'number')) ?? known.tickets.get(cellOf(row.cells, columns, 'externalId')) ?? null
  const ids = [...new Set(rows.flatMap((row) => targetOf(row) ?? []))]
  const locked = await lockTickets(ctx, ids)
  const { batch, parents: withChildren } = await batchOf(ctx, ids)
  const pending: (SettledTicket & { external: string; result: Omit<ImportedRow, 'n'> })[] = []
  for (const [id, account] of known.accountOf) {
    accountOfContact.tell(batch, account, id)
    contactThere.tell(batch, true, id)
  }
  const saves: SettledSave[] = []
  const seen = new Set(options.earlier)
  const results: ImportedRow[] = []

  // A rehearsal uses up no numbers, and neither does a refused row.
  const flush = async () => {
    const made = pending.splice(0)
    const changed = saves.splice(0)
    if (rehearsal) return
    const numbers = made.length > 0 ? await newNumbers(ctx, made.length) : []
    const tickets = made.map((ticket, at) => ({ ...ticket, id: numbers[at] ?? 0 }))
    for (const { id, external, result } of tickets) {
      result.ticketId = id
      if (external !== '') known.tickets.set(external, id)
    }
    await writeNew(ctx, tickets)
    await writeSaves(ctx, changed)
    await nameTickets(
      ctx,
      choices.source,
      tickets.filter(({ external }) => external !== ''),
    )
  }
  for (const row of rows) {
    const key = keyOf(row, options)
    const target = targetOf(row)
    const parent = cellOf(row.cells, columns, 'parent')
    if (
      (target !== null && (parents || withChildren.has(target))) ||
      (parent !== '' && pending.some(({ external }) => external === parent))
    )
      await flush()
    let begun = false
    const making = {
      begin: async () => {
        if (begun) return
        begun = true
        await sql`savepoint one_row`.execute(ctx.db)
      },
      changed: () => void (batch.batch = {}),
    }
    try {
      results.push(Object.assign(await one(row, key, target, making), { n: row.n }))
      if (begun) await sql`release savepoint one_row`.execute(ctx.db)
    } catch (error) {
      const refused = resultOf(error)
      if (!refused) throw error
      if (begun) {
        await sql`rollback to savepoint one_row`.execute(ctx.db)
        // What the row had made is known no more.
        const fresh = await knownFor(
          ctx,
          rows.map(({ cells }) => cells),
          columns,
          choices.source,
        )
        for (const [external, id] of known.tickets) fresh.tickets.set(external, id)
        Object.assign(known, fresh)
        batch.batch = {}
      }
      results.push({ n: row.n, ticketId: target !== null && locked.has(target) ? target : null, ...refused })
    }
    if (key !== null) seen.add(key)
  }
  await flush()
  return results

  async function one(
    row: FileRow,
    key: string | null,
    target: number | null,
    making: Parameters<typeof rowValues>[4],
  ): Promise<Omit<ImportedRow, 'n'>> {
    const said = cellOf(row.cells, columns, 'number')
    if (said !== '' && readNumber(said) === null) throw refusal('number', 'invalid_value')
    if (key !== null && seen.has(key)) throw refusal(key.startsWith('#') ? 'number' : 'externalId', 'twice_in_file')
    const external = cellOf(row.cells, columns, 'externalId')
    if (external.length > 200) throw refusal('externalId', 'invalid_value')
    const held = target === null ? undefined : locked.get(target)
    if (target !== null && !held) throw refusal('number', 'no_such_ticket')
    const owner = known.tickets.get(external)
    if (external !== '' && held && owner !== undefined && owner !== held.id) throw refusal('externalId', 'other_ticket')
    const read = await rowValues(batch, row.cells, options, known, making)
    const parent = await parentOf(row)
    if (typeof parent === 'number') read.values.parentId = parent
    const result = await (held ? change(held, read, external, owner === undefined) : create(read, external, making))
    // The same object: a new ticket's number is written into it later.
    if (typeof parent === 'object' && !rehearsal) result.problems = [...(result.problems ?? []), parent]
    return result
  }

  async function create(
    { values, past, problems }: RowValues,
    external: string,
    making: { changed: () => void },
  ): Promise<Omit<ImportedRow, 'n'>> {
    allow(ctx, 'tickets.create')
    const categoryId = values.categoryId ?? choices.categoryId
    const missing: FieldProblem[] = [
      ...(values.title === undefined && !problems.some(({ field }) => field === 'title') ? [{ field: 'title', code: 'required' }] : []),
      ...(categoryId === null && !problems.some(({ field }) => field === 'categoryId') ? [{ field: 'categoryId', code: 'required' }] : []),
    ]
    if (problems.length + missing.length > 0 || values.title === undefined || categoryId === null) throw broken([...problems, ...missing])
    const { asTheyWere } = choices
    const dropped = asTheyWere ? withoutReopening(values) : []
    await offer(categoryId, values.statusIds, making)
    const given = { ...values, title: values.title, categoryId }
    const { ticket, warnings } = await settleNew(batch, given, { warns: asTheyWere ? (problem) => warns(problem, given) : null, past })
    const result: Omit<ImportedRow, 'n'> = {
      outcome: 'created',
      ticketId: null,
      version: 1,
      problems: [...warnings, ...dropped],
      values: ticket.values,
      past,
    }
    pending.push({ ...ticket, external, result })
    if (external !== '') known.tickets.set(external, 0)
    return result
  }

  async function change(
    row: TicketRow,
    { values, problems }: RowValues,
    external: string,
    isNew: boolean,
  ): Promise<Omit<ImportedRow, 'n'>> {
    allow(ctx, 'tickets.update')
    if (row.survivor_id !== null) throw new Conflict('It was merged.', [], 'merged')
    if (row.deleted_at !== null) throw inBin(row.id)
    const kept = await asItIs(row, values, problems)
    if (kept.length > 0) throw broken(kept)
    const dropped = choices.asTheyWere ? withoutReopening(values, row) : []
    await offer(values.categoryId ?? row.category_id, values.statusIds, { changed: () => void (batch.batch = {}) })
    const before = await valuesOf(batch, row, new Set(keysOf(values)))
    const changes: Changes = {}
    for (const key of keysOf(values)) Object.assign(changes, { [key]: { from: before[key] ?? null, to: values[key] } })
    const { warnings, save } = await settled(row, changes, { ...before, ...values })
    if (external !== '' && isNew) {
      if (!rehearsal) await nameTickets(ctx, choices.source, [{ id: row.id, external }])
      known.tickets.set(external, row.id)
    }
    if (!save) return { outcome: 'same', ticketId: row.id, version: row.version }
    saves.push(save)
    const to = Object.fromEntries(keysOf(save.changed).map((key) => [key, save.changed[key]?.to]))
    return { outcome: 'changed', ticketId: row.id, version: save.columns.version, problems: [...warnings, ...dropped], values: to }
  }

  async function settled(
    row: TicketRow,
    changes: Changes,
    after: Changeable,
  ): Promise<{ warnings: FieldProblem[]; save: SettledSave | null }> {
    if (!choices.asTheyWere) return { warnings: [], save: await settleSave(batch, row, changes, { askRules: true }) }
    const { problems } = await weighSave(batch, row, changes, { askRules: true })
    const hard = problems.filter((problem) => !warns(problem, after))
    if (hard.length > 0) throw broken(hard)
    for (const { field, code } of problems) if (code === 'invalid_value' && isCustomKey(field)) delete changes[field]
    return { warnings: problems, save: await settleSave(batch, row, changes, { askRules: false }) }
  }

  function warns({ field, code }: FieldProblem, { userId }: Partial<Changeable>) {
    if (code === 'user_not_allowed') return userId !== null && userId !== undefined && mayHandTo(ctx.actor, userId)
    return soft.has(code) || (code === 'invalid_value' && isCustomKey(field))
  }

  /** What the ticket has already is not asked for by name: an exported name that two have, a computed deadline. Returns what is refused still. */
  async function asItIs(row: TicketRow, values: Partial<Changeable>, problems: readonly FieldProblem[]): Promise<FieldProblem[]> {
    if (values.deadline !== undefined && !row.deadline_by_hand && values.deadline === row.deadline_at) delete values.deadline
    if (!problems.some(({ code }) => code === 'several_of_name') || row.contact_id === null) return [...problems]
    const contact = await ctx.db.selectFrom('contacts').select('name').where('id', '=', row.contact_id).executeTakeFirst()
    return problems.filter(
      ({ code, details }) => code !== 'several_of_name' || fold(String(details?.['name'])) !== fold(contact?.name ?? ''),
    )
  }

  /** By its number here or in the other system; one further down in the file is joined when it is there. */
  async function parentOf(row: FileRow): Promise<number | FieldProblem | undefined> {
    const cell = cellOf(row.cells, columns, 'parent')
    if (cell === '') return undefined
    if (columns.includes('externalId')) {
      const found = known.tickets.get(cell)
      // 0: a row of this file that is not written, in a rehearsal.
      if (found !== undefined) return found === 0 ? undefined : found
      if (options.coming.has(cell)) return laterParent(cell)
    }
    const number = columns.includes('externalId') && !cell.startsWith('#') ? null : readNumber(cell)
    if (number !== null) return number
    if (choices.parents === 'refuse') throw refusal('parentId', 'unknown_name', { name: cell.slice(0, 200) })
    return undefined
  }

  /** Statuses that may be created may also be offered by the Category. */
  async function offer(
    categoryId: number,
    wanted: readonly number[] | undefined,
    making: { changed: () => void; begin?: () => Promise<void> },
  ) {
    if (choices.statuses !== 'create' || !wanted || wanted.length === 0) return
    const held = await ctx.db.selectFrom('categories').select('status_ids').where('id', '=', categoryId).executeTakeFirst()
    if (!held || wanted.every((id) => held.status_ids.includes(id))) return
    const { id, version, changedAt: _at, changedBy: _by, ...rest } = await keptCategories.get(ctx, categoryId)
    await making.begin?.()
    await keptCategories.changeIn(ctx, { ...rest, statusIds: [...new Set([...rest.statusIds, ...wanted])], id, version })
    making.changed()
  }

  /** A time to re-open that is past, or that its State has not, is left out. */
  function withoutReopening(values: Partial<Changeable>, row?: TicketRow): FieldProblem[] {
    if (values.reopenAt === undefined || values.reopenAt === null) return []
    const state = values.state ?? row?.state ?? 'open'
    const code =
      state === 'waiting' || state === 'closed'
        ? Date.parse(values.reopenAt) <= ctx.now.getTime()
          ? 'reopen_in_past'
          : null
        : 'reopen_not_allowed'
    if (code === null) return []
    delete values.reopenAt
    return [{ field: 'reopenAt', code }]
  }
}

const refusal = (field: string, code: string, details?: Record<string, unknown>) =>
  broken([{ field, code, ...(details ? { details } : {}) }])
const broken = (problems: readonly FieldProblem[]) => new RuleBroken('The row was refused.', problems)

async function nameTickets(ctx: Writing, source: string, named: readonly { id: number; external: string }[]) {
  if (named.length > 0)
    await sql`insert into ticket_external_ids (source, external_id, ticket_id)
      select ${source}, x.external, x.id from unnest(${named.map(({ external }) => external)}::text[], ${named.map(({ id }) => id)}::bigint[]) as x (external, id)
      on conflict do nothing`.execute(ctx.db)
}
