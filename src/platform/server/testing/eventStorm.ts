/** Eight writers at once, as untidy as real ones: they wait for each other's rows, sleep before they commit, and some roll back. */
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { Random } from '../random.ts'

export interface Storm {
  /** Ids of all events whose transaction was committed. */
  committed: Set<number>
  ended: Promise<void>
  over: () => boolean
}

const subjects = 12

/** Needs a table `subjects (id, version)`. Writes events `storm.happened` of `ticket` for so many milliseconds; one more transaction stays open as long as `openFor` says. */
export function startStorm(
  pool: pg.Pool,
  { seed, milliseconds, openFor, writers = 8 }: { seed: number; milliseconds: number; openFor: number; writers?: number },
): Storm {
  const committed = new Set<number>()
  let over = false
  const until = performance.now() + milliseconds
  const writer = async (n: number) => {
    const random = new Random(seed * 100 + n)
    while (performance.now() < until) await oneTransaction(pool, random, committed)
  }
  const ended = Promise.all([
    ...Array.from({ length: writers }, (_, n) => writer(n)),
    oneTransaction(pool, new Random(seed), committed, openFor),
  ]).then(() => void (over = true))
  return { committed, ended, over: () => over }
}

async function oneTransaction(pool: pg.Pool, random: Random, committed: Set<number>, sleep?: number) {
  const client = await pool.connect()
  const mine: number[] = []
  try {
    await client.query('begin')
    // Some get their transaction's number long before they write what will be read.
    if (random.chance(0.2)) await client.query('select pg_current_xact_id()')
    const some = sleep === undefined ? 1 + random.below(random.chance(0.05) ? 30 : 3) : 1
    const from = random.below(subjects)
    // Rows are locked in the order of their ids, first of all: that is what all commands do.
    const ids = [
      ...new Set(Array.from({ length: some }, (_, n) => (sleep === undefined ? ((from + n) % subjects) + 1 : subjects + 1))),
    ].toSorted((a, b) => a - b)
    await client.query('select 1 from subjects where id = any($1) order by id for update', [ids])
    for (const id of ids) {
      const { rows } = await client.query<{ id: number }>(
        `with s as (update subjects set version = version + 1 where id = $1 returning id, version)
         insert into events (at, name, subject, subject_id, version, actor_kind, via, request_id, payload)
         select $2, 'storm.happened', 'ticket', s.id, s.version, 'system', 'ui', 'storm', '{}' from s returning events.id`,
        [id, new Date(Date.now() - random.below(20))],
      )
      mine.push(...rows.map((r) => r.id))
    }
    if (sleep !== undefined) await pause(sleep)
    else if (random.chance(0.4)) await pause(random.below(random.chance(0.1) ? 200 : 30))
    if (sleep === undefined && random.chance(0.07)) {
      await client.query('rollback')
      return
    }
    await client.query('commit')
    for (const id of mine) committed.add(id)
  } finally {
    client.release()
  }
}
