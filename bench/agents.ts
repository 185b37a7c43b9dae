/** The row about two hundred agents at work: each with the sidebar and a list open over a socket, all changing tickets at once. */
import { once } from 'node:events'
import type pg from 'pg'
import { WebSocket } from 'ws'
import { hashOf, newApiToken } from '#people/server/bearer.ts'
import type { LiveMessage } from '#platform/live.ts'
import { Client } from './client.ts'
import { sixty } from './counts.ts'
import { both, ms, perSecond, quantiles, type Row } from './measure.ts'

const agents = 200
const views = 60
const seconds = 40

interface Desk {
  /** An administrator's. */
  client: Client
  pool: pg.Pool
  url: string
}

interface Agent {
  client: Client
  socket: WebSocket
  /** The sidebar as this agent's browser holds it, by place and view. */
  shown: Map<string, number>
}

interface Counted {
  place: number | null
  view: number
  count: number
}
const keyOf = ({ place, view }: Counted) => `${place} ${view}`

export async function agentRows(desk: Desk): Promise<Row[]> {
  await sixtyViews(desk)
  const team = await hired(desk)
  const { rows: tickets } = await desk.pool.query<{ id: number }>(
    `select id from tickets where state = 'open' order by md5(id::text) limit 5000`,
  )
  const changes: number[] = []
  const lists: number[] = []
  const asked: number[] = []
  const begun = performance.now()
  let refused = 0
  await Promise.all(
    team.map(async ({ client }, n) => {
      for (let turn = 0; performance.now() - begun < seconds * 1000; turn++) {
        await pause(2000 + ((n * 37 + turn * 613) % 6000))
        const id = tickets[(n * 31 + turn * 7) % tickets.length]?.id ?? 0
        const priority = ['low', 'medium', 'high'][(n + turn) % 3]
        await timed(changes, change(client, id, priority)).catch(() => refused++)
        await timed(lists, client.openList())
        await timed(asked, client.call('GET', '/api/v1/counts'))
      }
    }),
  )
  const took = (performance.now() - begun) / 1000
  const wrong = await compared(team)
  for (const { socket, client } of team) {
    socket.close()
    client.close()
  }
  const what = `${agents} agents with ${views} views each`
  return [
    {
      what: `${what}: a change (p50 / p95)`,
      aim: 'stays responsive',
      ours: both(quantiles(changes)),
      twin: perSecond(changes.length / took),
      ratio: '',
    },
    { what: `${what}: a list of 50 (p50 / p95)`, aim: 'stays responsive', ours: both(quantiles(lists)), twin: '', ratio: '' },
    { what: `${what}: all counts (p50 / p95)`, aim: 'stays responsive', ours: both(quantiles(asked)), twin: '', ratio: '' },
    {
      what: `${what}: counts that differ from SQL afterwards, of ${wrong.compared} in memory and ${wrong.shown} on their screens`,
      aim: '0',
      ours: `${wrong.memory} and ${wrong.screens}${refused > 0 ? `, ${refused} changes met another’s` : ''}`,
      twin: ms(wrong.settled),
      ratio: '',
    },
  ]
}

async function timed(into: number[], work: Promise<unknown>) {
  const from = performance.now()
  await work
  into.push(performance.now() - from)
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function change(client: Client, id: number, to: string | undefined) {
  const { priority }: { priority: string } = JSON.parse(await client.call('GET', `/api/v1/tickets/${id}`))
  await client.call('PATCH', `/api/v1/tickets/${id}`, { changes: { priority: { from: priority, to } } })
}

/** Team views for everyone, until there are sixty. */
async function sixtyViews({ client, pool }: Desk) {
  const { rows } = await pool.query<{ n: number }>('select count(*) as n from views where owner_id is null')
  const { rows: categories } = await pool.query<{ id: number }>('select id from categories order by id')
  const filters = sixty(categories.map(({ id }) => id))
  for (let n = rows[0]?.n ?? 0; n < views; n++)
    await client.call('POST', '/api/v1/team-views', { name: `Bench view ${n}`, filter: filters[n], everyone: true })
}

/** Users with a token and a socket each; a third of them with a Right to three categories. */
async function hired({ client, pool, url }: Desk): Promise<Agent[]> {
  const { rows: categories } = await pool.query<{ id: number }>('select id from categories order by id limit 3')
  const { rows: there } = await pool.query<{ id: number }>(`select id from rights where name = 'Bench: three categories'`)
  if (there.length === 0)
    await client.call('POST', '/api/v1/rights', { name: 'Bench: three categories', workCategories: categories.map(({ id }) => id) })
  const team: Agent[] = []
  for (let n = 0; n < agents; n++) {
    const { rows } = await pool.query<{ id: number }>(
      `insert into users (email, name, access_id, right_id, created_at) values ($1, $2, (select id from accesses where name = 'Agent'),
        (select id from rights where name = $3), now()) on conflict (email) do update set active = true returning id`,
      [`agent${n}@bench.example`, `Agent ${n}`, n % 3 === 0 ? 'Bench: three categories' : 'Everything'],
    )
    const token = newApiToken()
    await pool.query(`insert into api_tokens (user_id, name, token_hash, created_at) values ($1, 'bench', $2, now())`, [
      rows[0]?.id,
      hashOf(token),
    ])
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`, { headers: { authorization: `Bearer ${token}` } })
    const shown = new Map<string, number>()
    let at = 0
    socket.on('message', (data: Buffer) => {
      const { counts }: LiveMessage = JSON.parse(data.toString())
      if (!counts || counts.at < at) return
      at = counts.at
      for (const one of counts.counts) shown.set(keyOf(one), one.count)
    })
    await once(socket, 'open')
    socket.send('{}')
    socket.send(JSON.stringify({ counts: true }))
    team.push({ client: new Client(url, token, 2), socket, shown })
  }
  await pause(2000)
  return team
}

/** After the last change: what each screen shows, what the server says, and what SQL counts. */
async function compared(team: readonly Agent[]) {
  const settling = performance.now()
  await pause(1500)
  const found = { compared: 0, shown: 0, memory: 0, screens: 0, settled: 0 }
  for (const { client, shown } of team.filter((_, n) => n % 20 === 0)) {
    const inMemory = async (): Promise<Counted[]> => JSON.parse(await client.call('GET', '/api/v1/counts')).counts
    for (const one of await inMemory()) {
      const { count }: { count: number } = JSON.parse(await client.call('POST', '/api/v1/tickets/count', { view: one.view }))
      found.compared++
      // The clock goes on: what differs is asked once more.
      const differs = async () => (await inMemory()).find((now) => keyOf(now) === keyOf(one))?.count !== count
      if (count !== one.count && (await differs())) found.memory++
      if (!shown.has(keyOf(one))) continue
      found.shown++
      if (shown.get(keyOf(one)) !== count) found.screens++
    }
  }
  found.settled = performance.now() - settling
  return found
}
