/** What happens by the clock alone: a ticket will be due soon, is breached, or nobody took it. Each is told once, by its own moment. */
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Kind, Why } from '#notifications/kinds.ts'
import type { DB } from '#platform/server/tables.ts'
import { noteTold } from './noteTold.ts'
import { named } from './notifyReader.ts'
import { Everybody, tellUsers, type TicketOf } from './tellUsers.ts'
import { ticketsOf } from './ticketsOf.ts'

/** What was missed for longer is no news. Minutes. */
const longest = 60

interface Moment {
  id: number
  at: string
}

export async function watchClock(db: Kysely<DB>, now: Date) {
  await db.transaction().execute(async (trx) => {
    const { rows: begun } =
      await sql`insert into notification_clock (looked_at) values (${now}) on conflict do nothing returning one`.execute(trx)
    const { rows } = await sql<{ from: string }>`
      select greatest(looked_at, ${now}::timestamptz - make_interval(mins => ${longest})) as from from notification_clock for update`.execute(
      trx,
    )
    const from = rows[0]?.from
    if (begun.length > 0 || from === undefined) return
    const between = (moment: ReturnType<typeof sql>) => sql`${moment} > ${from}::timestamptz and ${moment} <= ${now}::timestamptz`
    const everybody = new Everybody(trx, now)
    const soon = sql`t.deadline_at - make_interval(mins => c.due_soon_minutes)`
    await tellEach(
      trx,
      everybody,
      'due_soon',
      now,
      await found(trx, soon, sql`c.due_soon_minutes > 0 and ${between(soon)} and t.deadline_at > ${now}`),
    )
    const deadline = sql`t.deadline_at`
    await tellEach(trx, everybody, 'breached', now, await found(trx, deadline, between(deadline)))
    const lonely = sql`t.created_at + make_interval(mins => r.minutes)`
    const { rows: alone } = await sql<Moment>`
      select distinct on (t.id) t.id, ${lonely} as at from categories c,
        jsonb_to_recordset(c.notify) as r (kind text, minutes int), tickets t
      where t.category_id = c.id and r.kind = 'unassigned' and t.state = 'open' and t.user_id is null and not t.hidden
        and t.created_at > ${from}::timestamptz - make_interval(mins => r.minutes) and ${between(lonely)}`.execute(trx)
    await tellEach(trx, everybody, 'unassigned', now, alone)
    await sql`update notification_clock set looked_at = ${now}`.execute(trx)
  })
}

async function found(trx: Transaction<DB>, moment: ReturnType<typeof sql>, condition: ReturnType<typeof sql>): Promise<Moment[]> {
  const { rows } = await sql<Moment>`
    select t.id, ${moment} as at from tickets t join categories c on c.id = t.category_id
    where t.state in ('open', 'waiting') and not t.hidden and t.deadline_at is not null and t.deadline_at < now() + interval '370 days' and ${condition}`.execute(
    trx,
  )
  return rows
}

async function tellEach(trx: Transaction<DB>, everybody: Everybody, kind: Kind, now: Date, moments: readonly Moment[]) {
  const tickets = new Map(
    (
      await ticketsOf(
        trx,
        moments.map(({ id }) => id),
      )
    ).map((ticket) => [ticket.id, ticket]),
  )
  for (const { id, at } of moments) {
    const ticket = tickets.get(id)
    if (!ticket) continue
    const to = [...ownerOf(ticket, kind), ...(await named(trx, ticket, kind))]
    const told = await tellUsers(trx, everybody, { kind, key: `${kind} ${id} ${at}`, ticket, actorId: null, at: now, to })
    await noteTold(trx, told)
  }
}

const ownerOf = ({ userId }: TicketOf, kind: Kind): (readonly [number, Why])[] =>
  userId === null || kind === 'unassigned' ? [] : [[userId, 'owner']]
