/** What merging tickets will bring, said before and done after by the same rules. Pure. */
import type { State } from './ticket.ts'

export interface Mergeable {
  id: number
  state: State
  createdAt: string
}

/** Who survives where nobody chose: the oldest; an Archived one only among Archived. */
export function survivorAmong<T extends Mergeable>(tickets: readonly T[]): T | undefined {
  const living = tickets.filter((ticket) => ticket.state !== 'archived')
  const oldestFirst = (living.length > 0 ? living : [...tickets]).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id - b.id)
  return oldestFirst[0]
}

/** "An Archived one only among Archived." */
export const maySurvive = (survivor: Pick<Mergeable, 'state'>, others: readonly Pick<Mergeable, 'state'>[]) =>
  survivor.state !== 'archived' || others.every((other) => other.state === 'archived')

/** The survivor "is Open if any of them was". */
export const stateAfterMerge = (survivor: State, others: readonly State[]): State => (others.includes('open') ? 'open' : survivor)
