/** Overdue, due today, due soon: what lists, chips and alerts say about a clock at a moment. */
import type { Clock } from './clock.ts'
import type { OpenHours } from './openHours.ts'

export interface Due {
  /** The deadline has come. */
  overdue: boolean
  /** No more counted time is left than the Category says, and it is not overdue. */
  dueSoon: boolean
  /** The deadline lies in the reader's today. */
  dueToday: boolean
  /** Counted time to the deadline in force; negative since it passed. */
  left: number | null
}

/** Open tickets are looked at, with a hand-set deadline also Waiting ones. `today` is the reader's day as two instants. */
export function dueOf(clock: Clock, hoursOf: (timeGroup: number | null) => OpenHours, today: { from: number; to: number }): Due {
  const { deadline, now, state, handSet, dueSoonAt } = clock
  const left = leftOf(clock, hoursOf(clock.terms.timeGroup))
  if (deadline === null || !(state === 'open' || (state === 'waiting' && handSet !== null)))
    return { overdue: false, dueSoon: false, dueToday: false, left }
  const overdue = deadline <= now
  return {
    overdue,
    dueSoon: !overdue && dueSoonAt !== null && dueSoonAt <= now,
    dueToday: today.from <= deadline && deadline < today.to,
    left,
  }
}

function leftOf({ handSet, now, target, counted, response, solution }: Clock, hours: OpenHours): number | null {
  if (handSet !== null) return handSet >= now ? hours.counted(now, handSet) : -hours.counted(handSet, now)
  const inForce = target === 'response' ? response : solution
  return inForce ? inForce.target - counted : null
}
