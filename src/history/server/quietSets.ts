/** Followers and participants at a moment: messages, merges and moved activities add to them without a change of the field. */
import { sql, type RawBuilder } from 'kysely'
import { activitiesMovedFrom, ticketSplitFrom } from '#activities/events.ts'
import { allOf, keyOf, replay, takenOut, type Parts, type SetEvent } from '#history/foldBack.ts'
import type { Context } from '#platform/server/context.ts'
import {
  activityAdded,
  ticketChanged,
  ticketCreated,
  ticketMerged,
  ticketMergedInto,
  ticketUnmerged,
  ticketUnmergedFrom,
} from '#tickets/events.ts'
import { eventsOf } from './historyQueries.ts'

/** Where an event stands among its ticket's. */
export interface Place {
  id: number
  version: number
}

/** What counting back alone gives, and at which version the field was next changed. */
interface Counted<T> {
  base: readonly T[]
  next: number | undefined
}

interface Kind {
  field: 'followerIds' | 'participants'
  adders: string[]
  rowsOf: (tickets: RawBuilder<unknown>) => RawBuilder<unknown>
  ofActivities: ((ids: RawBuilder<unknown>) => RawBuilder<unknown>) | null
}

const merging = [ticketMerged, ticketUnmerged, ticketMergedInto, ticketUnmergedFrom].map((event) => event.name)
const followers: Kind = {
  field: 'followerIds',
  adders: merging,
  rowsOf: (tickets) => sql`select user_id as one from ticket_followers where ticket_id = any(${tickets})`,
  ofActivities: null,
}
const participants: Kind = {
  field: 'participants',
  adders: [...merging, activityAdded.name, activitiesMovedFrom.name, ticketSplitFrom.name],
  rowsOf: (tickets) => sql`select address as one from ticket_participants where ticket_id = any(${tickets})`,
  ofActivities: (ids) => sql`select x.id as activity, x.ticket_id as "on", x.from_address as one from activities x
    where x.id = any(${ids}) and x.from_address <> ''
    union all select x.id, x.ticket_id, r.address from activities x join activity_recipients r on r.activity_id = x.id
    where x.id = any(${ids}) and r.role <> 'bcc' and r.address <> ''`,
}

/** Counted back where nothing was added quietly between the moment and the next change, or now; else counted forward. */
export async function quietSetsAt(
  ctx: Context,
  id: number,
  place: Place,
  counted: { followerIds: Counted<number>; participants: Counted<string> },
): Promise<{ followerIds: readonly number[]; participants: readonly string[] }> {
  const { rows } = await sql<{ name: string; version: number }>`
    select e.name, min(e.version) as version from ${eventsOf(id)} and e.name = any(${participants.adders}::text[])
      and (e.version, e.id) > (${place.version}::int, ${place.id}::bigint) group by e.name`.execute(ctx.db)
  const grew = ({ adders }: Kind, { next }: Counted<unknown>) =>
    rows.some(({ name, version }) => adders.includes(name) && (next === undefined || version < next))
  const setAt = async <T extends string | number>(kind: Kind, { base, next }: Counted<T>) => {
    const forward = grew(kind, { base, next }) ? await countedForward(ctx, id, place, kind) : null
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the kind that this field keeps
    return (forward as T[] | null) ?? (next === undefined ? listed<T>(ctx, kind.rowsOf(partsNow(id))) : base)
  }
  return { followerIds: await setAt(followers, counted.followerIds), participants: await setAt(participants, counted.participants) }
}

/** A User's number, or an address. */
type One = string | number

interface Told {
  id: number
  version: number
  at: string
  name: string
  from: unknown
  to: unknown
  activities: number[]
  merged: number[]
  other: number | null
}

/** From the ticket's beginning on; null where that is not kept. */
async function countedForward(ctx: Context, id: number, place: Place, kind: Kind): Promise<One[] | null> {
  const parts = await partsAt(ctx, id, place, kind)
  return parts && allOf(parts)
}

async function partsAt(
  ctx: Context,
  id: number,
  place: Place,
  kind: Kind,
  above: ReadonlySet<string | number> = new Set(),
): Promise<Parts<One> | null> {
  const { told, values } = await toldOf(ctx, id, place, kind)
  if (told[0]?.name !== ticketCreated.name) return null
  const joined = await joinedBy(ctx, kind, told)
  // An address on a message was a participant only if it stood among them ever since, or until a change took it away.
  const rows = await listed<One>(ctx, kind.rowsOf(sql`array_cat(${partsNow(id)}, ${[...new Set(joined.map(({ on }) => on))]}::bigint[])`))
  const known = new Set([...above, ...values.map(keyOf), ...rows.map(keyOf)])
  const events: SetEvent<One>[] = []
  let begin: Parts<One> | null = null
  for (const one of told) {
    if (one.name === ticketCreated.name || one.name === ticketChanged.name) events.push({ is: asSet(one.to) })
    else if (one.name === ticketMerged.name)
      for (const ticket of one.merged) {
        const merge = await placeOf(ctx, ticket, ticketMergedInto.name, one.at)
        const theirs = merge && (await partsAt(ctx, ticket, merge, kind, known))
        if (theirs) events.push({ merged: theirs })
      }
    else if (one.name === ticketUnmerged.name) events.push({ left: one.other ?? 0 })
    else if (one.name === ticketUnmergedFrom.name) {
      const before = one.other === null ? null : await placeOf(ctx, one.other, ticketUnmerged.name, one.at)
      const theirs = before && one.other !== null ? await partsAt(ctx, one.other, { ...before, id: before.id - 1 }, kind, known) : null
      // While it was merged, the survivor's changes were also its own.
      if (theirs) {
        begin = takenOut(theirs, id)
        events.length = 0
      }
    } else {
      const came = joined.filter(({ activity, one: address }) => one.activities.includes(activity) && known.has(keyOf(address)))
      if (came.length > 0) events.push({ came })
    }
  }
  return replay(id, events, begin)
}

/** What happened to the set until then, in its order; `values`: all that any change ever found in it. */
async function toldOf({ db }: Context, id: number, place: Place, { field, adders }: Kind) {
  const { rows } = await sql<Told & { then: boolean }>`
    select e.id, e.version, e.at, e.name, e.payload -> 'changes' -> ${field} -> 'from' as "from",
      case when e.name = ${ticketCreated.name} then e.payload -> 'fields' -> ${field} else e.payload -> 'changes' -> ${field} -> 'to' end as "to",
      array(select (e.payload ->> 'activityId')::bigint where e.payload ? 'activityId'
        union all select a.value::bigint from jsonb_array_elements_text(coalesce(e.payload -> 'activityIds', '[]')) a) as activities,
      array(select t.value::bigint from jsonb_array_elements_text(coalesce(e.payload -> 'ticketIds', '[]')) t) as merged,
      (e.payload ->> 'ticketId')::bigint as other, (e.version, e.id) <= (${place.version}::int, ${place.id}::bigint) as then
    from ${eventsOf(id)} and (e.name = ${ticketCreated.name} or e.name = any(${adders}::text[])
      or (e.name = ${ticketChanged.name} and e.payload -> 'changes' ? ${field})) order by e.version, e.id`.execute(db)
  return { told: rows.filter((row) => row.then), values: rows.flatMap(({ from, to }) => [...asSet(from), ...asSet(to)]) }
}

/** Who was on these messages, and on which ticket each is kept. */
async function joinedBy(
  { db }: Context,
  { ofActivities }: Kind,
  told: readonly Told[],
): Promise<{ activity: number; one: One; on: number }[]> {
  const ids = told.flatMap((event) => event.activities)
  if (!ofActivities || ids.length === 0) return []
  const { rows } = await sql<{ activity: number; one: One; on: number }>`${ofActivities(sql`${ids}::bigint[]`)}`.execute(db)
  return rows
}

/** Where the last event of that name stands that came no later. */
async function placeOf({ db }: Context, id: number, name: string, at: string): Promise<Place | undefined> {
  const { rows } = await sql<Place>`select e.id, e.version from ${eventsOf(id)} and e.name = ${name} and e.at <= ${at}::timestamptz
    order by e.version desc, e.id desc limit 1`.execute(db)
  return rows[0]
}

const asSet = (value: unknown): One[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string' || typeof one === 'number') : []

const partsNow = (id: number) => sql`array_append(array(select m.id from tickets m where m.survivor_id = ${id}), ${id}::bigint)`

async function listed<T>({ db }: Context, query: RawBuilder<unknown>): Promise<T[]> {
  const { rows } = await sql<{ one: T }>`select distinct one from (${query}) listed order by one`.execute(db)
  return rows.map((row) => row.one)
}
