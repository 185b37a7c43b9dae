/** Reads what a User was told, as far as they may see it now, and marks it read. The only reader and writer of it besides those that tell. */
import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { notification } from '#notifications/api.ts'
import { kinds } from '#notifications/kinds.ts'
import { preferencesOf } from '#people/server/preferences.ts'
import type { Actor } from '#platform/actor.ts'
import { userOf } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import type { DB } from '#platform/server/tables.ts'
import { visible } from '#tickets/server/ticketQueries.ts'
import { noteTold } from './noteTold.ts'
import { channelsOf } from './tellUsers.ts'

export type Told = z.input<typeof notification>

interface By {
  db: Kysely<DB>
  actor: Actor
}

/** What is about a ticket out of sight is not there. */
const inSight = ({ actor }: By) =>
  actor.kind === 'user' && !actor.permissions.has('tickets.read')
    ? sql<boolean>`false`
    : sql<boolean>`(n.ticket_id is null or ${visible({ actor })})`
const from = sql`notifications n left join tickets kept on kept.id = n.ticket_id left join tickets t on t.id = coalesce(kept.survivor_id, kept.id)`

const person = (id: string) => sql`(select json_build_object('id', u.id, 'name', u.name) from users u where u.id = ${sql.ref(id)})`

export async function select(by: By, where: RawBuilder<unknown>, order: RawBuilder<unknown>): Promise<Told[]> {
  const { rows } = await sql<Told>`
    select n.id, n.kind, n.why, n.at, n.read_at is not null as read, n.desktop, n.times, n.activity_id as "activityId",
      case when t.id is not null then json_build_object('id', t.id, 'title', t.title, 'state', t.state) end as ticket,
      case when n.why = 'category' then (select c.name from categories c where c.id = t.category_id) end as category,
      case when n.why = 'team' then (select min(m.name) from teams m where m.member_ids @> array[n.user_id, n.away_id]) end as team,
      ${person('n.actor_id')} as actor, ${person('n.away_id')} as "awayFor"
    from ${from} where ${where} and ${inSight(by)} ${order}`.execute(by.db)
  return rows
}

/** One's own, but for what one chose to be told by mail alone. */
async function mineOf(ctx: Context) {
  const { id } = userOf(ctx)
  const chosen = await preferencesOf(ctx, id)
  const elsewhere = kinds.filter((kind) => !channelsOf(chosen, kind).app)
  return sql`n.user_id = ${id} and n.kind <> all(${elsewhere}::text[])`
}

export async function listNotifications(
  ctx: Context,
  { before, unread, limit }: { before?: number | undefined; unread?: boolean | undefined; limit: number },
) {
  const mine = await mineOf(ctx)
  const where = [mine, ...(before === undefined ? [] : [sql`n.id < ${before}`]), ...(unread ? [sql`n.read_at is null`] : [])]
  const rows = await select(ctx, sql.join(where, sql` and `), sql`order by n.id desc limit ${limit + 1}`)
  const { rows: counted } = await sql<{ n: number }>`
    select count(*) as n from ${from} where ${mine} and n.read_at is null and ${inSight(ctx)}`.execute(ctx.db)
  const notifications = rows.slice(0, limit)
  return { notifications, unread: counted[0]?.n ?? 0, next: rows.length > limit ? (notifications.at(-1)?.id ?? null) : null }
}

/** All of them, those of one ticket, or single ones. */
export async function readNotifications(ctx: Context, { ids, ticketId }: { ids?: number[] | undefined; ticketId?: number | undefined }) {
  const { id } = userOf(ctx)
  const which =
    ids === undefined && ticketId === undefined
      ? await mineOf(ctx)
      : sql`(n.id = any(${ids ?? []}::bigint[]) or n.ticket_id in (select p.id from tickets p where p.id = ${ticketId ?? 0} or p.survivor_id = ${ticketId ?? 0}))`
  const { rows } = await sql`update notifications n set read_at = ${ctx.now}, mail_at = null
    where n.user_id = ${id} and n.read_at is null and ${which} returning n.id`.execute(ctx.db)
  if (rows.length > 0) await noteTold(ctx.db, [id])
  return { read: rows.length }
}

/** Read ones are kept for a month, others for a quarter of a year. */
export async function sweepNotifications(db: Kysely<DB>, now: Date) {
  await sql`delete from notifications where at < ${now}::timestamptz - interval '90 days'
    or (read_at is not null and at < ${now}::timestamptz - interval '30 days')`.execute(db)
}
