/** A ticket as it was: what it has now, with everything that changed since put back. Nothing that its reader may not see comes back with it. */
import { sql } from 'kysely'
import type { z } from 'zod'
import { clockOf } from '#categories/clock.ts'
import type { ticketAt as endpoint } from '#history/api.ts'
import { foldBack } from '#history/foldBack.ts'
import { BadInput, NotFound } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { ticketChanged } from '#tickets/events.ts'
import { tellClock, timedOf } from '#tickets/server/keepClock.ts'
import { expectVisible, type TicketRow } from '#tickets/server/ticketQueries.ts'
import { valuesOf } from '#tickets/server/ticketValues.ts'
import { changesIn, changed, entriesOf, entryRow, eventsOf } from './historyQueries.ts'
import { namesFor, type Names } from './historyNames.ts'
import { quietSetsAt, type Place } from './quietSets.ts'

interface Wanted {
  id: number
  event?: number | undefined
  at?: string | undefined
}

/** After an event of its History, or at a time. A merged ticket's own past is read under its own number, by who sees the survivor. */
export async function ticketAt(ctx: Context, wanted: Wanted): Promise<z.input<(typeof endpoint)['output']>> {
  const { id } = wanted
  await expectVisible(ctx, id)
  const event = wanted.event ?? (await lastBefore(ctx, id, wanted.at))
  const row = await entryRow(ctx, id, event)
  if (!row) throw new NotFound(`The history of #${id} has no entry ${event}.`)
  const ticket = await ctx.db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const values = await valuesAt(ctx, ticket, row)
  const before = Object.fromEntries(Object.entries(changesIn(row)).map(([field, change]) => [field, change.from]))
  const names = await namesFor(
    ctx,
    [...Object.entries(values), ...Object.entries(before)].map(([field, value]) => [field, [value]] as const),
  )
  const [entry] = await entriesOf(ctx, [row])
  if (!entry) throw new NotFound(`The history of #${id} has no entry ${event}.`)
  return {
    id,
    version: row.version,
    at: row.at,
    entry,
    values: inWords(names, values),
    statuses: await statusesOf(ctx, values['statusIds']),
    computedDeadline: await computedAt(ctx, ticket, row.at),
    before: inWords(names, before),
    ...(await neighbours(ctx, id, row)),
  }
}

async function lastBefore(ctx: Context, id: number, at: string | undefined): Promise<number> {
  if (at === undefined) throw new BadInput('Which moment? Give an event or a time.', [{ field: 'at', code: 'required' }])
  const { rows } = await sql<{ id: number }>`
    select e.id from ${eventsOf(id)} and ${changed(ctx)} and e.at <= ${at}::timestamptz order by e.version desc, e.id desc limit 1`.execute(
    ctx.db,
  )
  if (!rows[0]) throw new NotFound(`#${id} was not there yet.`)
  return rows[0].id
}

/** Changes that are looked at one by one. */
const soon = 300
/** An anonymised change says nothing any more. */
const speaks = sql`not (e.payload ? 'anonymised' and e.payload -> 'changes' -> c.field -> 'from' = 'null' and e.payload -> 'changes' -> c.field -> 'to' = 'null')`

/** All its fields as this event left them. What was anonymised since stays so: its history holds nothing of it either. */
async function valuesAt(ctx: Context, ticket: TicketRow, place: Place): Promise<Record<string, unknown>> {
  const now = await valuesOf(ctx, ticket, new Set())
  const after = sql`(e.version, e.id) > (${place.version}::int, ${place.id}::bigint)`
  // Of each field only the first change since: it says what the field had. Most fields are met soon; of all further changes those alone are
  // looked into that speak of another one.
  const { rows } = await sql<{ field: string; from: unknown; version: number }>`
    with near as materialized (select e.version, e.id, e.payload from ${eventsOf(ticket.id)} and e.name = ${ticketChanged.name} and ${after}
        order by e.version, e.id limit ${soon}),
      met as materialized (select c.field, min(e.version) as version from near e
        cross join lateral jsonb_object_keys(e.payload -> 'changes') c (field) where ${speaks} group by c.field),
      far as materialized (select e.version, e.payload from ${eventsOf(ticket.id)} and e.name = ${ticketChanged.name}
        and (e.version, e.id) > (select n.version, n.id from near n order by n.version desc, n.id desc limit 1)
        and (e.payload -> 'changes') - (select coalesce(array_agg(field), '{}') from met) <> '{}'),
      first as materialized (select field, min(version) as version from (select field, version from met
        union all select c.field, e.version from far e cross join lateral jsonb_object_keys(e.payload -> 'changes') c (field) where ${speaks}) f group by field)
    select first.field, first.version, changed."from" from first cross join lateral (
      select e.payload -> 'changes' -> first.field -> 'from' as "from" from ${eventsOf(ticket.id)} and e.name = ${ticketChanged.name}
        and e.version = first.version and ${after} and e.payload -> 'changes' ? first.field order by e.id limit 1) changed`.execute(ctx.db)
  const then = foldBack(
    now,
    rows.map(({ field, from }) => ({ [field]: { from } })),
  )
  const next = (field: string) => rows.find((row) => row.field === field)?.version
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what these two fields hold, their events keep as it was saved
  const sets = then as { followerIds: number[]; participants: string[] }
  const quiet = await quietSetsAt(ctx, ticket.id, place, {
    followerIds: { base: sets.followerIds, next: next('followerIds') },
    participants: { base: sets.participants, next: next('participants') },
  })
  return { ...then, ...quiet }
}

/** The parent that nobody may know of is told by its sign alone. */
const inWords = (names: Names, values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(values).map(([field, value]) => [
      field,
      {
        value: field === 'parentId' && value !== null && !names.seesTicket(value) ? null : (value ?? null),
        said: names.words(field, value),
      },
    ]),
  )

async function statusesOf({ db }: Context, ids: unknown) {
  const wanted = Array.isArray(ids) ? ids.filter((id): id is number => typeof id === 'number') : []
  if (wanted.length === 0) return []
  return db.selectFrom('statuses').select(['id', 'title', 'color']).where('id', 'in', wanted).orderBy('position').orderBy('title').execute()
}

/** The facts of the clock are kept with their times: the deadline is computed from those that were there. */
async function computedAt(ctx: Context, ticket: TicketRow, at: string) {
  const moment = Date.parse(at)
  const { facts, hoursOf } = await tellClock(ctx, ticket, timedOf(ticket))
  const clock = clockOf(
    facts.filter((fact) => fact.at <= moment),
    moment,
    hoursOf,
  )
  return clock.computed === null ? null : new Date(clock.computed).toISOString()
}

async function neighbours(ctx: Context, id: number, { version, id: event }: Place) {
  const here = sql`(${version}::int, ${event}::bigint)`
  const { rows } = await sql<{ previous: number | null; next: number | null }>`select
    (select e.id from ${eventsOf(id)} and ${changed(ctx)} and (e.version, e.id) < ${here} order by e.version desc, e.id desc limit 1) as previous,
    (select e.id from ${eventsOf(id)} and ${changed(ctx)} and (e.version, e.id) > ${here} order by e.version, e.id limit 1) as next`.execute(
    ctx.db,
  )
  return rows[0] ?? { previous: null, next: null }
}
