/** Keeps declared things: list, read, create, change, delete, and where each is used. The only writer of their tables. */
import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { seenCategories } from '#platform/actor.ts'
import type { Filled, Shown, Thing, Use } from '#platform/thing.ts'
import { BadInput, Conflict, NotFound, RuleBroken, type FieldProblem } from '#platform/problem.ts'
import { allow } from './allow.ts'
import { inTransaction, type Context, type Writing } from './context.ts'
import { record } from './record.ts'
import { route, type Route } from './route.ts'
import type { DB } from './tables.ts'

/** What happened to a thing; `before` or `after` is null where it was created or deleted. */
export interface ThingSaved<V> {
  id: number
  version: number
  before: V | null
  after: V | null
}

export interface Keeping<V extends Filled> {
  thing: Thing<V>
  table: keyof DB
  /** The column of each value. */
  columns: Record<keyof V & string, string>
  /** Values that other tables keep: read by this SQL, of the row `x`; `saved` writes them. */
  elsewhere?: Partial<Record<keyof V & string, RawBuilder<unknown>>>
  /** Only these rows of the table, `x`. */
  only?: RawBuilder<boolean>
  /** Those kept as jsonb. */
  json?: readonly (keyof V & string)[]
  /** The value by which people tell them apart; no two have the same, whatever its case. */
  title: keyof V & string
  /** Only those that have this value in common must differ in their titles. */
  within?: keyof V & string
  /** Columns that a new row needs besides. */
  fresh?: (ctx: Writing) => Record<string, unknown>
  /** SQL order of the list; by title if not given. */
  order?: RawBuilder<unknown>
  /** Brings what was filled in to the form that is stored, before it is checked: new numbers, what stays of before. `before` is null for a new one. */
  settle?: (ctx: Writing, values: V, before: V | null) => Promise<V>
  /** What its shape cannot know: ids that must exist, circles, the last of its kind. `id` and `before` are null for a new one. */
  check?: (ctx: Writing, values: V, id: number | null, before: V | null) => Promise<FieldProblem[]>
  uses: (ctx: Context, id: number) => Promise<Use[]>
  /** What has to happen before one is deleted, in the same transaction. */
  leaving?: (ctx: Writing, id: number) => Promise<void>
  /** Consequences in the same transaction. */
  saved?: (ctx: Writing, saved: ThingSaved<V>) => Promise<void>
}

/** Reading and writing things of one kind. Changes of settings are rare and stand in one line, so that checks across them hold. */
export function keepThings<V extends Filled>(keeping: Keeping<V>) {
  const { thing, table, columns, title, only = sql<boolean>`true`, elsewhere = {} } = keeping
  const { doors, events, module } = thing
  const [one] = thing.called
  const keys = Object.keys(columns)
  const columnOf = (key: string) => new Map<string, string>(Object.entries(columns)).get(key) ?? key
  const json = new Set<string>(keeping.json)
  const others = new Map<string, RawBuilder<unknown> | undefined>(Object.entries(elsewhere))
  const valueSql = (key: string) => others.get(key) ?? sql.ref(`x.${columnOf(key)}`)

  const select = (where: RawBuilder<unknown>) => sql<Shown<V>>`
    select x.id, x.version, x.changed_at as "changedAt",
      (select json_build_object('id', u.id, 'name', u.name) from users u where u.id = x.changed_by) as "changedBy",
      ${sql.join(keys.map((key) => sql`${valueSql(key)} as ${sql.ref(key)}`))}
    from ${sql.table(table)} x ${where}`

  async function list(ctx: Context): Promise<Shown<V>[]> {
    allow(ctx, `${module}.read`)
    const { rows } = await select(
      sql`where ${only} order by ${keeping.order ?? sql`lower(${sql.ref(`x.${columnOf(title)}`)})`}, x.id`,
    ).execute(ctx.db)
    return rows
  }

  async function get(ctx: Context, id: number): Promise<Shown<V>> {
    allow(ctx, `${module}.read`)
    return found(ctx, id)
  }

  async function found(ctx: Context, id: number): Promise<Shown<V>> {
    const row = (await select(sql`where x.id = ${id} and ${only}`).execute(ctx.db)).rows[0]
    if (!row) throw new NotFound(`There is no such thing: ${one} with the number ${id}.`)
    return row
  }

  /** Everything a person fills in, from a row that holds more. */
  const valuesOf = (row: Shown<V>): V => thing.parse(Object.fromEntries(keys.map((key) => [key, row[key]])))

  const stored = (values: V) =>
    keys
      .filter((key) => !others.has(key))
      .map(
        (key) => [columnOf(key), json.has(key) && values[key] !== null ? sql`${JSON.stringify(values[key])}::jsonb` : values[key]] as const,
      )

  /** The values as they are stored, or why they cannot be. */
  async function settled(ctx: Writing, given: V, id: number | null, before: V | null): Promise<V> {
    const values = (await keeping.settle?.(ctx, given, before)) ?? given
    const problems = [...((await keeping.check?.(ctx, values, id, before)) ?? [])]
    const { within } = keeping
    const { rows } = await sql`select from ${sql.table(table)} x
      where lower(${sql.ref(`x.${columnOf(title)}`)}) = lower(${values[title]}) and x.id is distinct from ${id} and ${only}
        and ${within ? sql`${sql.ref(`x.${columnOf(within)}`)} = ${values[within]}` : sql`true`}`.execute(ctx.db)
    if (rows.length > 0) problems.push({ field: title, code: 'taken' })
    if (problems.length > 0) throw new BadInput('Not saved: some values cannot be.', problems)
    return values
  }

  async function create(ctx: Context, given: V): Promise<Shown<V>> {
    return inTransaction(ctx, (writing) => createIn(writing, given))
  }

  /** In a transaction that is under way. */
  async function createIn(writing: Writing, given: V): Promise<Shown<V>> {
    allow(writing, `${module}.create`)
    await lockSettings(writing)
    const values = await settled(writing, given, null, null)
    const fresh = { ...keeping.fresh?.(writing), changed_at: writing.now, changed_by: byWhom(writing) }
    const row = [...stored(values), ...Object.entries(fresh)]
    const { rows } = await sql<{ id: number; version: number }>`
      insert into ${sql.table(table)} (${sql.join(row.map(([column]) => sql.ref(column)))})
      values (${sql.join(row.map(([, value]) => value))}) returning id, version`.execute(writing.db)
    const saved = rows[0]
    if (!saved) throw new Error(`${one} was not stored`)
    await record(writing, events.created, saved, { values })
    await keeping.saved?.(writing, { ...saved, before: null, after: values })
    return found(writing, saved.id)
  }

  async function change(ctx: Context, wanted: V & { id: number; version: number }): Promise<Shown<V>> {
    return inTransaction(ctx, (writing) => changeIn(writing, wanted))
  }

  /** In a transaction that is under way. */
  async function changeIn(writing: Writing, { id, version, ...rest }: V & { id: number; version: number }): Promise<Shown<V>> {
    allow(writing, `${module}.update`)
    await lockSettings(writing)
    const held = await found(writing, id)
    const before = valuesOf(held)
    const given = thing.parse(rest)
    if (held.version !== version)
      throw new Conflict('Someone else changed this since you loaded it.', [
        { field: 'version', code: 'conflict', details: { who: held.changedBy?.name ?? null, at: held.changedAt } },
      ])
    if (Object.keys(differences(before, given)).length === 0) return held
    const values = await settled(writing, given, id, before)
    const changes = differences(before, values)
    if (Object.keys(changes).length === 0) return held
    const saved = { id, version: version + 1 }
    await sql`update ${sql.table(table)} set
      ${sql.join(stored(values).map(([column, value]) => sql`${sql.ref(column)} = ${value}`))},
      changed_at = ${writing.now}, changed_by = ${byWhom(writing)}, version = ${saved.version} where id = ${id}`.execute(writing.db)
    await record(writing, events.changed, saved, { changes })
    await keeping.saved?.(writing, { ...saved, before, after: values })
    return found(writing, id)
  }

  /** What is in use stays, and says where. */
  async function remove(ctx: Context, id: number) {
    allow(ctx, `${module}.delete`)
    await inTransaction(ctx, async (writing) => {
      await lockSettings(writing)
      const held = await found(writing, id)
      const used = await inSight(writing, await keeping.uses(writing, id))
      if (used.length > 0)
        throw new RuleBroken('It is in use and cannot be deleted.', [{ field: 'id', code: 'in_use', details: { uses: used } }], 'in_use')
      const before = valuesOf(held)
      await keeping.leaving?.(writing, id)
      await sql`delete from ${sql.table(table)} where id = ${id}`.execute(writing.db)
      const gone = { id, version: held.version + 1 }
      await record(writing, events.deleted, gone, { values: before })
      await keeping.saved?.(writing, { ...gone, before, after: null })
    })
  }

  async function uses(ctx: Context, id: number): Promise<Use[]> {
    allow(ctx, `${module}.read`)
    await found(ctx, id)
    return inSight(ctx, await keeping.uses(ctx, id))
  }

  const routes: readonly Route[] = [
    route(doors.list, async (ctx) => ({ items: await list(ctx) })),
    route(doors.get, async (ctx, input) => get(ctx, input.id)),
    route(doors.create, async (ctx, input) => create(ctx, thing.parse(input))),
    route(doors.change, async (ctx, input) => change(ctx, { ...thing.parse(without(input)), ...versioned.parse(input) })),
    route(doors.remove, async (ctx, input) => {
      await remove(ctx, input.id)
      return { ok: true as const }
    }),
    route(doors.uses, async (ctx, input) => ({ uses: await uses(ctx, input.id) })),
  ]
  return { list, get, create, createIn, change, changeIn, remove, uses, routes, parse: thing.parse }
}

/** Tickets out of this reader's sight count as one use without a number: that something is in use is all they learn. */
export async function inSight(ctx: Context, uses: Use[]): Promise<Use[]> {
  const seen = seenCategories(ctx.actor)
  const { actor } = ctx
  const bin = actor.kind !== 'user' || actor.permissions.has('tickets.delete')
  const tickets = uses.filter(isOnTicket).map((use) => use.id)
  if ((seen === 'all' && bin) || tickets.length === 0) return uses
  const ofRight = seen === 'all' ? sql`true` : sql`t.category_id = any(${[...seen]}::bigint[])`
  const { rows } = await sql<{ id: number }>`
    select kept.id from tickets kept join tickets t on t.id = coalesce(kept.survivor_id, kept.id)
    where kept.id = any(${tickets}::bigint[]) and ${ofRight} and (${bin} or t.deleted_at is null)`.execute(ctx.db)
  const shown = new Set(rows.map((row) => row.id))
  const left = uses.filter((use) => !isOnTicket(use) || shown.has(use.id))
  return left.length === uses.length ? uses : [...left, { what: 'ticket_out_of_sight', id: 0, title: '…' }]
}

const isOnTicket = ({ what }: Use) => what === 'ticket' || what === 'activity'

/** Only one change of settings at a time, in all processes. */
export const lockSettings = (ctx: Writing) => sql`select pg_advisory_xact_lock(hashtext('settings'))`.execute(ctx.db)

const versioned = z.object({ id: z.int(), version: z.int() })
const byWhom = ({ actor }: Writing) => (actor.kind === 'user' ? actor.id : null)
const without = ({ id: _id, version: _version, ...values }: Record<string, unknown>) => values

/** Old and new by value; equal JSON is no difference. */
export function differences(before: Record<string, unknown>, after: Record<string, unknown>) {
  const changes: Record<string, { from: unknown; to: unknown }> = {}
  for (const key of Object.keys(after))
    if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) changes[key] = { from: before[key] ?? null, to: after[key] ?? null }
  return changes
}
