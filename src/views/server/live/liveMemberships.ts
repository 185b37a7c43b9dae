/**
 * Keeps memberships true while the desk works: what happened since the last snapshot, what hangs on it, and what the clock moved, is placed
 * again from the next one (docs/decisions: live counts). One refresh at a time; new slots are filled beside it and join with the next.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely'
import { inSnapshot } from '#platform/server/horizon.ts'
import type { DB } from '#platform/server/tables.ts'
import { ticketIndexed } from '#search/events.ts'
import { wantedFacts } from '#tickets/filterTraits.ts'
import { selectFacts } from '#tickets/server/ticketFacts.ts'
import type { FactsWanted } from '#tickets/ticketFacts.ts'
import { ahead, Clock, lookAhead } from './clock.ts'
import type { Filled } from './fillSlots.ts'
import { Held, Memberships, type Move } from './memberships.ts'
import { anythingSince, newsSince, placeOf, type News, type Place } from './place.ts'
import type { VisibilityClasses } from './visibilityClasses.ts'

/** Tickets read and placed in one go; where there are more, other work passes in between. */
const atOnce = 1000

export interface Refreshed {
  news: readonly News[]
  moves: readonly Move[]
}

/** How a refresh learns whom it must place again. A test shows that none of it can be spared. */
export const senses = {
  newsSince,
  relatedTickets,
  takeDue: (clock: Clock, now: number) => clock.takeDue(now),
}
export type Senses = typeof senses

export class LiveMemberships {
  #memberships = new Memberships()
  #clock = new Clock()
  readonly #db: Kysely<DB>
  readonly #senses: Senses
  #place: Place | null = null
  #wanted: FactsWanted = wantedFacts([])
  #joining: Filled[] = []
  /** Tickets of a refresh that broke off. */
  #owed = new Set<number>()
  /** Memory lies between two snapshots. */
  #torn = false
  #running: Promise<void> = Promise.resolve()
  #queued: Promise<void> | null = null
  readonly #hearers = new Set<(refreshed: Refreshed) => void>()

  constructor(db: Kysely<DB>, given: Partial<Senses> = {}) {
    this.#db = db
    this.#senses = { ...senses, ...given }
  }

  get classes(): VisibilityClasses {
    return this.#memberships.classes
  }

  /** Where memory stands; null before the first slots have joined. */
  get place(): Place | null {
    return this.#place
  }

  /** The slots that are true at this place. */
  get slots(): ReadonlyMap<string, Held> {
    return this.#memberships.slots
  }

  get tornApart(): boolean {
    return this.#torn
  }

  /** Grows with every count that changes. */
  get changes(): number {
    return this.#memberships.changes
  }

  /** How many tickets of these classes a slot holds. */
  count(held: Held, classes: readonly number[]): number {
    return this.#memberships.count(held, classes)
  }

  /** Hears of each refresh. */
  onRefreshed(hear: (refreshed: Refreshed) => void) {
    this.#hearers.add(hear)
  }

  /** Takes slots in, with the next refresh; the first ones at once. */
  async join(filled: Filled): Promise<void> {
    if (this.#place) {
      this.#joining.push(filled)
      return this.refresh()
    }
    if (!filled.whole) throw new Error('Memory was made anew meanwhile.')
    this.#place = filled.place
    this.#take(filled)
    return this.refresh()
  }

  drop(held: Held) {
    this.#memberships.remove(held)
    this.#arrange()
  }

  /** Notes what the clock will move next, before it is needed. */
  async lookAhead() {
    const place = this.#place
    if (!place || this.#clock.until - place.now > ahead / 2) return
    const filled = await inSnapshot(this.#db, async (trx) => {
      const at = await placeOf(trx, place)
      return {
        place: at,
        whole: false,
        slots: [],
        ...(await lookAhead(trx, this.#clock.crossings, this.#wanted, this.#clock.until, at.now)),
      }
    })
    await this.join(filled)
  }

  /** Resolves when memory is not older than this call, with what else was asked of the database on the way. */
  async current(also: RawBuilder<string> = sql`''`): Promise<string> {
    const place = this.#place
    const found = await anythingSince(this.#db, place?.snapshot ?? '0:0:', also)
    if (!place) return found.also
    if (found.news || found.now >= this.#clock.quietUntil) await this.refresh()
    while (this.#torn) await this.refresh()
    return found.also
  }

  /**
   * Whether memory knows exactly the tickets that there are, each in its class. Whoever writes to the database past the event list, as the
   * seeding of examples does, makes them differ; then everything is forgotten and must be filled anew.
   */
  async verify(): Promise<boolean> {
    let same = true
    await this.#exclusively(async () => {
      const there = await this.#refresh(async (trx) => this.#known() === (await ticketsByClass(trx, this.classes)))
      if (there !== false) return
      same = false
      this.#memberships = new Memberships()
      this.#clock = new Clock()
      this.#place = null
      this.#joining = []
      this.#owed = new Set()
    })
    return same
  }

  #known(): string {
    const sums = this.classes.sums()
    return JSON.stringify([...sums].toSorted(([a], [b]) => a - b))
  }

  /** Milliseconds, by the database's clock, until somebody moves by the clock alone. */
  get quietUntil(): number {
    return this.#clock.quietUntil
  }

  /** Reads once what is new; whoever asks while one is under way gets the next one. */
  refresh(): Promise<void> {
    this.#queued ??= this.#exclusively(async () => {
      this.#queued = null
      await this.#refresh()
    })
    return this.#queued
  }

  #exclusively(work: () => Promise<void>): Promise<void> {
    this.#running = this.#running.catch(() => undefined).then(work)
    return this.#running
  }

  /** `check` is asked in the same snapshot, once everything is placed. */
  async #refresh(check?: (trx: Transaction<DB>) => Promise<boolean>): Promise<boolean | undefined> {
    const before = this.#place
    if (!before) return undefined
    const joining = [...this.#joining]
    const after = await inSnapshot(this.#db, async (trx) => {
      const place = await placeOf(trx, before)
      const news = await this.#senses.newsSince(trx, before.snapshot)
      const all = [...news]
      for (const filled of joining) all.push(...(await newsSince(trx, filled.place.snapshot)))
      this.#torn = true
      for (const filled of joining) this.#take(filled)
      const ids = new Set([...this.#owed, ...this.#ticketsOf(all)])
      // If this breaks off, the next one begins with these.
      this.#owed = ids
      for (const id of await this.#senses.relatedTickets(trx, all, this.#wanted)) ids.add(id)
      for (const id of await this.#passed(trx, place.now)) ids.add(id)
      await this.#placeAll(trx, [...ids], place.now)
      return { place, news, checked: await check?.(trx) }
    })
    this.#place = after.place
    this.#torn = false
    this.#owed = new Set()
    this.#joining = this.#joining.filter((filled) => !joining.includes(filled))
    const moves = this.#memberships.takeMoves()
    for (const hear of this.#hearers) hear({ news: after.news, moves })
    return after.checked
  }

  /** The tickets that something has happened to; search documents matter only to whoever asks for words. */
  #ticketsOf(news: readonly News[]): number[] {
    const indexed = this.#wanted.words.size === 0 ? ticketIndexed.name : null
    return news.flatMap(({ name, subject, id }) => (subject === 'ticket' && name !== indexed ? [id] : []))
  }

  /** Those that are taken in a second time, after a refresh broke off, begin again with what they have. */
  #take({ slots, noted, until }: Filled) {
    for (const { slot, members } of slots) {
      const known = this.#memberships.slots.get(slot.key)
      if (known && known.members !== members) continue
      if (known) this.#memberships.remove(known)
      this.#memberships.add(new Held(slot, members))
    }
    this.#arrange()
    this.#clock.add(noted)
    const joinsOthers = slots.length > 0 && this.#clock.until > 0
    this.#clock.until = joinsOthers ? Math.min(this.#clock.until, until) : Math.max(this.#clock.until, until)
  }

  /** What is to be known of tickets, and what the clock moves, is what the slots of the moment ask. */
  #arrange() {
    const slots = [...this.#memberships.slots.values()].map(({ slot }) => slot)
    this.#wanted = wantedFacts(slots.map(({ ready }) => ready))
    const crossings = slots.flatMap((slot) => slot.crossings.map((crossing) => [crossing.key, crossing] as const))
    this.#clock.crossings = [...new Map(crossings).values()]
  }

  async #passed(trx: Transaction<DB>, now: number): Promise<number[]> {
    if (this.#clock.until <= now) {
      const { noted, until } = await lookAhead(trx, this.#clock.crossings, this.#wanted, this.#clock.until, now)
      this.#clock.add(noted)
      this.#clock.until = until
    }
    return this.#senses.takeDue(this.#clock, now)
  }

  async #placeAll(trx: Transaction<DB>, ids: readonly number[], now: number) {
    for (let n = 0; n < ids.length; n += atOnce) {
      if (n > 0) await breathe()
      const some = new Set(ids.slice(n, n + atOnce))
      const { rows } = await selectFacts(this.#wanted, sql`t.id = any(${[...some]}::bigint[])`).execute(trx)
      for (const facts of rows) {
        this.#memberships.place(facts, now)
        this.#clock.note(facts, now)
        some.delete(facts.id)
      }
      for (const id of some) this.#memberships.forget(id)
    }
  }
}

/** The tickets of Contacts and Accounts that have changed, where a slot looks at those. */
async function relatedTickets(trx: Transaction<DB>, news: readonly News[], { facts }: FactsWanted): Promise<number[]> {
  const named = (subject: News['subject']) => news.flatMap((one) => (one.subject === subject ? [one.id] : []))
  const contacts = facts.has('contactName') || facts.has('contactEmail') || facts.has('contactCustom') ? named('contact') : []
  const accounts = facts.has('accountName') || facts.has('accountCustom') ? named('account') : []
  if (contacts.length + accounts.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    select t.id from tickets t where t.contact_id = any(${contacts}::bigint[])
    union select t.id from tickets t where t.account_id = any(${accounts}::bigint[])`.execute(trx)
  return rows.map(({ id }) => id)
}

async function ticketsByClass(trx: Transaction<DB>, classes: VisibilityClasses): Promise<string> {
  const { rows } = await sql<{ categoryId: number; bin: boolean; count: number }>`
    select category_id as "categoryId", deleted_at is not null as bin, count(*) as count from tickets group by 1, 2`.execute(trx)
  const sums = rows.map(({ count, ...sight }) => [classes.numberOf(sight), count] as const)
  return JSON.stringify(sums.toSorted(([a], [b]) => a - b))
}
