/** What can happen to a ticket that its clock takes notice of, and the terms under which it runs. */
import type { Targets } from './sla.ts'

/** The ticket's State; or, whatever that is, it is merged into another or lies in the bin: there its clock stands. */
export type ClockState = 'open' | 'waiting' | 'closed' | 'archived' | Standing
export type Standing = 'merged' | 'bin'

/** What the ticket's Priority, Category, Account and SLA say about its clock. */
export interface Terms {
  /** None: no deadline, but time counts all the same. */
  targets: Targets | null
  /** The Category's Time group; none means around the clock. An edited group is counted afresh by giving its new hours. */
  timeGroup: number | null
  /** At least so many minutes of counted time for a ticket re-opened from Closed. */
  grantMinutes: number
  dueSoonMinutes: number
}

/** Moments are epoch milliseconds. One that lies before its forerunner counts as simultaneous with it. */
export type Fact = { at: number } & (
  | { kind: 'created'; state: ClockState; terms: Terms }
  | { kind: 'state'; state: ClockState }
  | { kind: 'answered' }
  | { kind: 'terms'; by: 'priority' | 'category' | 'account' | 'sla'; terms: Partial<Terms> }
  /** Set by hand, or with null cleared. */
  | { kind: 'hand-set'; deadline: number | null }
)
