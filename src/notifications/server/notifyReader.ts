/** What follows from the event list for those whose ticket it is: a row for each, and never a word in it. */
import { sql, type Transaction } from 'kysely'
import { z } from 'zod'
import { commentEdited, deliveryChanged, draftChanged } from '#activities/events.ts'
import type { Kind, Why } from '#notifications/kinds.ts'
import type { Happened } from '#platform/server/horizon.ts'
import type { Reader } from '#platform/server/reader.ts'
import { handOn } from '#platform/server/readers.ts'
import type { DB } from '#platform/server/tables.ts'
import { activityAdded, ticketChanged, ticketCreated } from '#tickets/events.ts'
import { noteTold } from './noteTold.ts'
import { Everybody, tellUsers, type TicketOf } from './tellUsers.ts'
import { ticketsOf } from './ticketsOf.ts'

const name = 'notify'

export const notify: Reader = {
  name,
  events: {
    [ticketCreated.name]: created,
    [ticketChanged.name]: changed,
    [activityAdded.name]: added,
    [commentEdited.name]: edited,
    [deliveryChanged.name]: delivered,
    [draftChanged.name]: heldBack,
  },
  async together(trx, events) {
    await lookAhead(trx, events)
    for (const event of events) await notify.events[event.name]?.(trx, event)
  },
  failed: handOn(name),
}

/** One batch of the reader is one transaction: what it looks up is looked up once. */
interface Batch {
  everybody: Everybody
  /** By the number that was asked for; the ticket may be its survivor. */
  tickets: Map<number, TicketOf | null>
  activities: Map<number, Added | null>
}
const batches = new WeakMap<Transaction<DB>, Batch>()
function batchIn(trx: Transaction<DB>): Batch {
  const held = batches.get(trx) ?? { everybody: new Everybody(trx, new Date()), tickets: new Map(), activities: new Map() }
  batches.set(trx, held)
  return held
}

async function lookAhead(trx: Transaction<DB>, events: readonly Happened[]) {
  const { tickets, activities } = batchIn(trx)
  for (const event of events) tickets.set(event.subject_id, null)
  for (const ticket of await ticketsOf(trx, [...tickets.keys()])) tickets.set(ticket.asked, ticket)
  const ids = events
    .filter((event) => event.name === activityAdded.name)
    .map(({ payload }) => activityAdded.payload.parse(payload).activityId)
  for (const id of ids) activities.set(id, null)
  for (const activity of ids.length > 0 ? await addedOf(trx, ids) : []) activities.set(activity.id, activity)
}

async function ticketOf(trx: Transaction<DB>, id: number): Promise<TicketOf | null> {
  const ahead = batchIn(trx).tickets.get(id)
  return ahead === undefined ? ((await ticketsOf(trx, [id]))[0] ?? null) : ahead
}

interface Added {
  id: number
  direction: string
  author: number | null
  mentions: number[]
  first: boolean
  automatic: boolean
}

async function addedOf(trx: Transaction<DB>, ids: readonly number[]): Promise<Added[]> {
  const { rows } = await sql<Added>`
    select a.id, a.direction, a.user_id as author, array(select m.user_id from ticket_mentions m where m.activity_id = a.id) as mentions,
      not exists (select from activities b where b.ticket_id = a.ticket_id and b.id < a.id) as first, a.automatic is not null as automatic
    from activities a where a.id = any(${[...ids]}::bigint[])`.execute(trx)
  return rows
}

/** A change of many tickets, an import, a merge: each User hears of it once. */
const manyOf = ({ request_id: request, via }: Happened) => (/^run:\d+$/.test(request) || via === 'import' ? request : null)

const byUser = (event: Happened) => (event.actor_kind === 'user' ? event.actor_id : null)

async function tell(
  trx: Transaction<DB>,
  event: Happened,
  kind: Kind,
  ticket: TicketOf,
  to: Iterable<readonly [number, Why]>,
  more: { activityId?: number; actorId?: number | null } = {},
) {
  const many = manyOf(event)
  const told = await tellUsers(trx, batchIn(trx).everybody, {
    kind,
    key: many ?? `${event.id} ${kind}`,
    ticket,
    actorId: byUser(event),
    at: new Date(event.at),
    many: many !== null,
    to,
    ...more,
  })
  await noteTold(trx, told)
}

const owner = (ticket: TicketOf): (readonly [number, Why])[] => (ticket.userId === null ? [] : [[ticket.userId, 'owner']])
const near = (ticket: TicketOf): (readonly [number, Why])[] => [
  ...owner(ticket),
  ...ticket.followerIds.map((id) => [id, 'follower'] as const),
]

/** Whom the Category's rules name for this; a Team is its members. */
export async function named(trx: Transaction<DB>, ticket: TicketOf, kind: Kind): Promise<(readonly [number, Why])[]> {
  const rules = ticket.rules.filter((rule) => rule.kind === kind)
  if (rules.length === 0) return []
  const teamIds = rules.flatMap((rule) => rule.teamIds)
  const { rows } = await sql<{ id: number }>`select distinct m as id from teams t, unnest(t.member_ids) m
    where t.id = any(${teamIds}::bigint[])`.execute(trx)
  return [...rules.flatMap((rule) => rule.userIds), ...rows.map(({ id }) => id)].map((id) => [id, 'category'] as const)
}

async function created(trx: Transaction<DB>, event: Happened) {
  const ticket = await ticketOf(trx, event.subject_id)
  if (!ticket) return
  const { fields } = ticketCreated.payload.parse(event.payload)
  const to = typeof fields['userId'] === 'number' && ticket.userId === fields['userId'] ? owner(ticket) : []
  await tell(trx, event, 'assigned', ticket, to)
  await tell(trx, event, 'new_ticket', ticket, await named(trx, ticket, 'new_ticket'))
}

async function changed(trx: Transaction<DB>, event: Happened) {
  const { changes } = ticketChanged.payload.parse(event.payload)
  const [assigned, state] = [changes['userId'], changes['state']]
  if (!assigned && !state) return
  const ticket = await ticketOf(trx, event.subject_id)
  if (!ticket) return
  // Whoever has it by now.
  if (assigned && typeof assigned.to === 'number' && ticket.userId === assigned.to)
    await tell(trx, event, 'assigned', ticket, owner(ticket))
  if (state) await tell(trx, event, 'state_changed', ticket, assigned ? near(ticket).slice(owner(ticket).length) : near(ticket))
}

async function added(trx: Transaction<DB>, event: Happened) {
  const { activityId } = activityAdded.payload.parse(event.payload)
  const ahead = batchIn(trx).activities.get(activityId)
  const activity = ahead === undefined ? (await addedOf(trx, [activityId]))[0] : ahead
  const ticket = activity ? await ticketOf(trx, event.subject_id) : null
  if (!activity || !ticket) return
  const more = { activityId, actorId: activity.direction === 'in' ? null : activity.author }
  if (activity.direction === 'in') {
    // The first message of a ticket is the new ticket.
    if (activity.first || activity.automatic) return
    await tell(trx, event, 'customer_replied', ticket, [...near(ticket), ...(await named(trx, ticket, 'customer_replied'))], more)
    return
  }
  await tell(
    trx,
    event,
    'mentioned',
    ticket,
    activity.mentions.map((id) => [id, 'mentioned'] as const),
    more,
  )
  const others = near(ticket).filter(([id]) => !activity.mentions.includes(id))
  await tell(trx, event, activity.direction === 'internal' ? 'commented' : 'answered', ticket, others, more)
}

/** Whom an edit names anew. */
async function edited(trx: Transaction<DB>, event: Happened) {
  const { activityId, mentioned } = commentEdited.payload.parse(event.payload)
  const ticket = mentioned.length > 0 ? await ticketOf(trx, event.subject_id) : null
  if (ticket)
    await tell(
      trx,
      event,
      'mentioned',
      ticket,
      mentioned.map((id) => [id, 'mentioned'] as const),
      { activityId },
    )
}

const failed = deliveryChanged.payload.pick({ activityId: true, failed: true, permanent: true, outcome: true })

async function delivered(trx: Transaction<DB>, event: Happened) {
  const { activityId, permanent, failed: rows, outcome } = failed.parse(event.payload)
  if (!((permanent && rows.length > 0) || outcome === 'held')) return
  const ticket = await ticketOf(trx, event.subject_id)
  const activity = await trx.selectFrom('activities').select('user_id').where('id', '=', activityId).executeTakeFirst()
  if (!ticket || !activity) return
  const author: (readonly [number, Why])[] = activity.user_id === null ? [] : [[activity.user_id, 'author']]
  const to = [...author, ...owner(ticket), ...(await named(trx, ticket, 'undelivered'))]
  await tell(trx, { ...event, actor_kind: 'system' }, 'undelivered', ticket, to, { activityId })
}

/** A scheduled message that did not leave at its time: its author alone hears of it. */
async function heldBack(trx: Transaction<DB>, event: Happened) {
  const { draftId } = z.object({ draftId: z.uuid() }).parse(event.payload)
  const draft = await trx.selectFrom('drafts').select(['user_id', 'held']).where('id', '=', draftId).executeTakeFirst()
  if (!draft?.held) return
  const ticket = await ticketOf(trx, event.subject_id)
  if (ticket) await tell(trx, { ...event, actor_kind: 'system' }, 'held', ticket, [[draft.user_id, 'author']])
}
