/** Who sees which tickets: one source for the SQL of every read path and for the check in memory (product: People). */
import type { Actor } from '#platform/actor.ts'

/** All tickets, or those of some categories. */
export type Seen = 'all' | { categories: readonly number[] }

export function seenBy(actor: Actor): Seen {
  if (actor.kind !== 'user' || actor.right.everything) return 'all'
  return { categories: actor.right.workCategories }
}

export const maySee = (seen: Seen, ticket: { categoryId: number }) => seen === 'all' || seen.categories.includes(ticket.categoryId)

/** Whether a person may put a ticket into a category: to work in it, or only to hand it over. */
export function mayPutInto(actor: Actor, categoryId: number) {
  if (actor.kind !== 'user' || actor.right.everything) return true
  return actor.right.workCategories.includes(categoryId) || actor.right.handCategories.includes(categoryId)
}
