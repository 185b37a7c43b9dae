/** Which tickets changed lately: a list that was left and is opened again asks about those only, and keeps its place. */
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'

const remembered = 300
let count = 0
let recent: number[] = []

/** Notes changed tickets; the oldest are forgotten. */
export function noteTickets(ids: readonly number[]) {
  count += ids.length
  recent = [...recent, ...ids].slice(-remembered)
}

/** How many changes have been noted so far. */
export const newsPlace = () => count

/** The tickets changed since a place, each once; undefined when there were too many to remember. */
export function changedSince(place: number): number[] | undefined {
  const missed = count - place
  if (missed === 0) return []
  return missed > recent.length ? undefined : [...new Set(recent.slice(-missed))]
}

/** Notes what the live socket says, also while no list is open. */
export function useTicketNews() {
  useLiveEvents((events) => noteTickets(events.filter((event) => event.subject === 'ticket').map((event) => event.id)))
}
