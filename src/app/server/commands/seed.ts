/** Fills a desk with example data: agents, customers and tickets as a support team would have them after some years, by COPY. */
import type pg from 'pg'
import { z } from 'zod'
import { command } from '#app/server/command.ts'
import { progressBar } from '#app/server/progressBar.ts'
import { withDatabase } from '#app/server/withDatabase.ts'
import { copyInto } from '#platform/server/copy.ts'
import { StartProblem } from '#platform/server/startProblem.ts'
import { examplesSeeded } from '#views/events.ts'
import { columns, Rows, writeConversation, type Desk } from '../seed/conversation.ts'
import { emailOf, furnish, reserve } from '../seed/furnish.ts'
import { agents } from '../seed/names.ts'
import { setUp } from '../seed/settings.ts'

export interface SeedOptions {
  tickets: number
  /** The same seed makes the same desk, counted back from `now`. Default 1. */
  seed?: number
  /** Add to a desk that has been seeded before. */
  more?: boolean
  now?: Date
  onProgress?: (done: number, all: number) => void
}

export interface Seeded {
  tickets: number
  activities: number
  milliseconds: number
}

/** Tickets per commit: the memory stays at some 20 MB, and an interrupted seed leaves whole tickets. */
const chunk = 2000

/** Commits every 2,000 tickets. A StartProblem if the desk has been seeded and `more` is not given. */
export async function seed(pool: pg.Pool, options: SeedOptions): Promise<Seeded> {
  const { tickets, seed: number = 1, more = false, now = new Date(), onProgress = () => {} } = options
  if (!Number.isSafeInteger(tickets) || tickets < 1) throw new StartProblem('Say how many tickets to make: --tickets 10000.')
  const begun = performance.now()
  const client = await pool.connect()
  try {
    const { rows: mine } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(hashtext('tessera seed')) as mine`)
    if (!mine[0]?.mine) throw new StartProblem('This desk is being seeded right now.')
    const { rows: earlier } = await client.query('select 1 from users where email = $1', [emailOf(agents[0] ?? '')])
    if (earlier.length > 0 && !more)
      throw new StartProblem('This desk has example data already. Say --more to add to it; nothing was changed.')
    const desk = await furnish(client, tickets, number, now)
    const activities = await converse(client, desk, onProgress)
    await client.query(wordsOfTitles, [desk.firstTicket])
    await client.query(told, [new Date(), examplesSeeded.name, examplesSeeded.subject, JSON.stringify({ tickets })])
    // Vacuumed, so that lists are read from their indexes alone.
    await client.query('vacuum analyze')
    return { tickets, activities, milliseconds: Math.round(performance.now() - begun) }
  } finally {
    await client.query(`select pg_advisory_unlock(hashtext('tessera seed'))`).catch(() => undefined)
    client.release()
  }
}

/** Every key here is made right, so the database need not look each one up; where it does not allow that, it looks. */
async function trustKeys(client: pg.ClientBase) {
  await client.query('savepoint keys')
  await client.query('set local session_replication_role = replica').catch(() => client.query('rollback to savepoint keys'))
  await client.query('set local synchronous_commit = off')
}

const order: readonly (keyof Rows)[] = [
  'tickets',
  'activities',
  'activity_recipients',
  'ticket_participants',
  'message_ids',
  'ticket_search',
  'events',
]
/** More than any one chunk can need: about three activities a ticket, eight at most. */
const activitiesPerTicket = 10

async function converse(client: pg.ClientBase, desk: Desk, onProgress: (done: number, all: number) => void): Promise<number> {
  let activities = 0
  for (let from = 0; from < desk.tickets; from += chunk) {
    const to = Math.min(from + chunk, desk.tickets)
    await client.query('begin')
    await trustKeys(client)
    const first = await reserve(client, 'activities', (to - from) * activitiesPerTicket)
    const rows = new Rows()
    let next = first
    for (let index = from; index < to; index++) next += writeConversation(rows, desk, index, next)
    // The ids that this chunk left over go back: nobody could take one meanwhile.
    await client.query(`select setval(pg_get_serial_sequence('activities', 'id'), $1)`, [next - 1])
    for (const table of order) await copyInto(client, table, columns[table], rows[table])
    await client.query('commit')
    activities += next - first
    onProgress(to, desk.tickets)
  }
  return activities
}

/** The search box knows them when somebody mistypes. */
const wordsOfTitles = `insert into search_words (word)
  select distinct word from ticket_search s, unnest(tsvector_to_array(ts_filter(s.doc, '{a}'))) as word
  where s.ticket_id >= $1 and word ~ '^[^\\W\\d_]{3,}$' on conflict do nothing`

/** A server that runs beside it counts anew. */
const told = `insert into events (at, name, subject, subject_id, version, actor_kind, via, request_id, payload)
  values ($1, $2, $3, 1, 1, 'system', 'cli', 'seed', $4)`

const whole = (most: number) => z.coerce.number().int().min(1).max(most)

export const seedCommand = command({
  name: 'seed',
  about: 'Fill the desk with example agents, customers and tickets.',
  input: z.object({
    tickets: whole(50_000_000).describe('how many tickets to make'),
    seed: whole(1_000_000_000).default(1).describe('the same number makes the same desk; 1 if not given'),
    more: z.boolean().default(false).describe('add to a desk that has example data already'),
  }),
  run: (input, console) =>
    withDatabase('seed', console, async ({ database, ctx }) => {
      const done = await seed(database.pool, { ...input, onProgress: progressBar(process.stderr) })
      await setUp(ctx)
      console.say(`${done.tickets} tickets with ${done.activities} activities in ${(done.milliseconds / 1000).toFixed(1)} s.`)
    }),
})
