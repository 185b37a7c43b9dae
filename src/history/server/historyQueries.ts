/** The History of a ticket, read from the event list and put into words that people know: names instead of ids. */
import { sql } from 'kysely'
import type { Entry } from '#history/api.ts'
import { noFields, type FieldSet } from '#fields/customField.ts'
import { displayValue } from '#fields/displayValue.ts'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import { shownEvents } from '#history/ticketEvents.ts'
import type { Field } from '#platform/field.ts'
import type { Context } from '#platform/server/context.ts'
import { activityAdded } from '#tickets/events.ts'
import { fields } from '#tickets/fields.ts'
import { expectVisible, seenTitles } from '#tickets/server/ticketQueries.ts'
import { isCustomKey } from '#tickets/ticket.ts'

interface Raw {
  id: number
  version: number
  at: string
  name: Entry['name']
  via: Entry['via']
  actor_kind: string
  actor_id: number | null
  actor_name: string | null
  payload: { changes?: Record<string, { from: unknown; to: unknown }>; because?: Entry['because']; ticketIds?: number[]; ticketId?: number }
}

/** One page, newest first; `before` is the number of the oldest entry already shown. */
export async function listHistory(ctx: Context, wanted: { id: number; before?: number | undefined; limit: number }) {
  await expectVisible(ctx, wanted.id)
  const { rows } = await sql<Raw>`
    select e.id, e.version, e.at, e.name, e.via, e.actor_kind, e.actor_id, e.payload,
      case e.actor_kind when 'user' then (select name from users where id = e.actor_id)
        when 'contact' then (select name from contacts where id = e.actor_id) end as actor_name
    from events e where e.subject = 'ticket' and e.subject_id = ${wanted.id} and e.name = any(${[...shownEvents]}::text[])
      and not (e.name = ${activityAdded.name} and e.payload ->> 'kind' = 'system') -- its own event says what the desk did
      and (${wanted.before ?? null}::bigint is null or (e.version, e.id) < (select version, id from events where id = ${wanted.before ?? null}))
    order by e.version desc, e.id desc limit ${wanted.limit + 1}`.execute(ctx.db)
  const shown = rows.slice(0, wanted.limit)
  const names = await namesFor(ctx, shown)
  const others = new Set((await seenTitles(ctx, shown.flatMap(othersOf))).map((ticket) => ticket.id))
  const entries: Entry[] = shown.map((r) => ({
    id: r.id,
    version: r.version,
    at: r.at,
    name: r.name,
    who: { kind: r.actor_kind, id: r.actor_id, name: r.actor_name },
    via: r.via,
    changes: Object.fromEntries(
      Object.entries(r.payload.changes ?? {}).map(([field, c]) => [
        field,
        {
          from: names.said(field, c.from),
          to: names.said(field, c.to),
          ...(names.titles[field] === undefined ? {} : { title: names.titles[field] }),
        },
      ]),
    ),
    because: r.payload.because ?? null,
    tickets: othersOf(r).map((id) => (others.has(id) ? `#${id}` : '#…')),
  }))
  return { entries, next: rows.length > wanted.limit ? (shown.at(-1)?.id ?? null) : null }
}

/** `tickets_suggested` names its own with titles beside the activity. */
const othersOf = ({ name, payload: { ticketIds, ticketId } }: Raw) =>
  name === 'activity.tickets_suggested' ? [] : [...(ticketIds ?? []), ...(ticketId === undefined ? [] : [ticketId])]

const tables = ['users', 'contacts', 'categories', 'accounts', 'statuses', 'tickets'] as const
type Table = (typeof tables)[number]
const tableOf = new Map<Field['type'], Table>([
  ['user', 'users'],
  ['users', 'users'],
  ['contact', 'contacts'],
  ['category', 'categories'],
  ['account', 'accounts'],
  ['statuses', 'statuses'],
  ['ticket', 'tickets'],
])
/** Where the names of a field's values stand, by what its description says; a custom field's by its own. */
const tableFor = (field: string, custom: FieldSet): Table | undefined => {
  const fixed = Object.entries(fields).find(([name]) => name === field)?.[1]
  if (fixed) return tableOf.get(fixed.type)
  return customOf(field, custom)?.type === 'user' ? 'users' : undefined
}
const customOf = (field: string, custom: FieldSet) =>
  isCustomKey(field) ? custom.byId.get(Number(field.slice('custom.'.length))) : undefined
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

/** Looks up all that a page of entries names by its number, in one query per table. */
async function namesFor(ctx: Context, rows: readonly Raw[]) {
  const changes = rows.flatMap((row) => Object.entries(row.payload.changes ?? {}))
  const custom = changes.some(([field]) => isCustomKey(field)) ? await fieldsOf(ctx, 'ticket') : noFields
  const ids = new Map<Table, Set<number>>(tables.map((table) => [table, new Set()]))
  for (const [field, change] of changes) {
    const table = tableFor(field, custom)
    for (const value of [...listOf(change.from), ...listOf(change.to)]) if (table && typeof value === 'number') ids.get(table)?.add(value)
  }
  const found = new Map<string, string>()
  for (const [table, wanted] of ids) for (const row of await namesIn(ctx, table, [...wanted])) found.set(`${table} ${row.id}`, row.name)
  const one = (field: string, value: unknown) => {
    const table = tableFor(field, custom)
    if (table && typeof value === 'number') return found.get(`${table} ${value}`) ?? (table === 'tickets' ? '#…' : `#${value}`)
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
  const said = (field: string, value: unknown): string | null => {
    if (value === null || value === undefined) return null
    const declared = customOf(field, custom)
    if (declared) return displayValue(declared, value, { ...plain, user: (id) => one(field, id) })
    return Array.isArray(value) ? value.map((part) => one(field, part)).join(', ') : one(field, value)
  }
  const titles = Object.fromEntries(
    changes.flatMap(([field]) => {
      const declared = customOf(field, custom)
      return declared ? [[field, declared.title]] : []
    }),
  )
  return { said, titles }
}

/** As a custom value stands in the History: exact, in no reader's language. */
const plain = {
  yes: 'Yes',
  no: 'No',
  removedOption: (title: string) => title,
  number: String,
  date: (day: string) => day,
  moment: (instant: string) => instant,
}

async function namesIn(ctx: Context, table: Table, ids: number[]): Promise<{ id: number; name: string }[]> {
  if (ids.length === 0) return []
  if (table === 'statuses') return ctx.db.selectFrom('statuses').select(['id', 'title as name']).where('id', 'in', ids).execute()
  if (table === 'tickets') {
    // The title of a ticket out of sight stays there.
    return (await seenTitles(ctx, ids)).map(({ id, title }) => ({ id, name: `#${id} ${title}` }))
  }
  return ctx.db.selectFrom(table).select(['id', 'name']).where('id', 'in', ids).execute()
}
