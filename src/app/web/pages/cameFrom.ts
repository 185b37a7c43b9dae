/** The list that a ticket was opened from, so that its neighbours can be gone to without going back. */
import { z } from 'zod'
import { filter } from '#platform/filter.ts'
import { keep, readKept } from '#platform/web/kept.ts'
import { orders, sortBy } from '#views/view.ts'
import type { Order } from '#views/web/order.ts'
import type { Asked } from '#views/web/selection.ts'

/** A list as it was shown. */
export interface FromList {
  name: string
  asked: Asked
  order: Order
}

const shape = z.array(
  z.object({
    id: z.int(),
    /** The ticket's place in it. */
    at: z.int(),
    name: z.string(),
    asked: z.object({ view: z.int(), place: z.int().optional(), filter: filter.optional(), q: z.string().optional() }),
    order: z.object({ by: sortBy.optional(), order: z.enum(orders) }),
  }),
)
type Known = z.output<typeof shape>[number]

const remembered = 60
/** The list that is shown, or was last. */
let last: FromList | undefined
let known: readonly Known[] | undefined

export const showsList = (list: FromList) => {
  last = list
}

/** Where a ticket came from: the list itself if it stands in `known` ones; else the one that was shown last, for who just came from it. */
export function listOf(id: number): { list: FromList; at: number | undefined } | undefined {
  known ??= readKept('came-from', shape) ?? []
  const found = known.find((one) => one.id === id)
  if (!found) return last && { list: last, at: undefined }
  const { name, asked, order, at } = found
  const { view, place, filter: added, q } = asked
  return {
    list: {
      name,
      asked: { view, ...(place === undefined ? {} : { place }), ...(added ? { filter: added } : {}), ...(q === undefined ? {} : { q }) },
      order: { by: order.by, order: order.order },
    },
    at,
  }
}

/** A ticket stands in that list, at that place. */
export function standsIn(id: number, { name, asked, order }: FromList, at: number) {
  known ??= readKept('came-from', shape) ?? []
  const now = known[0]
  if (now?.id === id && now.at === at && now.name === name) return
  const read = shape.element.safeParse({ id, at, name, asked, order })
  if (!read.success) return
  known = [read.data, ...known.filter((one) => one.id !== id)].slice(0, remembered)
  keep('came-from', known)
}
