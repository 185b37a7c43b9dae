/** The rows about reading: the list by many filters, sorts and depths, opening a ticket, and the sidebar's counts. */
import type pg from 'pg'
import { listActivities } from '#activities/server/activityQueries.ts'
import { getTicket } from '#tickets/server/ticketQueries.ts'
import { listTickets as listEndpoint } from '#views/api.ts'
import { listTickets } from '#views/server/viewQueries.ts'
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

/** Three filters in every kind of list, each sort, and pages far down. */
async function listPages({ client, pool, userId }: Reading): Promise<{ path: string; statements: Statement[] }[]> {
  const { rows: owners } = await pool.query<{ id: number }>(
    `select user_id as id from tickets where user_id is not null group by 1 order by count(*) desc limit 4`,
  )
  const { rows: categories } = await pool.query<{ id: number }>('select id from categories order by id limit 4')
  const pages: Record<string, string>[] = []
  for (const [i, sort] of ['lastActivityAt', 'createdAt', 'editedAt', 'id', 'priority'].entries())
    for (const order of ['desc', 'asc']) {
      const category = String(categories[i % categories.length]?.id)
      pages.push({ view: 'all', sort, order })
      pages.push({ view: 'open', category, user: String(owners[i % owners.length]?.id), sort, order })
      pages.push({ view: 'unassigned', category, sort, order })
      pages.push({ view: 'all', state: 'closed', category, user: String(owners[(i + 1) % owners.length]?.id), sort, order })
    }
  const all = []
  for (const page of pages) {
    for (const depth of [0, 1, 20]) {
      const query = new URLSearchParams(page)
      for (let far = 0; far < depth; far++) {
        const { next }: { next: string | null } = JSON.parse(await client.call('GET', `/api/v1/tickets?${query}&limit=200`))
        if (!next) break
        query.set('after', next)
      }
      const wanted = listEndpoint.input.parse(Object.fromEntries(query))
      all.push({ path: `/api/v1/tickets?${query}`, statements: await statementsOf(pool, userId, (ctx) => listTickets(ctx, wanted)) })
    }
  }
  return all
}

export async function listRows(reading: Reading): Promise<Row[]> {
  const { client, pool, atOnce } = reading
  const pages = await listPages(reading)
  const page = (i: number) => pages[(i * 37) % pages.length] ?? { path: '', statements: [] }
  const n = pages.length * 3
  const twin = await times(n, (i) => replay(pool, page(i).statements))
  const ours = await times(n, (i) => client.call('GET', page(i).path))
  const twinMany = await throughput(atOnce, 4000, (i) => replay(pool, page(i).statements))
  const oursMany = await throughput(atOnce, 4000, (i) => client.call('GET', page(i).path))
  return [
    {
      what: `list of 50, ${pages.length} mixes of filters, sorts and depths (p50 / p95)`,
      aim: 'p50 ≤ 2 ×, p95 ≤ 10 ms',
      ours: both(ours),
      twin: both(twin),
      ratio: ratio(ours.p50, twin.p50),
    },
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
