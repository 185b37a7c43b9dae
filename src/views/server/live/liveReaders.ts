/** Tells open pages what moved: the counts of their sidebar, and who came to their open list or left it, as far as each reader's Right goes. */
import type { Kysely } from 'kysely'
import type { UserActor } from '#platform/actor.ts'
import type { LiveCounts as Counts, LiveMessage, Wishes } from '#platform/live.ts'
import type { DB } from '#platform/server/tables.ts'
import { readKeptFilter } from '#tickets/server/ticketFilter.ts'
import { effectiveFilter } from '../effectiveFilter.ts'
import { contextOf, type LiveCounts } from './liveCounts.ts'
import type { Held, Move } from './memberships.ts'
import { slotOf, type Slot } from './slot.ts'

/** A burst is told at its beginning and then at most this often. Milliseconds. */
const pause = 250
/** The line of events may be a little behind memory: so long both are followed before the page relies on what it is told. */
const settling = 1000
/** Of a list that changes more than this at once the page loads anew. */
const most = 1000

export type Told = Pick<LiveMessage, 'counts' | 'list'>

export interface LiveReader {
  /** What this page wants to hear from now on. */
  wish: (wishes: Wishes) => Promise<void>
  /** This reader's Right may be another: everything is told anew. */
  again: () => Promise<void>
  close: () => void
}

interface Watch {
  n: number
  slot: Slot
  release: () => void
  /** Set once memory holds the list, and since when. */
  held: Held | null
  since: number
  /** The page knows that it is told. */
  told: boolean
  /** For each ticket that moved since it was told: whether it stood in the list then, and now. */
  moved: Map<number, { was: boolean; is: boolean }>
}

interface Page {
  actor: () => UserActor
  tell: (told: Told) => void
  /** As they were told last; null: this page shows no counts. */
  counts: Map<number, number> | null
  wanted: Wishes['watch']
  watch: Watch | null
}

export class LiveReaders {
  readonly #db: Kysely<DB>
  readonly #counts: LiveCounts
  readonly #pages = new Set<Page>()
  #changes = -1
  #told = 0
  #timer: NodeJS.Timeout | undefined
  readonly #stopHearing: () => void

  constructor(db: Kysely<DB>, counts: LiveCounts) {
    this.#db = db
    this.#counts = counts
    this.#stopHearing = counts.onRefreshed(({ moves, afresh }) => {
      for (const move of moves) this.#move(move)
      if (afresh) for (const page of this.#pages) void this.#open(page)
      if (this.#changes !== counts.memory.changes || moves.length > 0 || afresh || this.#anyWaits()) this.#soon()
    })
  }

  /** A page that has just connected. */
  add(actor: () => UserActor, tell: (told: Told) => void): LiveReader {
    const page: Page = { actor, tell, counts: null, wanted: null, watch: null }
    this.#pages.add(page)
    return {
      wish: async ({ counts, watch }) => {
        if (counts !== undefined) page.counts = counts ? new Map() : null
        if (watch !== undefined) {
          page.wanted = watch
          await this.#open(page)
        }
        this.#soon()
      },
      again: async () => {
        if (page.counts) page.counts = new Map()
        this.#leave(page)
        await this.#open(page)
        this.#soon()
      },
      close: () => {
        this.#pages.delete(page)
        this.#leave(page)
      },
    }
  }

  stop() {
    clearTimeout(this.#timer)
    this.#stopHearing()
    for (const page of this.#pages) this.#leave(page)
  }

  /** What the page's list is of now; a view that is not this reader's (any more) is not watched. */
  async #open(page: Page) {
    const { wanted } = page
    if (!wanted) return this.#leave(page)
    const ctx = contextOf(this.#db, page.actor())
    const slot = await effectiveFilter(ctx, wanted)
      .then(async (filter) => slotOf(await readKeptFilter(ctx, filter)))
      .catch(() => null)
    if (page.wanted !== wanted || !this.#pages.has(page)) return
    if (slot && page.watch?.slot.key === slot.key && page.watch.n === wanted.n) return
    this.#leave(page)
    if (slot) page.watch = { n: wanted.n, slot, release: this.#counts.hold(slot), held: null, since: 0, told: false, moved: new Map() }
    this.#soon()
  }

  #leave(page: Page) {
    const { watch } = page
    page.watch = null
    if (watch?.held) watch.held.watched--
    watch?.release()
  }

  #anyWaits() {
    return [...this.#pages].some(({ watch }) => watch?.told === false)
  }

  #move({ held, id, was, is, before, after }: Move) {
    for (const page of this.#pages) {
      if (page.watch?.held !== held) continue
      const seen = this.#counts.classesOf(page.actor())
      const { moved } = page.watch
      const stood = moved.get(id)?.was ?? (was && seen.includes(before))
      moved.set(id, { was: stood, is: is && seen.includes(after) })
    }
  }

  #soon() {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined
        this.#told = Date.now()
        this.#changes = this.#counts.memory.changes
        for (const page of this.#pages) void this.#tell(page).catch(() => undefined) // the next refresh tells it
      },
      Math.max(0, this.#told + pause - Date.now()),
    )
  }

  async #tell(page: Page) {
    const list = this.#listNews(page)
    const counts = page.counts && (await this.#countNews(page, page.counts))
    if (list || counts) page.tell({ ...(list && { list }), ...(counts && { counts }) })
  }

  #listNews({ watch }: Page): Told['list'] {
    if (!watch) return undefined
    // Memory was made anew.
    if (watch.held && this.#counts.memory.slots.get(watch.slot.key) !== watch.held) watch.held = null
    if (!watch.held) {
      const held = this.#counts.memory.slots.get(watch.slot.key)
      if (!held || this.#counts.memory.tornApart) return undefined
      held.watched++
      Object.assign(watch, { held, since: Date.now(), told: false, moved: new Map() })
      return undefined
    }
    if (!watch.told && Date.now() - watch.since < settling) return undefined
    const moved = [...watch.moved].filter(([, { was, is }]) => was !== is)
    watch.moved.clear()
    if (moved.length === 0 && watch.told) return undefined
    const begins = !watch.told && { begins: true as const }
    watch.told = true
    if (moved.length > most) return { n: watch.n, arrived: [], left: [], ...begins, many: true }
    const ids = (came: boolean) => moved.flatMap(([id, { is }]) => (is === came ? [id] : []))
    return { n: watch.n, arrived: ids(true), left: ids(false), ...begins }
  }

  async #countNews(page: Page, known: Map<number, number>): Promise<Counts | undefined> {
    const actor = page.actor()
    const now = await this.#counts.told(contextOf(this.#db, actor), actor)
    if (!now) return undefined
    const counts = now.counts.filter(({ place, count }) => place !== null && known.get(place) !== count)
    for (const { place, count } of counts) if (place !== null) known.set(place, count)
    return counts.length > 0 ? { at: now.at, counts } : undefined
  }
}
