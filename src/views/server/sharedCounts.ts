/** Counts of the sidebar for many Users at once: computed once per Right after a change, however many ask. Never older than the last change. */
import type { Context } from '#platform/server/context.ts'
import { seenBy } from '#tickets/rights.ts'
import { openingViews, type ViewKey } from '#views/view.ts'
import { countViews } from './viewQueries.ts'

type Counts = { key: ViewKey; count: number }[]

interface Kept {
  change: number
  at: number
  counts: Promise<Counts>
}

/** A minute also makes them old: a view may speak of time. */
const longest = 60_000
/** Under a stream of changes they are computed at most this often, and whoever asks waits for the next ones. */
const shortest = 250

export class SharedCounts {
  #change = 0
  readonly #kept = new Map<string, Kept>()

  /** Tickets have changed. */
  changed() {
    this.#change++
  }

  /** Exact at the moment of the answer: what depends on the reader alone is counted for them, the rest for their Right. */
  async for(ctx: Context): Promise<Counts> {
    const [shared, own] = await Promise.all([this.#shared(ctx), countViews(ctx, ['mine'])])
    const counts = new Map([...shared, ...own].map((c) => [c.key, c.count]))
    return openingViews.map((key) => ({ key, count: counts.get(key) ?? 0 }))
  }

  #shared(ctx: Context): Promise<Counts> {
    const right = JSON.stringify(seenBy(ctx.actor))
    const kept = this.#kept.get(right)
    const age = Date.now() - (kept?.at ?? 0)
    if (kept && kept.change === this.#change && age < longest) return kept.counts
    if (kept && age < shortest) return new Promise((resolve) => setTimeout(resolve, shortest - age)).then(() => this.#shared(ctx))
    const fresh: Kept = {
      change: this.#change,
      at: Date.now(),
      counts: countViews(
        ctx,
        openingViews.filter((key) => key !== 'mine'),
      ),
    }
    this.#kept.set(right, fresh)
    fresh.counts.catch(() => this.#kept.delete(right))
    return fresh.counts
  }
}
