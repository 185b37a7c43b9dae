/** Fills slots beside the refreshes, one pass at a time; those that are quickly asked first, so that a sidebar begins to count at once. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Log } from '#platform/server/log.ts'
import type { DB } from '#platform/server/tables.ts'
import { fillSlots } from './fillSlots.ts'
import type { LiveMemberships } from './liveMemberships.ts'
import type { Slot } from './slot.ts'

/** So many that take a look at all tickets are asked at one snapshot. */
const atOnce = 10
const rest = 1000

export class SlotFiller {
  readonly #db: Kysely<DB>
  readonly #live: LiveMemberships
  readonly #log: Log
  readonly #waiting = new Map<string, Slot>()
  #working: Promise<void> | null = null
  #stopped = false
  /** Something has failed: one at a time. */
  #careful = false

  constructor(db: Kysely<DB>, live: LiveMemberships, log: Log) {
    this.#db = db
    this.#live = live
    this.#log = log
  }

  /** Sees to it that these are held soon; what is held already costs nothing. */
  want(slots: readonly Slot[]) {
    for (const slot of slots) if (!this.#live.slots.has(slot.key)) this.#waiting.set(slot.key, slot)
    if (this.#waiting.size > 0 || !this.#live.place) this.#working ??= this.#work().finally(() => (this.#working = null))
  }

  async #work() {
    do {
      const all = [...this.#waiting.values()].filter((slot) => !this.#live.slots.has(slot.key))
      const quick = all.filter(({ liveOnly, namedReader }) => liveOnly || namedReader !== null)
      const some = this.#careful ? all.slice(0, 1) : quick.length > 0 ? quick : all.slice(0, atOnce)
      try {
        await this.#live.join(await fillSlots(this.#db, some, this.#live.place ? null : this.#live.classes))
        for (const key of this.#waiting.keys()) if (this.#live.slots.has(key)) this.#waiting.delete(key)
      } catch (error) {
        if (this.#stopped) return
        this.#log.warn({ error }, 'views could not be counted for the first time; trying one by one')
        // One that cannot be asked must not keep the others from it: it waits until somebody wants it again.
        if (some.length === 1) for (const { key } of some) this.#waiting.delete(key)
        this.#careful = true
        await pause(rest)
      }
    } while (this.#waiting.size > 0 && !this.#stopped)
    this.#careful = false
  }

  /** Resolves once something is held, or after a while. */
  async first(patience: number): Promise<void> {
    const end = Date.now() + patience
    while (!this.#live.place && this.#working && Date.now() < end) await Promise.race([this.#working, pause(10)])
  }

  async stop() {
    this.#stopped = true
    await this.#working
  }
}
