/**
 * Tells Users what happened: each once, never of their own doing, never of what they may not see, by the ways they chose. Whoever is away is told
 * for later, and what needs somebody goes to their Team too.
 */
import { sql, type Kysely } from 'kysely'
import { usualChannels, needsSomebody, type Kind, type Why } from '#notifications/kinds.ts'
import type { Channels, Preferences } from '#people/preferences.ts'
import { actorsWhere } from '#people/server/authenticate.ts'
import { preferencesOf } from '#people/server/preferences.ts'
import { isAway } from '#people/away.ts'
import type { UserActor } from '#platform/actor.ts'
import type { DB } from '#platform/server/tables.ts'
import { maySee, seenBy, seesBin } from '#tickets/rights.ts'
import { mailAt } from './mailAt.ts'

export interface Happening {
  kind: Kind
  /** What it is about; `key` tells it from every other. */
  key: string
  ticket: Pick<TicketOf, 'id' | 'categoryId' | 'hidden'>
  activityId?: number | null
  actorId: number | null
  at: Date
  /** Part of a change of many tickets: such a change is told once. */
  many?: boolean
  /** Whom it may concern, and why; of two reasons the first. */
  to: Iterable<readonly [userId: number, why: Why]>
}

/** A ticket as telling needs it. */
export interface TicketOf {
  id: number
  categoryId: number
  userId: number | null
  followerIds: number[]
  hidden: boolean
  dueSoonMinutes: number
  rules: readonly NotifyRule[]
}

export interface NotifyRule {
  kind: Kind
  userIds: readonly number[]
  teamIds: readonly number[]
  minutes?: number | null | undefined
}

interface Known {
  actor: UserActor
  chosen: Preferences
  zone: string | null
  /** The last day, if they are away now. */
  away: boolean
}

/** Everybody as they are at one moment, looked up once: keep it for one batch only. */
export class Everybody {
  readonly #db: Kysely<DB>
  readonly #now: Date
  readonly #known = new Map<number, Promise<Known | null>>()
  readonly #teams = new Map<number, Promise<number[]>>()

  constructor(db: Kysely<DB>, now: Date) {
    this.#db = db
    this.#now = now
  }

  /** Null: there is no such active User. */
  one(id: number): Promise<Known | null> {
    const held = this.#known.get(id) ?? this.#look(id)
    this.#known.set(id, held)
    return held
  }

  /** The others of a User's Teams. */
  teamOf(id: number): Promise<number[]> {
    const held =
      this.#teams.get(id) ??
      sql<{
        id: number
      }>`select distinct m as id from teams t, unnest(t.member_ids) m where t.member_ids @> array[${id}::bigint] and m <> ${id}`
        .execute(this.#db)
        .then(({ rows }) => rows.map((row) => row.id))
    this.#teams.set(id, held)
    return held
  }

  async #look(id: number): Promise<Known | null> {
    const [actor] = await actorsWhere(this.#db, sql`u.id = ${id}`)
    if (!actor) return null
    const user = await this.#db
      .selectFrom('users')
      .select(['time_zone as zone', 'away_from as from', 'away_until as until'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return { actor, chosen: await preferencesOf({ db: this.#db }, id), zone: user.zone, away: isAway(user, user.zone, this.#now) }
  }
}

const sees = ({ permissions, ...actor }: UserActor, ticket: Happening['ticket']) =>
  permissions.has('tickets.read') &&
  maySee(seenBy({ permissions, ...actor }), { categoryId: ticket.categoryId }) &&
  (!ticket.hidden || seesBin({ permissions, ...actor }))

export const channelsOf = (chosen: Pick<Preferences, 'notify'>, kind: Kind): Channels => chosen.notify[kind] ?? usualChannels[kind]

/** The Users who were told. */
export async function tellUsers(db: Kysely<DB>, everybody: Everybody, happening: Happening): Promise<number[]> {
  const { kind, ticket, actorId, at } = happening
  const reasons = new Map<number, { why: Why; awayId: number | null }>()
  for (const [userId, why] of happening.to) {
    if (reasons.has(userId)) continue
    reasons.set(userId, { why, awayId: null })
    if (!needsSomebody.has(kind) || !(await everybody.one(userId))?.away) continue
    for (const colleague of await everybody.teamOf(userId))
      if (!reasons.has(colleague)) reasons.set(colleague, { why: 'team', awayId: userId })
  }
  const told: number[] = []
  const key = happening.many ? `many:${happening.key}` : happening.key
  for (const [userId, { why, awayId }] of reasons) {
    if (userId === actorId) continue
    const known = await everybody.one(userId)
    if (!known || !sees(known.actor, ticket)) continue
    const ways = channelsOf(known.chosen, happening.many ? 'many' : kind)
    if (!ways.app && !ways.email) continue
    const { rows } = await sql<{ id: number }>`
      insert into notifications (user_id, ticket_id, kind, why, away_id, activity_id, actor_id, key, at, desktop, mail_at)
      values (${userId}, ${happening.many ? null : ticket.id}, ${happening.many ? 'many' : kind}, ${why}, ${awayId},
        ${happening.many ? null : (happening.activityId ?? null)}, ${actorId}, ${key}, ${at}, ${ways.app && ways.desktop},
        ${ways.email ? mailAt(known.chosen.digest, known.zone, at) : null})
      on conflict (user_id, key) do update set times = notifications.times + 1 where ${happening.many ?? false} returning id`.execute(db)
    if (rows.length > 0) told.push(userId)
  }
  return told
}
