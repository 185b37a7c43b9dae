/**
 * Who is in which ticket, on all servers of the desk: kept in memory alone, because it is true only while somebody is there. Each server tells the
 * others what its browsers say, all of it again every few seconds; what is not said again is over (decision 0022).
 */
import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { z } from 'zod'
import { doings, type Doing, type Present } from '#platform/live.ts'
import { listen } from '#platform/server/listen.ts'
import type { Log } from '#platform/server/log.ts'

const channel = 'tessera_presence'
/** Milliseconds. */
const beat = 15_000
const over = 40_000
/** A notification holds 8,000 bytes. */
const mostText = 6000

const said = z.object({
  from: z.uuid(),
  /** Whoever came anew asks the others to say it all. */
  ask: z.boolean().optional(),
  /** By ticket everybody who is in it on that server. */
  tickets: z.array(z.tuple([z.int(), z.array(z.tuple([z.int(), z.array(z.enum(doings)), z.number()]))])),
})

/** Everybody in one ticket, as one server knows it. */
interface There {
  people: Present[]
  /** When it was said. */
  at: number
}

/** One open page. */
export interface PresentPage {
  /** In which tickets its User is now, and what they do there. */
  say: (user: number, here: ReadonlyMap<number, readonly Doing[]>) => void
  leave: () => void
}

export class Presences {
  readonly #me = randomUUID()
  readonly #pool: Pool
  readonly #pages = new Map<symbol, { user: number; here: Map<number, { does: readonly Doing[]; since: number }> }>()
  readonly #elsewhere = new Map<string, Map<number, There>>()
  readonly #hearers = new Set<(tickets: readonly number[]) => void>()
  readonly #listener: { stop: () => Promise<void> }
  readonly #timer: NodeJS.Timeout
  readonly #untold = new Set<number>()
  #asks = false
  #telling: Promise<void> | undefined

  constructor({ pool, url, log }: { pool: Pool; url: string; log: Log }) {
    this.#pool = pool
    this.#listener = listen({ url, channel, log, hear: (payload) => this.#hear(payload) })
    this.#timer = setInterval(() => {
      this.sweep(Date.now())
      this.#tell(this.#mine())
    }, beat)
  }

  page(): PresentPage {
    const key = Symbol('page')
    return {
      say: (user, here) => {
        const before = this.#pages.get(key)
        const now = Date.now()
        const kept = new Map(
          [...here].map(([ticket, does]) => {
            const held = before?.user === user ? before.here.get(ticket) : undefined
            return [ticket, { does, since: held && strongest(held.does) === strongest(does) ? held.since : now }]
          }),
        )
        this.#pages.set(key, { user, here: kept })
        const moved = new Set([...(before?.here.keys() ?? []), ...kept.keys()])
        const same = (ticket: number) => JSON.stringify(before?.here.get(ticket)) === JSON.stringify(kept.get(ticket))
        this.#moved([...moved].filter((ticket) => !same(ticket)))
      },
      leave: () => {
        const before = this.#pages.get(key)
        this.#pages.delete(key)
        if (before) this.#moved([...before.here.keys()])
      },
    }
  }

  /** Everybody in a ticket, each once: what they do in several windows is told together. Those who change something first, then by who came first. */
  of(ticket: number): Present[] {
    const people = new Map<number, Present>()
    const all = [...this.#here(ticket), ...[...this.#elsewhere.values()].flatMap((tickets) => tickets.get(ticket)?.people ?? [])]
    for (const one of all) {
      const held = people.get(one.user)
      people.set(one.user, held ? together(held, one) : one)
    }
    return [...people.values()].toSorted((a, b) => Number(edits(b)) - Number(edits(a)) || a.since - b.since || a.user - b.user)
  }

  /** Hears in which tickets somebody came, went, or does something else. */
  onMoved(hear: (tickets: readonly number[]) => void): () => void {
    this.#hearers.add(hear)
    return () => this.#hearers.delete(hear)
  }

  async stop() {
    clearInterval(this.#timer)
    const tickets = [...this.#mine()]
    this.#pages.clear()
    this.#tell(tickets)
    await this.#telling
    await this.#listener.stop()
  }

  *#mine() {
    const seen = new Set<number>()
    for (const { here } of this.#pages.values()) for (const ticket of here.keys()) seen.add(ticket)
    yield* seen
  }

  #here(ticket: number): Present[] {
    return [...this.#pages.values()].flatMap(({ user, here }) => {
      const held = here.get(ticket)
      return held ? [{ user, ...held }] : []
    })
  }

  #moved(tickets: readonly number[]) {
    if (tickets.length === 0) return
    for (const hear of this.#hearers) hear(tickets)
    this.#tell(tickets)
  }

  /** One notification after the other, so that none overtakes an older one; each says how it is when it leaves. */
  #tell(tickets: Iterable<number>, ask = false) {
    for (const ticket of tickets) this.#untold.add(ticket)
    this.#asks ||= ask
    this.#telling ??= this.#send().finally(() => (this.#telling = undefined))
  }

  /** What is lost because the database is away is said again with the next beat. */
  async #send() {
    while (this.#untold.size > 0 || this.#asks) {
      const tickets: unknown[] = []
      let length = 0
      for (const ticket of this.#untold) {
        const one = [ticket, this.#here(ticket).map(({ user, does, since }) => [user, does, since])]
        length += JSON.stringify(one).length
        if (length > mostText && tickets.length > 0) break
        tickets.push(one)
        this.#untold.delete(ticket)
      }
      const text = JSON.stringify({ from: this.#me, tickets, ...(this.#asks && { ask: true }) })
      this.#asks = false
      await this.#pool.query('select pg_notify($1, $2)', [channel, text]).catch(() => undefined)
    }
  }

  #hear(payload: string) {
    // The line was cut, or is new: the others are asked to say it all.
    if (payload === '') return this.#tell(this.#mine(), true)
    const told = read(payload)
    if (!told || told.from === this.#me) return
    const known = this.#elsewhere.get(told.from) ?? new Map<number, There>()
    this.#elsewhere.set(told.from, known)
    const moved: number[] = []
    for (const [ticket, list] of told.tickets) {
      const people = list.map(([user, does, since]): Present => ({ user, does, since }))
      if (JSON.stringify(known.get(ticket)?.people ?? []) !== JSON.stringify(people)) moved.push(ticket)
      if (people.length === 0) known.delete(ticket)
      else known.set(ticket, { people, at: Date.now() })
    }
    if (moved.length > 0) for (const hear of this.#hearers) hear(moved)
    if (told.ask) this.#tell(this.#mine())
  }

  /** A server that says nothing any more has nobody. */
  sweep(now: number) {
    const before = now - over
    const moved: number[] = []
    for (const [from, tickets] of this.#elsewhere) {
      for (const [ticket, { at }] of tickets)
        if (at < before) {
          tickets.delete(ticket)
          moved.push(ticket)
        }
      if (tickets.size === 0) this.#elsewhere.delete(from)
    }
    if (moved.length > 0) for (const hear of this.#hearers) hear(moved)
  }
}

function read(payload: string) {
  try {
    return said.safeParse(JSON.parse(payload)).data
  } catch {
    return undefined
  }
}

const rank = (doing: Doing) => doings.indexOf(doing)
const strongest = (does: readonly Doing[]) => (does.some((one) => one !== 'viewing') ? 'editing' : 'viewing')
const edits = ({ does }: Present) => strongest(does) === 'editing'

function together(a: Present, b: Present): Present {
  const does = [...new Set([...a.does, ...b.does])].toSorted((x, y) => rank(x) - rank(y))
  const since = strongest(a.does) === strongest(b.does) ? Math.min(a.since, b.since) : edits(a) ? a.since : b.since
  return { user: a.user, does, since }
}
