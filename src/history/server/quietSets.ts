/** Followers and participants at a moment: messages, merges and moved activities add to them without a change of the field. */
import { sql, type RawBuilder } from 'kysely'
import { activitiesMovedFrom, ticketSplitFrom } from '#activities/events.ts'
import { grown } from '#history/foldBack.ts'
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
  ofActivities: (ids) => sql`select x.from_address as one from activities x where x.id = any(${ids}) and x.from_address <> ''
    union select r.address from activity_recipients r where r.activity_id = any(${ids}) and r.role <> 'bcc' and r.address <> ''`,
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
    const forward = grew(kind, { base, next }) ? await countedForward<T>(ctx, id, place, kind, base) : null
    return forward?.set ?? (next === undefined ? listed<T>(ctx, kind.rowsOf(partsNow(id))) : base)
  }
  return { followerIds: await setAt(followers, counted.followerIds), participants: await setAt(participants, counted.participants) }
}

interface Forward<T> {
  last: T[] | null
  activities: number[]
  merged: (Place & { ticket: number })[]
  unmerged: number[]
}

/** From the last change before it, or the beginning, on; null where neither is kept. `later` is what the set was when it was next changed. */
async function countedForward<T extends string | number>(
  ctx: Context,
  id: number,
  place: Place,
  kind: Kind,
  later?: readonly T[],
): Promise<{ set: T[]; known: T[] } | null> {
  const { field, adders } = kind
  const at = sql`(${place.version}::int, ${place.id}::bigint)`
  const isChange = sql`e.name = ${ticketChanged.name} and e.payload -> 'changes' ? ${field}`
  const { rows } = await sql<Forward<T>>`
    with last as (select e.version, e.id, case when e.name = ${ticketCreated.name} then e.payload -> 'fields' -> ${field}
          else e.payload -> 'changes' -> ${field} -> 'to' end as value
        from ${eventsOf(id)} and (e.version, e.id) <= ${at} and (${isChange} or e.name = ${ticketCreated.name}) order by e.version desc, e.id desc limit 1),
      came as (select e.name, e.payload, e.at from last, ${eventsOf(id)} and e.name = any(${[...adders]}::text[])
        and (e.version, e.id) > (last.version, last.id) and (e.version, e.id) <= ${at}),
      brought as (select t.value::bigint as id, max(came.at) as at from came, jsonb_array_elements_text(came.payload -> 'ticketIds') t
        where came.name = ${ticketMerged.name} group by t.value)
    select case when jsonb_typeof(last.value) = 'array' then last.value else '[]' end as last,
      array(select (payload ->> 'activityId')::bigint from came where payload ? 'activityId'
        union select a.value::bigint from came, jsonb_array_elements_text(came.payload -> 'activityIds') a where payload ? 'activityIds') as activities,
      (select coalesce(json_agg(json_build_object('id', e.id, 'version', e.version, 'ticket', e.subject_id)), '[]') from brought
        join lateral (select e.id, e.version, e.subject_id from events e where e.subject = 'ticket' and e.subject_id = brought.id
          and e.name = ${ticketMergedInto.name} and e.at <= brought.at order by e.version desc, e.id desc limit 1) e on true) as merged,
      array(select (payload ->> 'ticketId')::bigint from came where name = ${ticketUnmerged.name}) as unmerged
    from last`.execute(ctx.db)
  const found = rows[0]
  if (!found) return null
  const known = [...(later ?? (await changedLater<T>(ctx, id, place, field))), ...(await listed<T>(ctx, kind.rowsOf(partsNow(id))))]
  const came = kind.ofActivities ? await listed<T>(ctx, kind.ofActivities(sql`${found.activities}::bigint[]`)) : []
  for (const { ticket, ...then } of found.merged) {
    const theirs = await countedForward<T>(ctx, ticket, then, kind)
    if (!theirs) continue
    known.push(...theirs.known, ...theirs.set)
    if (!found.unmerged.includes(ticket)) came.push(...theirs.set)
  }
  return { set: grown(found.last ?? [], came, known), known }
}

/** What its next change met. */
async function changedLater<T>({ db }: Context, id: number, place: Place, field: string): Promise<T[]> {
  const { rows } = await sql<{ from: T[] | null }>`select e.payload -> 'changes' -> ${field} -> 'from' as "from" from ${eventsOf(id)}
    and e.name = ${ticketChanged.name} and e.payload -> 'changes' ? ${field} and (e.version, e.id) > (${place.version}::int, ${place.id}::bigint)
    order by e.version, e.id limit 1`.execute(db)
  return rows[0]?.from ?? []
}

const partsNow = (id: number) => sql`array_append(array(select m.id from tickets m where m.survivor_id = ${id}), ${id}::bigint)`

async function listed<T>({ db }: Context, query: RawBuilder<unknown>): Promise<T[]> {
  const { rows } = await sql<{ one: T }>`select distinct one from (${query}) listed order by one`.execute(db)
  return rows.map((row) => row.one)
}
