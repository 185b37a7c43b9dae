/** The clock of a ticket: everything about it is a fold over what happened, in order. Nothing is stored that this cannot find again. */
import type { ClockState, Fact, Terms } from './clockFact.ts'
import type { OpenHours } from './openHours.ts'
import { minute } from './zone.ts'

/** A stretch in which one thing held: the clock ran under one Time group, or stood in one state. */
export interface Stretch {
  from: number
  to: number
  state: ClockState
  timeGroup: number | null
  /** Counted time of the ticket before it. */
  before: number
  counted: number
}

/** A re-opening from Closed that left less than the Category grants, and what it added. */
export interface Grant {
  at: number
  more: number
}

/** A Response or Solution with what became of it. */
export interface TargetFact {
  /** Counted time since creation at which it is full, what was granted included. */
  target: number
  grants: readonly Grant[]
  /** The first moment at which it is full; none if it never will be. */
  deadline: number | null
  /** When it was first missed, if ever. A grant or a lower Priority moves the deadline, not this. */
  breachedAt: number | null
}

export interface Clock {
  now: number
  state: ClockState
  terms: Terms
  running: boolean
  counted: number
  stretches: readonly Stretch[]
  answeredAt: number | null
  response: TargetFact | null
  solution: TargetFact | null
  /** The one in force: the Response until the first answer, then the Solution. */
  target: Kind | null
  computed: number | null
  handSet: number | null
  /** What lists, chips and alerts go by: the hand-set one, else the computed. */
  deadline: number | null
  /** The first moment from which no more than the Category's due-soon time is left; none where nobody is to be alerted. */
  dueSoonAt: number | null
  warning: 'never_opens' | 'too_far' | null
}

interface Reopening {
  at: number
  counted: number
  minutes: number
}

type Kind = 'response' | 'solution'

const none: Terms = { targets: null, timeGroup: null, grantMinutes: 0, dueSoonMinutes: 60 }
const runsIn = (state: ClockState) => state === 'open'
const isDone = (state: ClockState) => state !== 'open' && state !== 'waiting'

/** Folds the facts, the first of them `created`, up to `now`. To preview a change, fold with one fact more. */
export function clockOf(facts: Iterable<Fact>, now: number, hoursOf: (timeGroup: number | null) => OpenHours): Clock {
  let terms = none
  /** What changed while Closed, Archived, merged or in the bin: those keep their facts until the ticket is taken up again. */
  let held: Partial<Terms> = {}
  let state: ClockState = 'open'
  let at: number | undefined
  let counted = 0
  let answeredAt: number | null = null
  let reopeningsBeforeAnswer = 0
  let handSet: number | null = null
  const stretches: Stretch[] = []
  const reopenings: Reopening[] = []
  const breached: Record<Kind, number | null> = { response: null, solution: null }

  const grantedTo = (kind: Kind, base: number): { target: number; grants: Grant[] } => {
    // What was granted after the answer came too late to be for the Response.
    const granted = kind === 'response' && answeredAt !== null ? reopenings.slice(0, reopeningsBeforeAnswer) : reopenings
    let target = base
    const grants: Grant[] = []
    for (const reopening of granted) {
      const more = reopening.counted + reopening.minutes * minute - target
      if (more > 0) grants.push({ at: reopening.at, more })
      target += Math.max(0, more)
    }
    return { target, grants }
  }
  const baseOf = (kind: Kind): number | null => {
    if (!terms.targets || (kind === 'response' && !terms.targets.response)) return null
    return ((terms.targets.response ?? 0) + (kind === 'solution' ? terms.targets.solution : 0)) * minute
  }
  const full = (kind: Kind): number | null => {
    const base = baseOf(kind)
    return base === null || reopenings.length === 0 ? base : grantedTo(kind, base).target
  }
  const asked = () => (answeredAt === null ? (['response', 'solution'] as const) : (['solution'] as const))

  /** Time passes in the present state. */
  const passUntil = (until: number) => {
    if (at === undefined || until <= at) return
    const from = at
    const hours = hoursOf(terms.timeGroup)
    const more = runsIn(state) ? hours.counted(from, until) : 0
    if (runsIn(state))
      for (const kind of asked()) {
        const target = full(kind)
        if (target !== null && breached[kind] === null && counted < target && counted + more >= target)
          breached[kind] = hours.after(from, target - counted)
      }
    const last = stretches.at(-1)
    if (last && last.state === state && last.timeGroup === terms.timeGroup) {
      last.to = until
      last.counted += more
    } else stretches.push({ from, to: until, state, timeGroup: terms.timeGroup, before: counted, counted: more })
    counted += more
    at = until
  }

  /** New terms, or being taken up again, may breach at once. */
  const breachAtOnce = () => {
    for (const kind of asked()) {
      const target = full(kind)
      if (target !== null && breached[kind] === null && counted >= target) breached[kind] = at ?? null
    }
  }

  const apply = (fact: Fact) => {
    switch (fact.kind) {
      case 'created':
        at = fact.at
        state = fact.state
        terms = fact.terms
        return
      case 'state': {
        const reopened = state === 'closed' && fact.state === 'open'
        if (isDone(state) && !isDone(fact.state)) {
          terms = { ...terms, ...held }
          held = {}
        }
        state = fact.state
        if (reopened && terms.grantMinutes > 0) reopenings.push({ at: at ?? fact.at, counted, minutes: terms.grantMinutes })
        if (!isDone(state)) breachAtOnce()
        return
      }
      case 'answered':
        if (answeredAt !== null) return
        answeredAt = at ?? fact.at
        reopeningsBeforeAnswer = reopenings.length
        return
      case 'terms':
        if (isDone(state)) held = { ...held, ...fact.terms }
        else {
          terms = { ...terms, ...fact.terms }
          breachAtOnce()
        }
        return
      case 'hand-set':
        handSet = fact.deadline
    }
  }

  for (const fact of facts) {
    passUntil(fact.at)
    apply(fact)
  }
  passUntil(now)

  const factOf = (kind: Kind): TargetFact | null => {
    const base = baseOf(kind)
    if (base === null) return null
    const { target, grants } = grantedTo(kind, base)
    return { target, grants, deadline: momentAt(target), breachedAt: breached[kind] }
  }

  /** The first moment at which so much was, or will be, counted. While the clock stands it is as if it had not stopped. */
  const momentAt = (target: number): number | null => {
    if (target <= 0) return stretches[0]?.from ?? at ?? now
    for (const stretch of stretches)
      if (stretch.before < target && stretch.before + stretch.counted >= target)
        return hoursOf(stretch.timeGroup).after(stretch.from, target - stretch.before)
    const ran = stretches.findLast((stretch) => runsIn(stretch.state))
    const from = runsIn(state) ? (at ?? now) : (ran?.to ?? stretches[0]?.from ?? at ?? now)
    return hoursOf(terms.timeGroup).after(from, target - counted)
  }

  const response = factOf('response')
  const solution = factOf('solution')
  const target = response && answeredAt === null ? 'response' : solution ? 'solution' : null
  const inForce = target === 'response' ? response : solution
  const computed = inForce?.deadline ?? null

  const dueSoonAt = (): number | null => {
    const length = terms.dueSoonMinutes * minute
    if (handSet === null) return inForce && computed !== null && state === 'open' ? momentAt(inForce.target - length) : null
    if (state !== 'open' && state !== 'waiting') return null
    const hours = hoursOf(terms.timeGroup)
    const begun = Math.min(stretches[0]?.from ?? handSet, handSet)
    // Where nobody works before a hand-set deadline, time goes by the wall clock.
    return hours.counted(begun, handSet) === 0 ? Math.max(begun, handSet - length) : hours.notMoreBefore(handSet, length, begun)
  }

  return {
    now: at ?? now,
    state,
    terms,
    running: runsIn(state),
    counted,
    stretches,
    answeredAt,
    response,
    solution,
    target,
    computed,
    handSet,
    deadline: handSet ?? computed,
    dueSoonAt: dueSoonAt(),
    warning: target && computed === null ? hoursOf(terms.timeGroup).unreachable(at ?? now) : null,
  }
}
