/** Writers for the test of live counts: everything that moves tickets between views, as roughly as a busy desk and a bad day together. */
import { setTimeout as pause } from 'node:timers/promises'
import { sql, type Transaction } from 'kysely'
import { fold } from '#platform/fold.ts'
import type { DB } from '#platform/server/tables.ts'
import type { TestDatabase } from '#platform/server/testing/database.ts'

export interface World {
  users: readonly number[]
  categories: readonly number[]
  statuses: readonly number[]
  contacts: readonly number[]
  accounts: readonly number[]
}

const below = (n: number) => Math.floor(Math.random() * n)
function pick<T>(all: readonly T[]): T {
  for (const one of all.slice(below(all.length))) return one
  throw new Error('There is nothing to pick from.')
}
const names = ['Anna', 'Émile', 'Orla', 'Straße', 'Bo']
const aboutNow = () => new Date(Date.now() + below(6000) - 2500)
const sometimes = <T>(value: T) => (Math.random() < 0.25 ? null : value)

export async function addTickets({ db }: Pick<TestDatabase, 'db'>, world: World, count: number): Promise<void> {
  await db
    .insertInto('tickets')
    .values(
      Array.from({ length: count }, () => {
        const title = `${pick(names)} ${below(9)}`
        return {
          title,
          title_folded: fold(title),
          category_id: pick(world.categories),
          state: pick(['open', 'open', 'waiting', 'closed', 'archived'] as const),
          priority: pick(['low', 'medium', 'high'] as const),
          user_id: sometimes(pick(world.users)),
          contact_id: sometimes(pick(world.contacts)),
          account_id: sometimes(pick(world.accounts)),
          origin: 'email',
          begun_by: 'customer',
          created_at: aboutNow(),
          edited_at: aboutNow(),
          last_activity_at: aboutNow(),
          deadline_at: sometimes(aboutNow()),
          due_soon_at: sometimes(aboutNow()),
          solution_due_at: sometimes(aboutNow()),
        }
      }),
    )
    .execute()
}

const happened = (trx: Transaction<DB>, subject: string, ids: readonly number[]) =>
  sql`insert into events (at, name, subject, subject_id, version, actor_kind, via, request_id, payload)
    select now(), ${`${subject}.changed`}, ${subject}, x.id, 1, 'system', 'api', 'storm', '{}' from unnest(${ids}::bigint[]) x (id)`.execute(
    trx,
  )

const changes = (world: World) => {
  const one = pick(world.users)
  return pick([
    sql`state = ${pick(['open', 'waiting', 'closed', 'archived'])}`,
    sql`category_id = ${pick(world.categories)}`,
    sql`priority = ${pick(['low', 'medium', 'high'])}`,
    sql`user_id = ${sometimes(one)}`,
    sql`contact_id = ${sometimes(pick(world.contacts))}, account_id = ${sometimes(pick(world.accounts))}`,
    sql`deadline_at = ${sometimes(aboutNow())}, due_soon_at = ${aboutNow()}, deadline_by_hand = ${Math.random() < 0.5}`,
    sql`solution_due_at = ${aboutNow()}, response_due_at = ${aboutNow()}`,
    sql`deleted_at = ${sometimes(new Date())}`,
    sql`merged_into = ${Math.random() < 0.7 ? null : sql`(select min(id) from tickets)`}`,
    sql`status_ids = ${Math.random() < 0.5 ? [] : [pick(world.statuses)]}`,
    sql`unread = not unread, activity_count = activity_count + 1, last_activity_at = clock_timestamp()`,
  ])
}

async function changeSome(trx: Transaction<DB>, world: World, count: number) {
  const { rows } = await sql<{ id: number }>`
    select id from tickets where id in (select id from tickets order by md5(id::text || ${String(Math.random())}) limit ${count})
    order by id for update`.execute(trx)
  const ids = rows.map(({ id }) => id)
  const [first = 0] = ids
  const kind = Math.random()
  if (kind < 0.1) {
    const user = pick(world.users)
    await sql`delete from ticket_stars where user_id = ${user} and ticket_id = any(${ids}::bigint[])`.execute(trx)
    if (kind < 0.07)
      await sql`insert into ticket_stars (user_id, ticket_id, at) select ${user}, unnest(${ids}::bigint[]), now() on conflict do nothing`.execute(
        trx,
      )
  } else if (kind < 0.13)
    await sql`delete from tickets t where id = ${first} and not exists (select from tickets m where m.merged_into = t.id)`.execute(trx)
  else if (kind < 0.2)
    await sql`insert into ticket_search (ticket_id, doc) select unnest(${ids}::bigint[]), to_tsvector('simple', ${pick(['alpha', 'beta gamma'])})
      on conflict (ticket_id) do update set doc = excluded.doc`.execute(trx)
  else
    await sql`update tickets set ${changes(world)}, edited_at = clock_timestamp(), version = version + 1 where id = any(${ids}::bigint[])`.execute(
      trx,
    )
  await happened(trx, 'ticket', ids)
}

async function renameCustomer(trx: Transaction<DB>, world: World) {
  const [table, id] = Math.random() < 0.5 ? (['contacts', pick(world.contacts)] as const) : (['accounts', pick(world.accounts)] as const)
  const name = `${pick(names)} ${below(9)}`
  await sql`update ${sql.table(table)} set name = ${name}, name_folded = ${fold(name)} where id = ${id}`.execute(trx)
  await happened(trx, table.slice(0, -1), [id])
}

class Rollback extends Error {}

/** One writer as long as it goes on: some transactions are large, some stay open for long, some are taken back, some collide. */
export async function writeWhile(
  goingOn: () => boolean,
  { db }: Pick<TestDatabase, 'db'>,
  world: World,
  committed: () => void,
): Promise<number> {
  let done = 0
  while (goingOn())
    try {
      await db.transaction().execute(async (trx) => {
        const kind = Math.random()
        if (kind < 0.06) await renameCustomer(trx, world)
        else if (kind < 0.1) {
          const { rows } = await sql<{ last: number }>`select coalesce(max(id), 0) as last from tickets`.execute(trx)
          await addTickets({ db: trx }, world, 2)
          const { rows: made } = await sql<{ id: number }>`select id from tickets where id > ${rows[0]?.last ?? 0}`.execute(trx)
          await happened(
            trx,
            'ticket',
            made.map(({ id }) => id),
          )
        } else await changeSome(trx, world, kind < 0.12 ? 300 : 1 + below(3))
        if (Math.random() < 0.1) await pause(below(400))
        if (Math.random() < 0.07) throw new Rollback()
      })
      done++
      committed()
    } catch (error) {
      const deadlock = error instanceof Error && 'code' in error && error.code === '40P01'
      if (!(error instanceof Rollback) && !deadlock) throw error
    }
  return done
}
