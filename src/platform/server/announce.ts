/** Tells all nodes which subjects have new events: NOTIFY in batches after the commit, because a notifying commit waits for all others. */
import type pg from 'pg'

/** The channel on which nodes hear of new events. A hint that may be lost: readers find everything by their horizon. */
export const channel = 'tessera_events'

export interface Announcer {
  announce: (subjects: Iterable<string>) => void
}

export interface RunningAnnouncer extends Announcer {
  /** Hears of this node's own commits at once, before any notification. */
  onCommit: (hear: () => void) => void
  /** Sends what waits. */
  flush: () => Promise<void>
}

const pause = 10
const most = 200

/** Collects for 10 ms, then sends one notification with ids only (`ticket:12 user:3`), or `many`. */
export function startAnnouncer(pool: pg.Pool): RunningAnnouncer {
  const hearers: (() => void)[] = []
  let waiting = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const flush = async () => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.size === 0) return
    const subjects = [...waiting]
    waiting = new Set()
    // Lost when the database is away: the next refresh by horizon makes up for it.
    await pool.query('select pg_notify($1, $2)', [channel, subjects.length > most ? 'many' : subjects.join(' ')]).catch(() => undefined)
  }
  return {
    announce(subjects) {
      for (const s of subjects) waiting.add(s)
      for (const hear of hearers) hear()
      if (waiting.size > 0) timer ??= setTimeout(() => void flush(), pause)
    },
    onCommit: (hear) => void hearers.push(hear),
    flush,
  }
}
