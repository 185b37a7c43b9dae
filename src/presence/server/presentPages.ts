/** What open pages say and hear of who is in which ticket: each only of tickets in its User's sight. */
import { sql, type Kysely } from 'kysely'
import type { UserActor } from '#platform/actor.ts'
import type { Doing, LiveMessage, Wishes } from '#platform/live.ts'
import type { LiveHappening } from '#platform/server/live.ts'
import type { DB } from '#platform/server/tables.ts'
import { maySee, seenBy, seesBin } from '#tickets/rights.ts'
import { visible } from '#tickets/server/ticketQueries.ts'
import type { Presences } from './presences.ts'

/** A burst is told together. Milliseconds. */
const pause = 100

export type PresentNews = Pick<LiveMessage, 'present'>

export interface PresentReader {
  wish: (wishes: Wishes) => Promise<void>
  /** This User's Right may be another. */
  again: () => Promise<void>
  close: () => void
}

interface Page {
  actor: () => UserActor
  tell: (news: PresentNews) => void
  said: ReadonlyMap<number, readonly Doing[]>
  near: ReadonlySet<number>
  /** Of all those tickets the ones in sight. */
  seen: Set<number>
  /** What it was told last, where that was somebody. */
  told: Map<number, string>
  moved: Set<number>
  tellHere: () => void
}

export class PresentPages {
  readonly #db: Kysely<DB>
  readonly #presences: Presences
  readonly #pages = new Set<Page>()
  readonly #stopHearing: () => void
  #timer: NodeJS.Timeout | undefined

  constructor(db: Kysely<DB>, presences: Presences) {
    this.#db = db
    this.#presences = presences
    this.#stopHearing = presences.onMoved((tickets) => {
      for (const page of this.#pages) for (const ticket of tickets) if (page.near.has(ticket)) page.moved.add(ticket)
      this.#soon()
    })
  }

  /** A page that has just connected. */
  add(actor: () => UserActor, tell: (news: PresentNews) => void): PresentReader {
    const mine = this.#presences.page()
    const page: Page = {
      actor,
      tell,
      said: new Map(),
      near: new Set(),
      seen: new Set(),
      told: new Map(),
      moved: new Set(),
      tellHere: () => {
        const { id, seenAsBy } = actor()
        // Whoever sees the desk as somebody else is not there.
        const here = seenAsBy === undefined ? [...page.said].filter(([ticket]) => page.seen.has(ticket)) : []
        mine.say(id, new Map(here))
      },
    }
    this.#pages.add(page)
    return {
      wish: async ({ here, near }) => {
        if (here === undefined && near === undefined) return
        if (here !== undefined) page.said = new Map(here.map(({ ticket, does }) => [ticket, does]))
        if (near !== undefined) page.near = new Set(near)
        for (const ticket of page.told.keys()) if (!page.near.has(ticket)) page.told.delete(ticket)
        await this.#look(page)
      },
      again: async () => this.#look(page),
      close: () => {
        this.#pages.delete(page)
        mine.leave()
      },
    }
  }

  /** A ticket that went out of somebody's sight has nobody in it for them, and they are not in it. */
  hear(events: readonly LiveHappening[]) {
    for (const { subject, id, category, bin } of events) {
      if (subject !== 'ticket') continue
      for (const page of this.#pages) {
        if (!page.near.has(id) && !page.said.has(id)) continue
        const actor = page.actor()
        const sees = category !== null && maySee(seenBy(actor), { categoryId: category }) && (!bin || seesBin(actor))
        if (sees === page.seen.has(id) || !actor.permissions.has('tickets.read')) continue
        if (sees) page.seen.add(id)
        else page.seen.delete(id)
        page.moved.add(id)
        page.tellHere()
      }
    }
    this.#soon()
  }

  stop() {
    clearTimeout(this.#timer)
    this.#stopHearing()
  }

  /** Which of its tickets this User sees, asked of the one policy. */
  async #look(page: Page) {
    const asked = [...new Set([...page.said.keys(), ...page.near])]
    const actor = page.actor()
    const { rows } =
      asked.length === 0 || !actor.permissions.has('tickets.read')
        ? { rows: [] }
        : await sql<{ id: number }>`select t.id from tickets t where t.id = any(${asked}::bigint[]) and ${visible({ actor })}`.execute(
            this.#db,
          )
    page.seen = new Set(rows.map(({ id }) => id))
    for (const ticket of page.near) page.moved.add(ticket)
    page.tellHere()
    this.#soon()
  }

  #soon() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      for (const page of this.#pages) this.#tell(page)
    }, pause)
  }

  #tell(page: Page) {
    const { id, seenAsBy } = page.actor()
    const present = [...page.moved].flatMap((ticket) => {
      const shown = page.near.has(ticket) && page.seen.has(ticket) && seenAsBy === undefined
      const people = shown ? this.#presences.of(ticket).filter(({ user }) => user !== id) : []
      const text = people.length === 0 ? '' : JSON.stringify(people)
      if (text === (page.told.get(ticket) ?? '')) return []
      if (text === '') page.told.delete(ticket)
      else page.told.set(ticket, text)
      return [{ ticket, people }]
    })
    page.moved.clear()
    if (present.length > 0) page.tell({ present })
  }
}
