/** Who sees which tickets: one source for the SQL of every read path and for the check in memory (product: People). */
import { seenCategories, type Actor, type UserActor } from '#platform/actor.ts'

/** All tickets, or those of some categories. */
export type Seen = 'all' | { categories: readonly number[] }

export function seenBy(actor: Actor): Seen {
  const categories = seenCategories(actor)
  return categories === 'all' ? 'all' : { categories }
}

export const maySee = (seen: Seen, ticket: { categoryId: number }) => seen === 'all' || seen.categories.includes(ticket.categoryId)

/** What lies in the bin exists for those who may delete tickets, and for the desk itself. */
export const seesBin = (actor: Actor) => actor.kind !== 'user' || actor.permissions.has('tickets.delete')

/** Whether a person may put a ticket into a category: to work in it, or only to hand it over. */
export function mayPutInto(actor: Actor, categoryId: number) {
  if (actor.kind !== 'user' || actor.right.everything) return true
  return actor.right.workCategories.includes(categoryId) || actor.right.handCategories.includes(categoryId)
}

/** Why a User sees a ticket, or why not. */
export const whys = [
  'right_everything',
  'category_work',
  'category_hand_only',
  'category_not_in_right',
  'access_without_tickets_read',
] as const
/** What a User may do with a ticket; `hand`: put it into its category, which needs no sight of it. */
export const deeds = ['update', 'comment', 'delete', 'hand'] as const

/** The policy's own answer for one User and a ticket's category, and the reason for it. */
export function explainSight(
  actor: UserActor,
  categoryId: number,
): { sees: boolean; why: (typeof whys)[number]; may: (typeof deeds)[number][] } {
  const sees = maySee(seenBy(actor), { categoryId })
  const { permissions, right } = actor
  const may = deeds.filter((deed) =>
    deed === 'hand'
      ? mayPutInto(actor, categoryId) && (permissions.has('tickets.update') || permissions.has('tickets.create'))
      : sees && permissions.has(deed === 'comment' ? 'activities.comment' : `tickets.${deed}`),
  )
  if (sees) return { sees, may, why: right.everything ? 'right_everything' : 'category_work' }
  if (!permissions.has('tickets.read')) return { sees, may, why: 'access_without_tickets_read' }
  return { sees, may, why: right.handCategories.includes(categoryId) ? 'category_hand_only' : 'category_not_in_right' }
}
