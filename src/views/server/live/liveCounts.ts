/**
 * The exact counts of every sidebar, from memory: asked by request, and told to open pages as they move (docs/decisions: live counts).
 * Never older than the question: before an answer the event list is asked whether anything is new. What memory does not hold yet, SQL counts.
 */
import { sql, type Kysely } from 'kysely'
import type { UserActor } from '#platform/actor.ts'
import type { LiveCounts as Answer } from '#platform/live.ts'
import type { Context } from '#platform/server/context.ts'
import { examplesSeeded } from '#views/events.ts'
import type { Log } from '#platform/server/log.ts'
import type { DB } from '#platform/server/tables.ts'
import { startWorkers } from '#platform/server/workers.ts'
import { actorsWhere } from '#people/server/authenticate.ts'
import { maySee, seenBy, seesBin } from '#tickets/rights.ts'
import { countsOf } from '../counts.ts'
import { keepMemberships, readKept } from './keptMemberships.ts'
import { LiveMemberships, type Refreshed } from './liveMemberships.ts'
import { ReaderSlots, type Listed } from './readerSlots.ts'
import type { Slot } from './slot.ts'
import { SlotFiller } from './slotFiller.ts'
import type { VisibilityClasses } from './visibilityClasses.ts'

const tick = 1000
const gather = 25
const minute = 60_000
/** Memory is compared with the database as often. */
const between = 5 * minute
/** Who has not asked for so long is read anew when they come back. */
const forgotten = 15 * minute
/** A desk that starts prepares the sidebars of those who were there last: of a few, who share most with all others, before it answers. */
const preparedFirst = 3
const preparedThen = 50
/** So long the first answers after a start wait for memory. */
const patience = 300

interface Options {
  db: Kysely<DB>
  log: Log
}

export class LiveCounts {
  readonly #db: Kysely<DB>
  readonly #log: Log
  readonly #live: LiveMemberships
  readonly #filler: SlotFiller
  readonly #readers = new ReaderSlots()
  readonly #hearers = new Set<(refreshed: Refreshed & { afresh: boolean }) => void>()
  /** Slots that somebody needs besides sidebars: open lists. */
  readonly #wanted = new Map<Slot, number>()
  #stop: () => Promise<void> = async () => undefined
  #wake = () => {}
  #started = false

  constructor({ db, log }: Options) {
    this.#db = db
    this.#log = log
    this.#live = new LiveMemberships(db)
    this.#filler = new SlotFiller(db, this.#live, log)
    this.#live.onRefreshed((refreshed) => {
      const afresh = this.#readers.hear(refreshed.news)
      if (refreshed.news.some(({ name }) => name === examplesSeeded.name)) void this.#verify()
      for (const hear of this.#hearers) hear({ ...refreshed, afresh })
    })
  }

  /** Something may have happened. */
  readonly wake = () => this.#wake()

  /** The memory itself, for whoever tells pages about it. */
  get memory(): LiveMemberships {
    return this.#live
  }

  onRefreshed(hear: (refreshed: Refreshed & { afresh: boolean }) => void): () => void {
    this.#hearers.add(hear)
    return () => this.#hearers.delete(hear)
  }

  /** Begins to hold and refresh memory; returns before all of it is there. */
  async start({ file, timeline }: { file: string; timeline: string }): Promise<void> {
    const kept = await readKept(file, this.#db)
    if (kept) this.#live.classes.fromBytes(kept.sights, kept.ofTicket)
    await this.#prepare(preparedFirst)
    const slots = await this.#slots()
    if (kept) {
      const found = slots.flatMap((slot) => {
        const members = kept.members.get(slot.key)
        return members ? [{ slot, members }] : []
      })
      await this.#live.join({ place: kept.place, whole: true, slots: found, noted: [], until: kept.place.now })
    }
    this.#started = true
    this.#filler.want(slots)
    const workers = startWorkers({
      count: 1,
      every: tick,
      gather,
      work: async () => {
        await this.#live.refresh()
        this.#wakeAtNext()
        return false
      },
      failed: (error) => this.#log.warn({ error }, 'counts could not be refreshed; the next try makes up for it'),
    })
    this.#wake = workers.wake
    const preparing = this.#prepare(preparedThen)
      .then(async () => this.#filler.want(await this.#slots()))
      .then(() => this.#verify())
      .catch((error: unknown) => this.#log.warn({ error }, 'sidebars were not prepared; they are read when they are asked for'))
    const keep = () =>
      keepMemberships(file, timeline, this.#live).catch((error: unknown) => this.#log.warn({ error }, 'memberships were not kept'))
    const clock = setInterval(() => void this.#sweep().then(keep), minute)
    const verifying = setInterval(() => void this.#verify(), between)
    this.#stop = async () => {
      clearInterval(clock)
      clearInterval(verifying)
      clearTimeout(this.#nextMoment)
      await workers.stop()
      await preparing
      await this.#filler.stop()
      await keep()
    }
  }

  readonly stop = (): Promise<void> => this.#stop()

  /** The counts of this reader's sidebar, not older than this call. */
  async for(ctx: Context): Promise<Answer> {
    if (ctx.actor.kind !== 'user') return { at: 0, counts: [] }
    const trees = await this.#live.current(versionsOf(ctx))
    const listed = await this.#readers.of(ctx, ctx.actor, trees)
    return this.#count(ctx, ctx.actor, listed)
  }

  /** The same for whoever was told of the last refresh; null while nothing is held. */
  async told(ctx: Context, actor: UserActor): Promise<Answer | null> {
    if (!this.#live.place) return null
    // A page that was arranged anew asks by itself; the others need not ask for every move.
    const listed = await (this.#readers.known(actor) ?? this.#readers.of(ctx, actor, await treesOf(ctx)))
    this.#filler.want(listed.map(({ slot }) => slot))
    while (this.#live.tornApart) await this.#live.refresh()
    return this.#fromMemory(actor, listed)
  }

  async #count(ctx: Context, actor: UserActor, listed: readonly Listed[]): Promise<Answer> {
    if (this.#started) {
      this.#filler.want(listed.map(({ slot }) => slot))
      if (!this.#live.place) {
        await this.#filler.first(patience)
        // What has just been filled may be older than the question.
        await this.#live.current()
      }
      while (this.#live.tornApart) await this.#live.refresh()
    }
    const beginning = this.#started && !this.#live.place
    const answer = this.#fromMemory(actor, listed)
    // While a large desk counts for the first time, what takes long follows when it is there.
    const missing = listed.filter(
      ({ slot }) => !this.#live.slots.has(slot.key) && (!beginning || slot.liveOnly || slot.namedReader !== null),
    )
    return { ...answer, counts: [...answer.counts, ...(await countsOf(ctx, missing))] }
  }

  #fromMemory(actor: UserActor, listed: readonly Listed[]): Answer {
    const classes = this.classesOf(actor)
    const counts = listed.flatMap(({ place, view, slot }) => {
      const held = this.#live.slots.get(slot.key)
      return held ? [{ place, view, count: this.#live.count(held, classes) }] : []
    })
    return { at: this.#live.place?.now ?? Date.now(), counts }
  }

  readonly #classes = new WeakMap<UserActor, { classes: VisibilityClasses; known: number; seen: readonly number[] }>()
  /** The visibility classes that somebody sees. */
  classesOf(actor: UserActor): readonly number[] {
    const { classes } = this.#live
    const kept = this.#classes.get(actor)
    if (kept?.classes === classes && kept.known === classes.count) return kept.seen
    const [right, bin] = [seenBy(actor), seesBin(actor)]
    const seen = classes.seen((sight) => maySee(right, sight) && (!sight.bin || bin))
    this.#classes.set(actor, { classes, known: classes.count, seen })
    return seen
  }

  /** Holds a slot as long as somebody needs it. */
  hold(slot: Slot): () => void {
    this.#wanted.set(slot, (this.#wanted.get(slot) ?? 0) + 1)
    this.#filler.want([slot])
    return () => {
      const left = (this.#wanted.get(slot) ?? 1) - 1
      if (left > 0) this.#wanted.set(slot, left)
      else this.#wanted.delete(slot)
    }
  }

  /** The sidebars of those who were there last are read before they ask. */
  async #prepare(most: number) {
    const actors = await actorsWhere(
      this.#db,
      sql`u.id in (select s.user_id from sessions s group by 1 order by max(s.seen_at) desc limit ${sql.lit(most)})`,
    )
    for (const actor of actors) {
      const ctx = contextOf(this.#db, actor)
      await this.#readers.of(ctx, actor, await treesOf(ctx))
    }
  }

  async #slots(): Promise<Slot[]> {
    return [...new Map([...(await this.#readers.all()), ...this.#wanted.keys()].map((slot) => [slot.key, slot])).values()]
  }

  /** Lets go of what nobody asks any more, and notes what the clock will move. */
  async #sweep() {
    this.#readers.forgetBefore(Date.now() - forgotten)
    const needed = new Set((await this.#slots()).map(({ key }) => key))
    for (const [key, held] of this.#live.slots) if (!needed.has(key) && held.watched === 0) this.#live.drop(held)
    await this.#live.lookAhead()
  }

  /** Memory that does not know the tickets that there are is made anew. */
  async #verify() {
    try {
      if (await this.#live.verify()) return
      this.#log.warn('tickets were written past the event list; views are counted anew')
      this.#filler.want(await this.#slots())
    } catch (error) {
      this.#log.warn({ error }, 'memory could not be compared with the database; the next time makes up for it')
    }
  }

  #nextMoment: NodeJS.Timeout | undefined
  /** What the clock moves is told at its moment, not at the next tick. */
  #wakeAtNext() {
    const left = this.#live.quietUntil - (this.#live.place?.now ?? 0)
    clearTimeout(this.#nextMoment)
    if (left < tick) this.#nextMoment = setTimeout(() => this.#wake(), Math.max(left - gather, 0))
  }
}

/** A reader whom no request brought. */
export const contextOf = (db: Kysely<DB>, actor: UserActor): Context => ({
  db,
  actor,
  now: new Date(),
  requestId: 'live counts',
  via: 'api',
  announcer: { announce: () => undefined },
})

/** The versions of the two arrangements that make a sidebar. */
const versionsOf = ({ actor }: Context) => sql<string>`(select coalesce(string_agg(owner_id || ' ' || version, ',' order by owner_id), '')
  from view_trees where owner_id in (0, ${actor.kind === 'user' ? actor.id : 0}))`

async function treesOf(ctx: Context): Promise<string> {
  const { rows } = await sql<{ versions: string }>`select ${versionsOf(ctx)} as versions`.execute(ctx.db)
  return rows[0]?.versions ?? ''
}
