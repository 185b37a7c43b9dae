/**
 * `npm run bench`: starts the built product with a database of its own, fills it, and measures each row beside a twin in the same run.
 * `-- --data folder` keeps the desk for the next time, `--tickets 1000000` says how large the desk is, `--curve` measures at 10⁴, 10⁵ … on the way there, `--only lists,search` measures no more than
 * these, `--write` puts the table into the README.
 */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { databaseFolder } from '#platform/server/dataFolder.ts'
import { connect } from '#platform/server/database.ts'
import { embeddedUrl } from '#platform/server/embedded/startEmbedded.ts'
import { ownerOf } from '#platform/server/owner.ts'
import { administrator, startDesk, type Desk } from '../e2e/support/desk.ts'
import { agentRows } from './agents.ts'
import { Client } from './client.ts'
import { countRows } from './counts.ts'
import { memoryRows, scriptRows, settle, startRows, watchMemory } from './footprint.ts'
import { mailRows } from './mail.ts'
import type { Row } from './measure.ts'
import { listRows, openRows } from './reading.ts'
import { manyRows } from './many.ts'
import { searchRows } from './search.ts'
import { settingsRows } from './settings.ts'
import { curve, machine, markdown, remember, writeReadme } from './table.ts'
import { liveRows, replyRows, save, saveRows } from './writing.ts'

const { values } = parseArgs({
  options: {
    tickets: { type: 'string', default: '100000' },
    data: { type: 'string' },
    mails: { type: 'string', default: '2000' },
    only: { type: 'string' },
    curve: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
  },
})
const all = Number(values.tickets)
const say = (line: string) => void process.stderr.write(`${line}\n`)

if (!values['no-build'] && spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' }).status !== 0) process.exit(1)
const sizes = values.curve ? [10_000, 100_000, 1_000_000, 10_000_000].filter((n) => n < all) : []
const desk = await startDesk(
  { TESSERA_ADMIN_EMAIL: administrator.email, TESSERA_ADMIN_PASSWORD: administrator.password },
  values.data && resolve(values.data),
)
try {
  // On a desk that was kept, somebody is there already.
  const { name, email, password } = administrator
  await desk
    .tessera('user', 'create', '--email', email, '--name', name, '--password', password, '--access', 'Administrator')
    .catch(() => '')
  const measured: { tickets: number; activities: number; rows: Row[] }[] = []
  let there = await ticketsOn(desk)
  for (const tickets of [...sizes, all].filter((n) => n === all || n > there)) {
    if (tickets > there) {
      say(`Seeding up to ${tickets} tickets …`)
      const more = there > 0 ? ['--more'] : []
      await desk.tessera('seed', '--tickets', String(tickets - there), '--seed', String(measured.length + 1), ...more)
      there = tickets
    }
    await desk.restart()
    measured.push({ tickets, ...(await measure(desk)) })
  }
  const last = measured.at(-1)
  if (last) {
    const parts = [`${machine(last.tickets, last.activities)}.`, markdown(last.rows)]
    const known = remember(measured)
    if (known.length > 1) parts.push('Growth:', curve(known))
    const text = parts.join('\n\n')
    process.stdout.write(`${text}\n`)
    if (values.write) writeReadme(text)
  }
} finally {
  await desk.remove()
}
process.exit()

function databaseOf(on: Desk) {
  const owner = ownerOf(on.dataFolder)
  if (!owner?.databasePort) throw new Error('The desk has no database.')
  return connect(embeddedUrl(databaseFolder(on.dataFolder), owner.databasePort), { name: 'bench' })
}

/** Those of an earlier bench, mails and all. */
async function ticketsOn(on: Desk): Promise<number> {
  const { pool, close } = databaseOf(on)
  const { rows } = await pool.query<{ n: number }>('select count(*) as n from tickets')
  await close()
  return rows[0]?.n ?? 0
}

async function measure(on: Desk) {
  const database = databaseOf(on)
  const { pool } = database
  const { token } = await on.api()
  const client = new Client(on.url, token)
  try {
    await settle()
    const memory = watchMemory(() => on.pid)
    const idle = memory.now()
    const atOnce = 8
    const { rows: users } = await pool.query<{ id: number }>('select id from users where email = $1', [administrator.email])
    const reading = { client, pool, atOnce, userId: users[0]?.id ?? 0 }
    const { rows: tickets } = await pool.query<{ id: number; priority: string }>(
      `select id, priority from tickets where state = 'open' order by md5(id::text) limit 300`,
    )
    const { rows: queues } = await pool.query<{ id: number; address: string }>('select id, address from email_queues order by id limit 1')
    const writing = { client, pool, atOnce, url: on.url, token, tickets, queue: queues[0] ?? { id: 0, address: '' } }
    const rows: Row[] = []
    const steps: [name: string, run: () => Promise<Row[]>][] = [
      ['lists', () => listRows(reading)],
      ['opening', async () => openRows(reading, await crowd(pool, tickets.at(-1)?.id ?? 0))],
      ['counts', () => countRows(reading, () => save(writing, 0))],
      ['search', () => searchRows(reading)],
      ['saving', () => saveRows(writing)],
      ['replying', () => replyRows(writing)],
      ['live', () => liveRows(writing)],
      ['settings', () => settingsRows(writing, (right) => signedIn(on, right))],
      ['agents', () => agentRows({ client, pool, url: on.url })],
      ['many', () => manyRows(client, pool)],
      ['mail', () => mailRows(pool, on.smtpPort, Number(values.mails))],
    ]
    const only = values.only?.split(',')
    for (const [name, run] of steps) {
      if (only && !only.includes(name)) continue
      say(`Measuring ${name} …`)
      rows.push(...(await run()))
    }
    memory.stop()
    const { rows: count } = await pool.query<{ n: number }>('select count(*) as n from activities')
    rows.push(...memoryRows(idle, memory.most()), ...(await startRows(on)), ...scriptRows())
    return { rows, activities: count[0]?.n ?? 0 }
  } finally {
    client.close()
    await database.close().catch(() => undefined)
  }
}

/** An Agent with this Right. */
async function signedIn(on: Desk, right: string): Promise<Client> {
  const email = `${randomUUID()}@bench.example`
  await on.tessera('user', 'create', '--email', email, '--name', 'Limited', '--password', administrator.password, '--right', right)
  const { token } = await on.api(email)
  return new Client(on.url, token)
}

/** Gives one ticket 5,000 activities; on a kept desk it may have them already. */
async function crowd(pool: ReturnType<typeof connect>['pool'], ticket: number): Promise<number> {
  const { rows } = await pool.query('select 1 from tickets where id = $1 and activity_count >= 5000', [ticket])
  if (rows.length > 0) return ticket
  await pool.query(
    `insert into activities (ticket_id, kind, direction, at, created_at, text, subject)
     select $1, 'comment', 'internal', now() - n * interval '1 minute', now(), repeat('A comment of some length. ', 8), '' from generate_series(1, 5000) n`,
    [ticket],
  )
  await pool.query('update tickets set activity_count = activity_count + 5000 where id = $1', [ticket])
  return ticket
}
