/** The things of one kind as the page holds them, read as they are declared. */
import { z } from 'zod'
import { useEndpoint } from '#platform/web/query.ts'
import type { Filled, Shown, Thing } from '#platform/thing.ts'

/** All of a kind; asked again whenever a page opens, as others may have changed them. */
export function useThings<V extends Filled>(thing: Thing<V>, enabled = true) {
  const { data, error, refetch } = useEndpoint(thing.doors.list, {}, { refetchOnMount: 'always', enabled })
  return { things: data?.items.map((item) => readThing(thing, item)), error, refetch }
}

/** One of a kind. */
export function useThing<V extends Filled>(thing: Thing<V>, id: number | undefined) {
  const found = useEndpoint(thing.doors.get, { id: id ?? 0 }, { refetchOnMount: 'always', enabled: id !== undefined })
  return {
    stored: found.data && readThing(thing, found.data),
    error: found.error,
    /** As it is now. */
    again: async () => {
      const { data } = await found.refetch()
      return data && readThing(thing, data)
    },
  }
}

/** What is known of every thing besides what people fill in. */
const known = z.object({
  id: z.int(),
  version: z.int(),
  changedAt: z.string(),
  changedBy: z.object({ id: z.int(), name: z.string() }).nullable(),
})

/** What was filled in, and what is known besides, from an answer. */
export function readThing<V extends Filled>(thing: Thing<V>, answer: Filled): Shown<V> {
  const { id: _id, version: _version, changedAt: _at, changedBy: _by, ...values } = answer
  return { ...thing.parse(values), ...known.parse(answer) }
}
