/** How long a page was before somebody's eyes: counted in small steps by a clock that only goes forward. Pure; the browser feeds it. */
import { union, type Span } from './spans.ts'

/** Without key, pointer or touch for so long one is idle; until then it counts. */
export const idleAfter = 5 * 60_000
/** A longer step was none: the machine slept, or the page was frozen. */
export const longestStep = 5_000

/** What was true at one moment. `now` is of a clock that only goes forward, in milliseconds; `quiet` how long nothing was touched. */
export interface Look {
  now: number
  /** The page is visible with the ticket in it, and no other window of this browser was touched later. */
  shown: boolean
  quiet: number
  /** A call is never idle. */
  calling?: boolean
}

/** The time between two looks that counts: the ticket was shown, and one was not idle. */
export function counted(before: Look | null, at: Look): Span[] {
  if (!before?.shown || at.now <= before.now || at.now - before.now > longestStep) return []
  // What was touched last, seen from both ends of the step.
  const touched = Math.max(before.now - before.quiet, at.now - at.quiet)
  const to = before.calling ? at.now : Math.min(at.now, touched + idleAfter)
  return union([[before.now, to]])
}
