/** What somebody's sidebar asks, as slots: read once, kept until a view, a place, or something that filters name has changed. */
import type { UserActor } from '#platform/actor.ts'
import type { Context } from '#platform/server/context.ts'
import { readKeptFilter } from '#tickets/server/ticketFilter.ts'
import { placedFilters, type Placed } from '../effectiveFilter.ts'
import type { News } from './place.ts'
import { slotOf, type Slot } from './slot.ts'

/** A view where it stands. */
export interface Listed extends Placed {
  slot: Slot
}

interface Kept {
  /** Which arrangement of the places this was. */
  trees: string
  slots: Promise<Listed[]>
  asked: number
}

export class ReaderSlots {
  readonly #kept = new Map<string, Kept>()

  /** The slots of a sidebar; `trees` are the versions of its arrangements, asked no earlier than the answer is to be true. */
  of(ctx: Context, actor: UserActor, trees: string): Promise<readonly Listed[]> {
    const who = whoIs(actor)
    let kept = this.#kept.get(who)
    if (kept?.trees !== trees) {
      kept = { trees, slots: read(ctx), asked: 0 }
      this.#kept.set(who, kept)
      const mine = kept
      mine.slots.catch(() => this.#kept.get(who) === mine && this.#kept.delete(who))
    }
    kept.asked = Date.now()
    return kept.slots
  }

  /** The same as this reader asked last; null: unknown, or what was read may be another now. */
  known(actor: UserActor): Promise<readonly Listed[]> | null {
    const kept = this.#kept.get(whoIs(actor))
    if (!kept) return null
    kept.asked = Date.now()
    return kept.slots
  }

  /** The slots of everyone who is still known. */
  async all(): Promise<Slot[]> {
    const known = await Promise.allSettled([...this.#kept.values()].map(({ slots }) => slots))
    return known.flatMap((one) => (one.status === 'fulfilled' ? one.value.map(({ slot }) => slot) : []))
  }

  /** Forgets those who have not asked since then. */
  forgetBefore(moment: number) {
    for (const [who, { asked }] of this.#kept) if (asked < moment) this.#kept.delete(who)
  }

  /** True if what was read may be another after these: then it is forgotten. */
  hear(news: readonly News[]): boolean {
    if (!news.some(({ subject, name }) => deciding.has(subject) || decidingNames.has(name))) return false
    this.#kept.clear()
    return true
  }
}

/** Views themselves, who is shown them, and what filters name or mean. */
const deciding: ReadonlySet<string> = new Set(['view', 'category', 'status', 'team', 'right', 'access', 'custom_field'])
const decidingNames: ReadonlySet<string> = new Set([
  'user.changed',
  'user.created',
  'user.deleted',
  'contact.deleted',
  'contact.merged_into',
  'account.deleted',
  'account.merged_into',
])

const whoIs = ({ id, permissions, right, teamIds }: UserActor) => JSON.stringify([id, [...permissions].toSorted(), right, teamIds])

async function read(ctx: Context): Promise<Listed[]> {
  const placed = await placedFilters(ctx)
  return Promise.all(placed.map(async (one) => ({ ...one, slot: slotOf(await readKeptFilter(ctx, one.filter)) })))
}
