/** The History of a ticket, read from the event list and put into words that people know: names instead of ids. */
import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import { commentEdited, commentWithdrawn, suggestionsDismissed, ticketsSuggested } from '#activities/events.ts'
import type { Entry, listHistory as endpoint } from '#history/api.ts'
import { shownEvents } from '#history/ticketEvents.ts'
import { isEmpty } from '#platform/field.ts'
import type { Context } from '#platform/server/context.ts'
import { activityAdded, deadlineMoved, ticketCreated } from '#tickets/events.ts'
import { seenBy } from '#tickets/rights.ts'
import { expectVisible, joinShown, seenTitles, visible } from '#tickets/server/ticketQueries.ts'
import { keysOf } from '#tickets/ticket.ts'
import { namesFor, type Names } from './historyNames.ts'

export interface Raw {
  id: number
  version: number
  at: string
  name: Entry['name']
  via: Entry['via']
  actor_kind: string
  actor_id: number | null
  actor_name: string | null
  payload: {
    changes?: Record<string, { from: unknown; to: unknown }>
    fields?: Record<string, unknown>
    because?: Entry['because']
    ticketIds?: number[]
    ticketId?: number
    followUpId?: number
    activityId?: number
    fileId?: number
    from?: unknown
    to?: unknown
  }
}

const kept = sql`e.id, e.version, e.at, e.name, e.via, e.actor_kind, e.actor_id, e.payload,
  case e.actor_kind when 'user' then (select name from users where id = e.actor_id)
    when 'contact' then (select name from contacts where id = e.actor_id) end as actor_name`
/** What is suggested stands with titles in the banner, for those who may see it. */
const ofSuggestions: ReadonlySet<string> = new Set([ticketsSuggested.name, suggestionsDismissed.name])
/** What the desk says of itself has an event of its own that tells it. */
const told = (ctx: Context) =>
  sql`e.name = any(${[...shownEvents]}::text[]) and not (e.name = ${activityAdded.name} and e.payload ->> 'kind' = 'system') and ${inSight(ctx)}`
/** What changed the ticket: all but its activities. */
export const changed = (ctx: Context) =>
  sql`e.name = any(${shownEvents.filter((name) => name !== activityAdded.name)}::text[]) and ${inSight(ctx)}`
/** That tickets were suggested of which this reader may see none would be a sign of them. */
const inSight = (ctx: Context) =>
  seenBy(ctx.actor) === 'all'
    ? sql`true`
    : sql`(e.name <> all(${[...ofSuggestions]}::text[]) or exists (
        select from jsonb_array_elements_text(e.payload -> 'ticketIds') other (id) ${joinShown(sql`other.id::bigint`)} where ${visible(ctx)}))`
export const eventsOf = (id: number) => sql`events e where e.subject = 'ticket' and e.subject_id = ${id}`
const placeOf = (event: number) => sql`(select version, id from events where id = ${event})`

interface Wanted {
  id: number
  before?: number | undefined
  after?: number | undefined
  around?: number | undefined
  activities?: 'yes' | 'no' | undefined
  limit: number
}

/** One page, newest first: before the oldest or after the newest entry already shown, or around one that a link speaks of. */
export async function listHistory(ctx: Context, wanted: Wanted): Promise<z.input<(typeof endpoint)['output']>> {
  await expectVisible(ctx, wanted.id)
  const { id, before, after, around, limit } = wanted
  const which = wanted.activities === 'no' ? changed(ctx) : told(ctx)
  const page = async (place: RawBuilder<unknown>, order: 'older' | 'newer', most: number) => {
    const direction = sql.raw(order === 'older' ? 'desc' : 'asc')
    const { rows } = await sql<Raw>`select ${kept} from ${eventsOf(id)} and ${which} and ${place}
      order by e.version ${direction}, e.id ${direction} limit ${most + 1}`.execute(ctx.db)
    return { rows: rows.slice(0, most), more: rows.length > most }
  }
  const here = before ?? after ?? around
  const olderThan = sql`(${here ?? null}::bigint is null or (e.version, e.id) < ${placeOf(here ?? 0)})`
  const newerThan = sql`(e.version, e.id) > ${placeOf(here ?? 0)}`
  const half = Math.ceil(limit / 2)
  const newer = after === undefined && around === undefined ? null : await page(newerThan, 'newer', after === undefined ? half : limit)
  const older =
    after === undefined ? await page(around === undefined ? olderThan : sql`(${olderThan} or e.id = ${around})`, 'older', limit) : null
  const rows = [...(newer?.rows.toReversed() ?? []), ...(older?.rows ?? [])]
  return {
    entries: await entriesOf(ctx, rows),
    // What lies beyond the entry that was asked from is there in any case.
    next: older?.more || (after !== undefined && rows.length > 0) ? (rows.at(-1)?.id ?? null) : null,
    newer: newer?.more || (before !== undefined && rows.length > 0) ? (rows[0]?.id ?? null) : null,
    total: before === undefined && after === undefined ? await totalOf(ctx, id) : null,
  }
}

async function totalOf(ctx: Context, id: number) {
  const { rows } = await sql<{ changes: number; people: number }>`
    select count(*)::int as changes, count(distinct (e.actor_kind, e.actor_id)) filter (where e.actor_kind <> 'system')::int as people
    from ${eventsOf(id)} and ${changed(ctx)}`.execute(ctx.db)
  return rows[0] ?? null
}

/** One event of a ticket; undefined if it is none of its History. */
export async function entryRow(ctx: Context, id: number, event: number): Promise<Raw | undefined> {
  const { rows } = await sql<Raw>`select ${kept} from ${eventsOf(id)} and ${told(ctx)} and e.id = ${event}`.execute(ctx.db)
  return rows[0]
}

export async function entriesOf(ctx: Context, rows: readonly Raw[]): Promise<Entry[]> {
  const names = await namesFor(
    ctx,
    rows.flatMap((row) => Object.entries(changesIn(row)).map(([field, change]) => [field, [change.from, change.to]] as const)),
  )
  const others = new Set((await seenTitles(ctx, rows.flatMap(othersOf))).map((ticket) => ticket.id))
  const activities = await activitiesIn(ctx, rows)
  const files = await filesIn(ctx, rows)
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    at: row.at,
    name: row.name,
    who: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    via: row.via,
    changes: Object.fromEntries(Object.entries(changesIn(row)).map(([field, change]) => [field, inWords(names, field, change)])),
    because: row.payload.because ?? null,
    tickets: othersOf(row).map((id) => (others.has(id) ? `#${id}` : '#…')),
    activity: activities.get(row.payload.activityId ?? 0) ?? null,
    file: files.get(row.payload.fileId ?? 0) ?? null,
  }))
}

const inWords = (names: Names, field: string, { from, to }: { from: unknown; to: unknown }) => ({
  from: names.said(field, from),
  to: names.said(field, to),
  ...(names.titles[field] === undefined ? {} : { title: names.titles[field] }),
})

/** What an event says of fields: a change its own, the beginning what the ticket began with, a moved deadline both of its times. */
export function changesIn({ name, payload }: Pick<Raw, 'name' | 'payload'>): Record<string, { from: unknown; to: unknown }> {
  if (name === deadlineMoved.name) return { computedDeadline: { from: payload.from ?? null, to: payload.to ?? null } }
  if (name !== ticketCreated.name) return payload.changes ?? {}
  const { fields = {} } = payload
  return Object.fromEntries(
    keysOf(fields).flatMap((field) => {
      const to = Object.entries(fields).find(([key]) => key === field)?.[1]
      return isEmpty(to) ? [] : [[field, { from: null, to }]]
    }),
  )
}

const othersOf = ({ name, payload: { ticketIds, ticketId, followUpId } }: Raw) =>
  ofSuggestions.has(name) ? [] : [...(ticketIds ?? []), ...[ticketId, followUpId].filter((id) => id !== undefined)]

const shortest = 160

const speaking: ReadonlySet<string> = new Set([activityAdded.name, commentEdited.name, commentWithdrawn.name])

/** The activities they speak of that this reader may see, wherever those show by now. */
async function activitiesIn(ctx: Context, rows: readonly Raw[]) {
  const ids = rows.flatMap(({ name, payload }) => (speaking.has(name) && payload.activityId !== undefined ? [payload.activityId] : []))
  if (ids.length === 0) return new Map<number, Entry['activity']>()
  const { rows: found } = await sql<NonNullable<Entry['activity']>>`
    select x.id, x.kind, x.direction, left(regexp_replace(left(case when x.text = '' then x.subject else x.text end, 600), '\\s+', ' ', 'g'), ${shortest}) as text,
      (select coalesce(nullif(r.name, ''), r.address) from activity_recipients r where r.activity_id = x.id order by r.id limit 1) as "to",
      greatest((select count(*)::int from activity_recipients r where r.activity_id = x.id) - 1, 0) as more
    from activities x ${joinShown(sql`x.ticket_id`)} where x.id = any(${ids}::bigint[]) and ${visible(ctx)}`.execute(ctx.db)
  return new Map(found.map((one) => [one.id, one]))
}

/** Deleted files whose activities this reader may see, wherever those show by now. */
async function filesIn(ctx: Context, rows: readonly Raw[]) {
  const ids = rows.flatMap(({ payload: { fileId } }) => (fileId === undefined ? [] : [fileId]))
  if (ids.length === 0) return new Map<number, Entry['file']>()
  const { rows: found } = await sql<NonNullable<Entry['file']> & { id: number }>`select d.id, d.name, d.size from deleted_files d
    join activities x on x.id = d.activity_id ${joinShown(sql`x.ticket_id`)} where d.id = any(${ids}::bigint[]) and ${visible(ctx)}`.execute(
    ctx.db,
  )
  return new Map(found.map(({ id, name, size }) => [id, { name, size }]))
}
