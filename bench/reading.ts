/** The rows about reading: the list by many filters, sorts and depths, opening a ticket, and the sidebar's counts. */
import type pg from 'pg'
import { listActivities } from '#activities/server/activityQueries.ts'
import { getTicket } from '#tickets/server/ticketQueries.ts'
import type { z } from 'zod'
import type { Filter } from '#platform/filter.ts'
import { queryTickets as queryEndpoint } from '#views/api.ts'
import { queryTickets } from '#views/server/lists.ts'
import { orders, sortKeys } from '#views/view.ts'
import type { Client } from './client.ts'
import { both, perSecond, ratio, throughput, times, type Row } from './measure.ts'
import { replay, statementsOf, type Statement } from './twin.ts'

export interface Reading {
  client: Client
  pool: pg.Pool
  /** The user whose token the client has. */
  userId: number
  /** Several may be asked at once, to fill both processors. */
  atOnce: number
}

/** Three filters in every kind of list, every sort, pages far down by cursor, and places in the middle. */
async function listPages({ client, pool, userId }: Reading): Promise<{ body: object; statements: Statement[] }[]> {
  const { rows: owners } = await pool.query<{ id: number }>(
    `select user_id as id from tickets where user_id is not null group by 1 order by count(*) desc limit 4`,
  )
  const { rows: categories } = await pool.query<{ id: number }>('select id from categories order by id limit 4')
  const lists: Partial<Wanted>[] = []
  for (const [i, sort] of sortKeys.entries())
    for (const order of orders) {
      const category = is('category', categories[i % categories.length]?.id ?? 0)
      const owner = is('user', owners[i % owners.length]?.id ?? 0)
      lists.push({ sort, order })
      lists.push({ filter: { and: [is('state', 'open'), category, owner] }, sort, order })
      lists.push({ filter: { and: [is('state', 'open'), { field: 'user', op: 'empty' }, category] }, sort, order })
      lists.push({ filter: { and: [is('state', 'closed'), category, owner] }, sort, order })
    }
  const all = []
  for (const list of lists)
    for (const depth of [0, 20, -1]) {
      const body: Partial<Wanted> = { ...list }
      for (let far = 0; far < depth; far++) {
        const { next }: { next: string | null } = JSON.parse(await client.call('POST', path, { ...body, limit: 200 }))
        if (!next) break
        body.after = next
      }
      if (depth < 0) {
        const { count }: { count: number } = JSON.parse(await client.call('POST', '/api/v1/tickets/count', list))
        Object.assign(body, { offset: Math.floor(count / 2), total: count })
      }
      const wanted = queryEndpoint.input.parse(body)
      all.push({ body, statements: await statementsOf(pool, userId, (ctx) => queryTickets(ctx, wanted)) })
    }
  return all
}

const path = '/api/v1/tickets/query'
const is = (field: string, value: string | number): Filter => ({ field, op: 'is', value })
type Wanted = z.output<(typeof queryEndpoint)['input']>

export async function listRows(reading: Reading): Promise<Row[]> {
  const { client, pool, atOnce } = reading
  const all = await listPages(reading)
  const jumps = all.filter(({ body }) => 'offset' in body)
  const pages = all.filter((page) => !jumps.includes(page))
  const page = (i: number) => pages[(i * 37) % pages.length] ?? { body: {}, statements: [] }
  const measured = async (some: typeof pages, what: string, rounds: number): Promise<Row> => {
    const one = (i: number) => some[(i * 37) % some.length] ?? { body: {}, statements: [] }
    const twin = await times(some.length * rounds, (i) => replay(pool, one(i).statements))
    const ours = await times(some.length * rounds, (i) => client.call('POST', path, one(i).body))
    return { what, aim: 'p50 ≤ 2 ×, p95 ≤ 10 ms', ours: both(ours), twin: both(twin), ratio: ratio(ours.p50, twin.p50) }
  }
  const paged = await measured(pages, `list of 50, ${pages.length} mixes of filters, sorts and depths (p50 / p95)`, 3)
  const jumped = await measured(jumps, `a jump into the middle of these ${jumps.length} lists (p50 / p95)`, 2)
  const twinMany = await throughput(atOnce, 4000, (i) => replay(pool, page(i).statements))
  const oursMany = await throughput(atOnce, 4000, (i) => client.call('POST', path, page(i).body))
  return [
    paged,
    jumped,
    {
      what: `list, ${atOnce} at once`,
      aim: '≥ 600 /s',
      ours: perSecond(oursMany),
      twin: perSecond(twinMany),
      ratio: ratio(oursMany, twinMany),
    },
  ]
}

export async function openRows({ client, pool, userId }: Reading, crowded: number): Promise<Row[]> {
  const { rows } = await pool.query<{ id: number }>('select id from tickets where id <> $1 order by md5(id::text) limit 200', [crowded])
  const open = (id: number) =>
    Promise.all([client.call('GET', `/api/v1/tickets/${id}`), client.call('GET', `/api/v1/tickets/${id}/activities`)])
  const bare = async (id: number) => [
    await statementsOf(pool, userId, (ctx) => getTicket(ctx, id)),
    await statementsOf(pool, userId, (ctx) => listActivities(ctx, { id, limit: 50 })),
  ]
  const statements = new Map<number, Statement[][]>()
  for (const { id } of [...rows, { id: crowded }]) statements.set(id, await bare(id))
  const twinOf = (id: number) => Promise.all((statements.get(id) ?? []).map((s) => replay(pool, s)))
  const any = (i: number) => rows[i % rows.length]?.id ?? 0
  const twin = await times(400, (i) => twinOf(any(i)))
  const ours = await times(400, (i) => open(any(i)))
  const crowdedTwin = await times(200, () => twinOf(crowded))
  const crowdedOurs = await times(200, () => open(crowded))
  return [
    {
      what: 'opening a ticket: form, last 50 activities, rights (p50 / p95)',
      aim: 'p95 ≤ 15 ms',
      ours: both(ours),
      twin: both(twin),
      ratio: ratio(ours.p50, twin.p50),
    },
    {
      what: 'opening one of 5,000 activities',
      aim: 'costs the same',
      ours: both(crowdedOurs),
      twin: both(crowdedTwin),
      ratio: ratio(crowdedOurs.p50, crowdedTwin.p50),
    },
  ]
}
