/** Filters of tickets on the server: read and checked against this desk, then asked as a condition of whatever lists, counts or changes tickets. */
import { sql, type RawBuilder } from 'kysely'
import { fieldSubjects, noFields } from '#fields/customField.ts'
import { fieldsAt, stamp } from '#fields/server/fieldsOf.ts'
import { conditionsOf, type Filter, type FilterProblem } from '#platform/filter.ts'
import { filterProblems, type Catalogue, type FilterField } from '#platform/filterField.ts'
import { BadInput } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { customOfKey, filterFields } from '#tickets/filterFields.ts'
import { isPersonal, isZoned } from '#tickets/filterTraits.ts'
import { ReaderClock, type Reader } from '#tickets/readerClock.ts'
import { namedIn, readyTree, type Ready } from '#tickets/readyFilter.ts'
import { treeSql } from './filterSql.ts'

/** A filter that can be asked: the same for everyone but for `reader`, whom `filterSql` asks it for, as far as the filter speaks of them. */
export interface ReadyFilter {
  given: Filter
  tree: Ready
  /** Speaks of the bin, so it decides about the bin itself. */
  ofBin: boolean
  /** What names something that is gone. */
  gone: readonly FilterProblem[]
  needsRepair: boolean
  reader: Reader
}

/** Refuses with the way to each condition that is none: an unknown field, an operator or a value that its type has not. What it names may be gone. */
export const readFilter = (ctx: Context, given: Filter): Promise<ReadyFilter> => read(ctx, given, true)

/** A filter that was kept: whatever of it is not understood any more counts as gone, and it is never refused. */
export const readKeptFilter = (ctx: Context, kept: Filter): Promise<ReadyFilter> => read(ctx, kept, false)

/** The condition on `tickets as t`, for the filter's reader at `ctx.now`; of the bin and merged tickets too. The reader's Right is not in it. */
export function filterSql(ctx: Pick<Context, 'now'>, { tree, ofBin, reader }: ReadyFilter): RawBuilder<boolean> {
  const condition = treeSql(tree, { reader, clock: new ReaderClock(reader), now: ctx.now.getTime() })
  return ofBin ? sql`(t.merged_into is null and ${condition})` : sql`(not t.hidden and ${condition})`
}

/** Every field that this desk's filters know. */
export async function filterCatalogue(ctx: Pick<Context, 'db'>): Promise<Catalogue> {
  const { rows } = await sql<{ stamp: string }>`select ${stamp} as stamp`.execute(ctx.db)
  return catalogueAt(ctx, rows[0]?.stamp ?? '')
}

let kept: { stamp: string; catalogue: Catalogue } | undefined

async function catalogueAt(ctx: Pick<Context, 'db'>, at: string): Promise<Catalogue> {
  if (kept?.stamp === at) return kept.catalogue
  const sets = await Promise.all(fieldSubjects.map((subject) => fieldsAt(ctx, subject, at)))
  const catalogue = filterFields(sets)
  kept = { stamp: at, catalogue }
  return catalogue
}
const withoutCustom = filterFields([noFields])

async function read(ctx: Context, given: Filter, strict: boolean): Promise<ReadyFilter> {
  const keys = [...conditionsOf(given)].map(({ condition }) => condition.field)
  const catalogue = keys.some((key) => customOfKey(key) !== null) ? await filterCatalogue(ctx) : withoutCustom
  if (strict) {
    const problems = filterProblems(given, catalogue)
    if (problems.length > 0)
      throw new BadInput(
        'This filter cannot be read.',
        problems.map(({ path, code, details }) => ({ field: ['filter', ...path].join('.'), code, ...(details ? { details } : {}) })),
        'filter',
      )
  }
  const named = namedIn(given, catalogue)
  const meant = readyTree(given, catalogue, (_type, id) => id)
  const [reader, there] = await Promise.all([isPersonal(meant) || isZoned(meant) ? readerOf(ctx) : anyReader(ctx), whatIsThere(ctx, named)])
  const { tree, gone } = readyTree(given, catalogue, (type, id, field) => {
    if (type === 'option') return field.options?.some((option) => option.id === id) ? id : null
    return there.get(type)?.get(id) ?? null
  })
  return { given, tree, ofBin: keys.includes('bin'), gone, needsRepair: gone.length > 0, reader }
}

const tables = [
  ['user', 'users', sql`x.id`],
  ['category', 'categories', sql`x.id`],
  ['status', 'statuses', sql`x.id`],
  ['contact', 'contacts', sql`coalesce(x.merged_into, x.id)`],
  ['account', 'accounts', sql`coalesce(x.merged_into, x.id)`],
] as const

/** Which of the things that a filter names exist, and the number that each goes by now, in one question. */
async function whatIsThere({ db }: Context, named: ReadonlyMap<FilterField['type'], ReadonlySet<number>>) {
  const there = new Map<string, Map<number, number>>()
  const asked = tables.flatMap(([type, table, now]) => {
    const ids = [...(named.get(type) ?? [])]
    return ids.length === 0
      ? []
      : [sql`select ${type}::text as type, x.id, ${now} as now from ${sql.table(table)} x where x.id = any(${ids}::bigint[])`]
  })
  if (asked.length === 0) return there
  const { rows } = await sql<{ type: string; id: number; now: number }>`${sql.join(asked, sql` union all `)}`.execute(db)
  for (const { type, id, now } of rows) there.set(type, (there.get(type) ?? new Map()).set(id, now))
  return there
}

/** Where the filter says the same for everyone, nobody's zone and Teams are looked up. */
const anyReader = ({ actor }: Pick<Context, 'actor'>): Reader => {
  const userId = actor.kind === 'user' ? actor.id : null
  return { userId, teamUserIds: [], zone: 'UTC', weekStart: monday }
}

/** For whom relative values are meant: `me`, `my_team`, the time zone. The desk itself is nobody, and lives in UTC. */
export async function readerOf({ db, actor }: Pick<Context, 'db' | 'actor'>): Promise<Reader> {
  if (actor.kind !== 'user') return anyReader({ actor })
  const { rows } = await sql<{ zone: string | null; team: number[] }>`
    select u.time_zone as zone, array(select distinct unnest(t.member_ids) from teams t where t.member_ids @> array[u.id]) as team
    from users u where u.id = ${actor.id}`.execute(db)
  const [found] = rows
  return {
    userId: actor.id,
    teamUserIds: [...new Set([actor.id, ...(found?.team ?? [])])],
    zone: found?.zone ?? 'UTC',
    weekStart: monday,
  }
}
/** Weeks begin on Monday, as ISO 8601 and the desk's own calendars have it. */
const monday = 1
