/** The History of a ticket, read from the event list and put into words that people know: names instead of ids. */
import { sql } from 'kysely'
import type { Entry } from '#history/api.ts'
import { shownEvents } from '#history/ticketEvents.ts'
import type { Field } from '#platform/field.ts'
import type { Context } from '#platform/server/context.ts'
import { fields } from '#tickets/fields.ts'
import { expectVisible, visibleTickets } from '#tickets/server/ticketQueries.ts'

interface Raw {
  id: number
  version: number
  at: string
  name: Entry['name']
  via: Entry['via']
  actor_kind: string
  actor_id: number | null
  actor_name: string | null
  payload: { changes?: Record<string, { from: unknown; to: unknown }>; because?: Entry['because'] }
}

/** One page, newest first; `before` is the number of the oldest entry already shown. */
export async function listHistory(ctx: Context, wanted: { id: number; before?: number | undefined; limit: number }) {
  await expectVisible(ctx, wanted.id)
  const { rows } = await sql<Raw>`
    select e.id, e.version, e.at, e.name, e.via, e.actor_kind, e.actor_id, e.payload,
      case e.actor_kind when 'user' then (select name from users where id = e.actor_id)
        when 'contact' then (select name from contacts where id = e.actor_id) end as actor_name
    from events e where e.subject = 'ticket' and e.subject_id = ${wanted.id} and e.name = any(${[...shownEvents]}::text[])
      and (${wanted.before ?? null}::bigint is null or (e.version, e.id) < (select version, id from events where id = ${wanted.before ?? null}))
    order by e.version desc, e.id desc limit ${wanted.limit + 1}`.execute(ctx.db)
  const shown = rows.slice(0, wanted.limit)
  const names = await namesFor(ctx, shown)
  const entries: Entry[] = shown.map((r) => ({
    id: r.id,
    version: r.version,
    at: r.at,
    name: r.name,
    who: { kind: r.actor_kind, id: r.actor_id, name: r.actor_name },
    via: r.via,
    changes: Object.fromEntries(
      Object.entries(r.payload.changes ?? {}).map(([field, c]) => [field, { from: names(field, c.from), to: names(field, c.to) }]),
    ),
    because: r.payload.because ?? null,
  }))
  return { entries, next: rows.length > wanted.limit ? (shown.at(-1)?.id ?? null) : null }
}

const tableOf = new Map<Field['type'], 'users' | 'contacts' | 'categories'>([
  ['user', 'users'],
  ['contact', 'contacts'],
  ['category', 'categories'],
])
/** Where the names of a field's values stand, by what its description says. */
const tables = Object.fromEntries(Object.entries(fields).map(([field, { type }]) => [field, tableOf.get(type)]))

/** Fields whose value is another ticket. */
const namesTicket = new Set(Object.entries(fields).flatMap(([field, { type }]) => (type === 'ticket' ? [field] : [])))

/** Of the other tickets that entries name, those that this reader may see; of the rest not even the number is told. */
async function numbersIn(ctx: Context, rows: readonly Raw[]): Promise<ReadonlySet<number>> {
  const named = rows.flatMap((row) =>
    Object.entries(row.payload.changes ?? {}).flatMap(([field, { from, to }]) => (namesTicket.has(field) ? [from, to] : [])),
  )
  const ids = named.filter((id) => typeof id === 'number')
  if (ids.length === 0) return new Set()
  return new Set((await visibleTickets(ctx).select('t.id').where('t.id', 'in', ids).execute()).map((row) => row.id))
}

/** Looks up all people and categories that a page of entries speaks of, in one query per table. */
async function namesFor(ctx: Context, rows: readonly Raw[]) {
  const ids: Record<string, Set<number>> = {}
  for (const row of rows)
    for (const [field, change] of Object.entries(row.payload.changes ?? {}))
      for (const value of [change.from, change.to])
        if (tables[field] && typeof value === 'number') (ids[tables[field]] ??= new Set()).add(value)
  const found = new Map<string, string>()
  for (const table of ['users', 'contacts', 'categories'] as const) {
    const wanted = [...(ids[table] ?? [])]
    if (wanted.length === 0) continue
    for (const r of await ctx.db.selectFrom(table).select(['id', 'name']).where('id', 'in', wanted).execute())
      found.set(`${table} ${r.id}`, r.name)
  }
  const tickets = await numbersIn(ctx, rows)
  return (field: string, value: unknown): string | null => {
    if (value === null || value === undefined) return null
    if (namesTicket.has(field)) return typeof value === 'number' && tickets.has(value) ? `#${value}` : '#…'
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return found.get(`${tables[field]} ${text}`) ?? text
  }
}
