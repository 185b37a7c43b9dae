/** The rows about many tickets at once: a bulk edit with everything that a save does, while the desk is asked for lists; and an export. */
import type pg from 'pg'
import type { Client } from './client.ts'
import { both, perSecond, quantiles, ratio, type Row } from './measure.ts'

interface Run {
  id: number
  state: string
  finished: number
  total: number | null
}

/** At most a hundred thousand, and never more than half of the desk. */
export async function manyRows(client: Client, pool: pg.Pool): Promise<Row[]> {
  const { rows } = await pool.query<{ n: number }>('select count(*) as n from tickets where not hidden')
  const wanted = Math.min(100_000, Math.floor((rows[0]?.n ?? 0) / 2))
  const { rows: edge } = await pool.query<{ id: number }>('select id from tickets where not hidden order by id offset $1 limit 1', [wanted])
  const some = { filter: { field: 'id', op: 'less', value: edge[0]?.id ?? 0 }, except: [] }
  // Nobody whose they were after an earlier run of this bench: rows that stay the same cost nothing.
  const { rows: people } = await pool.query<{ id: number }>(
    `select u.id from users u left join (select user_id, count(*) as n from tickets where id < $1 group by 1) t on t.user_id = u.id
     where u.active order by coalesce(t.n, 0), u.id desc limit 1`,
    [edge[0]?.id ?? 0],
  )
  const lists: number[] = []
  const edited = await run(client, { kind: 'edit', request: { changes: { userId: { to: people[0]?.id ?? 0 } } }, rows: some }, async () => {
    const begun = performance.now()
    await client.openList()
    lists.push(performance.now() - begun)
  })
  const bare = await bareEdit(pool, Math.min(wanted, 5000))
  const columns = ['id', 'title', 'state', 'priority', 'category', 'user', 'contact', 'createdAt']
  const exported = await run(client, { kind: 'export', request: { format: 'csv', columns }, rows: { except: [] } })
  return [
    {
      what: `bulk edit of ${edited.rows.toLocaleString('en')} tickets`,
      aim: '100,000 in ≤ 60 s',
      ours: `${edited.seconds.toFixed(1)} s, ${perSecond(edited.rows / edited.seconds)}`,
      twin: perSecond(bare),
      ratio: ratio(edited.rows / edited.seconds, bare),
    },
    { what: 'a list of 50 meanwhile (p50 / p95)', aim: 'stays responsive', ours: both(quantiles(lists)), twin: '', ratio: '' },
    {
      what: `export of ${exported.rows.toLocaleString('en')} tickets as CSV`,
      aim: '',
      ours: `${exported.seconds.toFixed(1)} s, ${perSecond(exported.rows / exported.seconds)}`,
      twin: '',
      ratio: '',
    },
  ]
}

async function run(client: Client, wanted: object, meanwhile: () => Promise<void> = async () => {}) {
  const begun = performance.now()
  let now: Run = JSON.parse(await client.call('POST', '/api/v1/runs', { run: wanted }))
  while (now.state === 'waiting' || now.state === 'running') {
    await meanwhile()
    await new Promise((resolve) => setTimeout(resolve, 100))
    now = JSON.parse(await client.call('GET', `/api/v1/runs/${now.id}`))
  }
  if (now.state !== 'done') throw new Error(`The run ended as ${now.state}.`)
  return { seconds: (performance.now() - begun) / 1000, rows: now.total ?? 0 }
}

/** Lock, update, event row: what each ticket costs at least, 200 in a transaction. Rows a second. */
async function bareEdit(pool: pg.Pool, count: number): Promise<number> {
  const { rows } = await pool.query<{ id: number }>('select id from tickets where not hidden order by id limit $1', [count])
  const begun = performance.now()
  for (let from = 0; from < rows.length; from += 200) {
    const client = await pool.connect()
    await client.query('begin')
    for (const { id } of rows.slice(from, from + 200)) {
      await client.query({ name: 'bench-lock', text: 'select * from tickets where id = $1 for update', values: [id] })
      await client.query({
        name: 'bench-edit',
        text: 'update tickets set edited_at = now(), version = version + 1 where id = $1',
        values: [id],
      })
      await client.query({
        name: 'bench-event',
        text: `insert into events (at, name, subject, subject_id, version, actor_kind, via, request_id, payload)
          values (now(), 'ticket.read', 'ticket', $1, 1, 'system', 'cli', 'bench', '{}')`,
        values: [id],
      })
    }
    await client.query('commit')
    client.release()
  }
  return rows.length / ((performance.now() - begun) / 1000)
}
