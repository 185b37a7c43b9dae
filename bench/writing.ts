/** The rows about writing: saving a field and replying while others read, and how soon another agent's screen hears of it. */
import { once } from 'node:events'
import type pg from 'pg'
import { WebSocket } from 'ws'
import type { LiveMessage } from '#platform/live.ts'
import type { Client } from './client.ts'
import { both, perSecond, quantiles, ratio, throughput, times, type Row } from './measure.ts'

export interface Writing {
  client: Client
  pool: pg.Pool
  url: string
  token: string
  /** Tickets that nobody else touches, one after the other. */
  tickets: { id: number; priority: string }[]
  queue: { id: number; address: string }
  atOnce: number
}

const other: Record<string, string> = { low: 'medium', medium: 'high', high: 'low' }

/** Changes the priority of ticket number `i`, as the form does. */
export function save({ client, tickets }: Writing, i: number): Promise<string> {
  const ticket = tickets[i % tickets.length]
  if (!ticket) throw new Error('There are no tickets to save.')
  const from = ticket.priority
  ticket.priority = other[from] ?? 'medium'
  return client.call('PATCH', `/api/v1/tickets/${ticket.id}`, { changes: { priority: { from, to: ticket.priority } } })
}

/** The same by bare statements: lock, update, event row, commit; on as many connections. */
async function bareSave({ pool, tickets }: Writing, i: number) {
  const ticket = tickets[i % tickets.length]
  if (!ticket) return
  ticket.priority = other[ticket.priority] ?? 'medium'
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query('select * from tickets where id = $1 for update', [ticket.id])
    await client.query('update tickets set priority = $2, edited_at = $3, version = $4 where id = $1 returning *', [
      ticket.id,
      ticket.priority,
      new Date(),
      rows[0].version + 1,
    ])
    await client.query(eventSql, eventOf(ticket.id, rows[0].version + 1))
    await client.query('commit')
  } finally {
    client.release()
  }
}

const eventSql = `insert into events (at, name, subject, subject_id, version, actor_kind, actor_id, via, request_id, payload)
  values ($1, 'bench.saved', 'ticket', $2, $3, 'user', 1, 'api', 'bench', '{"changes": {"priority": {"from": "low", "to": "high"}}}')`
const eventOf = (id: number, version: number) => [new Date(), id, version]

/** A reader at work beside the writers, as on a desk in use. */
async function whileReading<T>({ client }: Writing, work: () => Promise<T>): Promise<T> {
  let over = false
  const isOver = () => over
  const reading = (async () => {
    while (!isOver()) {
      await client.openList()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  try {
    return await work()
  } finally {
    over = true
    await reading
  }
}

export async function saveRows(writing: Writing): Promise<Row[]> {
  const { atOnce } = writing
  return whileReading(writing, async () => {
    const twin = await times(300, (i) => bareSave(writing, i))
    const ours = await times(300, (i) => save(writing, i))
    const twinMany = await throughput(atOnce, 4000, (i) => bareSave(writing, i))
    const oursMany = await throughput(atOnce, 4000, (i) => save(writing, i))
    return [
      {
        what: 'saving a field, a reader at work (p50 / p95)',
        aim: 'p95 ≤ 20 ms',
        ours: both(ours),
        twin: both(twin),
        ratio: ratio(ours.p50, twin.p50),
      },
      {
        what: `saving, ${atOnce} at once`,
        aim: '≥ ½ of the bare transaction',
        ours: perSecond(oursMany),
        twin: perSecond(twinMany),
        ratio: ratio(oursMany, twinMany),
      },
    ]
  })
}

function reply({ client, tickets, queue }: Writing, i: number) {
  const id = tickets[i % tickets.length]?.id ?? 0
  return client.call('POST', `/api/v1/tickets/${id}/emails`, {
    to: [{ address: `customer${i}@bench.example`, name: 'Customer' }],
    subject: `Re: your question [#${id}]`,
    html: `<p>${'The parcel is on its way. '.repeat(20)}</p>`,
    queueId: queue.id,
    from: queue.address,
    sendKey: crypto.randomUUID(),
  })
}

/** What a reply has to write, by bare statements. */
async function bareReply({ pool, tickets, queue }: Writing, i: number) {
  const id = tickets[i % tickets.length]?.id ?? 0
  const client = await pool.connect()
  const now = new Date()
  const text = 'The parcel is on its way. '.repeat(20)
  const messageId = `${crypto.randomUUID()}@bench.example`
  try {
    await client.query('begin')
    const { rows } = await client.query('select * from tickets where id = $1 for update', [id])
    const { rows: made } = await client.query(
      `insert into activities (ticket_id, kind, direction, at, created_at, queue_id, from_address, from_name, subject, text, html, message_id)
       values ($1, 'email', 'out', $2, $2, $3, $4, 'Bench', 'Re: your question', $5, $5, $6) returning id`,
      [id, now, queue.id, queue.address, text, messageId],
    )
    const activity = made[0].id
    await client.query(`insert into activity_recipients (activity_id, role, address, state, at) values ($1, 'to', $2, 'accepted', $3)`, [
      activity,
      `customer${i}@bench.example`,
      now,
    ])
    await client.query(`insert into message_ids (message_id, ticket_id, activity_id, kind) values ($1, $2, $3, 'sent')`, [
      messageId,
      id,
      activity,
    ])
    await client.query(`insert into ticket_participants (ticket_id, address) values ($1, $2) on conflict do nothing`, [
      id,
      `customer${i}@bench.example`,
    ])
    await client.query(
      `update tickets set version = version + 1, activity_count = activity_count + 1, last_activity_at = $2, last_agent_at = $2, last_direction = 'out', snippet = $3 where id = $1`,
      [id, now, text.slice(0, 200)],
    )
    await client.query(eventSql, eventOf(id, rows[0].version + 1))
    await client.query('commit')
  } finally {
    client.release()
  }
}

export async function replyRows(writing: Writing): Promise<Row[]> {
  return whileReading(writing, async () => {
    const twin = await times(200, (i) => bareReply(writing, i))
    const ours = await times(200, (i) => reply(writing, i))
    return [
      { what: 'replying by email (p50 / p95)', aim: 'p95 ≤ 20 ms', ours: both(ours), twin: both(twin), ratio: ratio(ours.p50, twin.p50) },
    ]
  })
}

/** From the key of one agent to the news on the other one's screen. */
export async function liveRows(writing: Writing): Promise<Row[]> {
  const socket = new WebSocket(`${writing.url.replace('http', 'ws')}/api/v1/live`, {
    headers: { authorization: `Bearer ${writing.token}` },
  })
  await once(socket, 'open')
  const waiting = new Map<number, () => void>()
  socket.on('message', (data: Buffer) => {
    const { events }: LiveMessage = JSON.parse(data.toString())
    for (const { id } of events) waiting.get(id)?.()
  })
  socket.send('{}')
  await new Promise((resolve) => setTimeout(resolve, 500))
  const ours: number[] = []
  for (let i = 0; i < 200; i++) {
    const id = writing.tickets[i % writing.tickets.length]?.id ?? 0
    const begun = performance.now()
    const heard = new Promise<void>((resolve) => waiting.set(id, resolve))
    await Promise.all([save(writing, i), heard])
    ours.push(performance.now() - begun)
    waiting.delete(id)
    await new Promise((resolve) => setTimeout(resolve, 25)) // an agent's changes come one by one
  }
  socket.close()
  const twin = await bareNews(writing)
  return [
    {
      what: 'a change on another agent’s screen (p50 / p95)',
      aim: 'p95 ≤ 100 ms',
      ours: both(quantiles(ours)),
      twin: both(twin),
      ratio: ratio(quantiles(ours).p50, twin.p50),
    },
  ]
}

/** The bare transaction and PostgreSQL's own notification. */
async function bareNews(writing: Writing) {
  const listener = await writing.pool.connect()
  await listener.query('listen bench')
  const twin = await times(200, async (i) => {
    const heard = once(listener, 'notification')
    await bareSave(writing, i)
    await writing.pool.query(`notify bench`)
    await heard
  })
  listener.release(true)
  return twin
}
