/** A ready filter in memory: the same answer as its SQL, for one ticket's facts. Made once for a reader; asking makes nothing new. */
import type { FixedField } from './filterFields.ts'
import { elementBy, elementsOf, valueOf, type One } from './filterValues.ts'
import { ReaderClock, type Edge, type Reader } from './readerClock.ts'
import type { Leaf, Members, Ready } from './readyFilter.ts'
import type { TicketFacts } from './ticketFacts.ts'

/** `now` in milliseconds. */
export type Predicate = (facts: TicketFacts, now: number) => boolean
type Check = (value: One, now: number) => boolean

const yes: Predicate = () => true
const no: Predicate = () => false

/** The bin's rule is in it as it is in the SQL; the reader's Right is not. */
export function predicateOf({ tree, ofBin }: { tree: Ready; ofBin: boolean }, reader: Reader): Predicate {
  const holds = treePredicate(tree, reader)
  return ofBin ? (facts, now) => !facts.merged && holds(facts, now) : (facts, now) => !facts.merged && !facts.bin && holds(facts, now)
}

function treePredicate(tree: Ready, reader: Reader): Predicate {
  const clock = new ReaderClock(reader)

  const make = (node: Ready, negated: boolean): Predicate => {
    if (node.kind === 'gone') return negated ? yes : no
    if (node.kind === 'not') {
      const holds = make(node.part, !negated)
      return (facts, now) => !holds(facts, now)
    }
    if (node.kind === 'leaf') return leafPredicate(node)
    const parts = node.parts.map((part) => make(part, negated))
    return node.kind === 'and' ? every(parts) : some(parts)
  }

  const leafPredicate = (leaf: Leaf): Predicate => {
    if (leaf.test === 'words') {
      const { words } = leaf
      return (facts) => facts.texts.includes(words)
    }
    if (leaf.test === 'flag') return flagPredicate(leaf.field.key, clock, reader)
    const value = valueOf(leaf.field)
    const check = checkOf(leaf)
    if (value)
      return (facts, now) => {
        const found = value(facts)
        return found !== null && check(found, now)
      }
    return setPredicate(leaf, check)
  }

  const wantedBy = ({ values, me, team }: Members): ReadonlySet<unknown> =>
    new Set<unknown>([...values, ...(me && reader.userId !== null ? [reader.userId] : []), ...(team ? reader.teamUserIds : [])])

  /** Of one value that is there. */
  const checkOf = (leaf: Leaf): Check => {
    if (leaf.test === 'filled') return (value) => value !== ''
    if (leaf.test === 'member' || leaf.test === 'any') {
      const wanted = wantedBy(leaf.members)
      const [only] = wanted
      return wanted.size === 1 ? (value) => value === only : (value) => wanted.has(value)
    }
    if (leaf.test === 'contains') {
      const { text } = leaf
      return (value) => typeof value === 'string' && value.includes(text)
    }
    if (leaf.test === 'starts') {
      const { text } = leaf
      return (value) => typeof value === 'string' && value.startsWith(text)
    }
    if (leaf.test === 'clock')
      return textWithin(leaf.from === null ? null : () => leaf.from ?? '', leaf.to === null ? null : () => leaf.to ?? '')
    if (leaf.test === 'numbers') {
      const { open } = leaf
      const [from, to] = [leaf.from ?? -Infinity, leaf.to ?? Infinity]
      return open
        ? (value) => typeof value === 'number' && value > from && value < to
        : (value) => typeof value === 'number' && value >= from && value <= to
    }
    if (leaf.test === 'times') return timeCheck(leaf.field.type === 'date', leaf.from, leaf.to)
    return () => false
  }

  /** Times of the ticket are milliseconds, those of custom fields ISO text, dates days. */
  const timeCheck = (isDate: boolean, from: Edge | null, to: Edge | null): Check => {
    if (isDate) return textWithin(from && clock.dayOf(from), to && clock.dayOf(to))
    const [low, high] = [from && clock.instantOf(from), to && clock.instantOf(to)]
    const inText = textWithin(low && isoOf(low), high && isoOf(high))
    return (value, now) => {
      if (typeof value !== 'number') return inText(value, now)
      return (low === null || value >= low(now)) && (high === null || value < high(now))
    }
  }

  const setPredicate = (leaf: Leaf, check: Check): Predicate => {
    const elements = elementsOf(leaf.field)
    if (!elements) return no
    const counts = elementBy(leaf.field)
    if (leaf.test !== 'all' && leaf.test !== 'exactly')
      return (facts, now) => {
        for (const element of elements(facts)) if (counts(element) && check(element, now)) return true
        return false
      }
    const wanted = [...wantedBy(leaf.members)]
    if (wanted.length === 0) return no
    const { test } = leaf
    return (facts) => {
      const found = elements(facts)
      for (const one of wanted) if (!found.includes(one)) return false
      if (test === 'exactly') for (const element of found) if (counts(element) && !wanted.includes(element)) return false
      return true
    }
  }

  return make(tree, false)
}

const every = (parts: readonly Predicate[]): Predicate => {
  const [first, second] = parts
  if (!first) return yes
  if (!second) return first
  if (parts.length === 2) return (facts, now) => first(facts, now) && second(facts, now)
  return (facts, now) => {
    for (const part of parts) if (!part(facts, now)) return false
    return true
  }
}
const some = (parts: readonly Predicate[]): Predicate => {
  const [first, second] = parts
  if (!first) return no
  if (!second) return first
  if (parts.length === 2) return (facts, now) => first(facts, now) || second(facts, now)
  return (facts, now) => {
    for (const part of parts) if (part(facts, now)) return true
    return false
  }
}

function textWithin(low: ((now: number) => string) | null, high: ((now: number) => string) | null): Check {
  return (value, now) => typeof value === 'string' && (low === null || value >= low(now)) && (high === null || value < high(now))
}

/** Kept until the instant is another. */
function isoOf(instant: (now: number) => number): (now: number) => string {
  let kept = NaN
  let text = ''
  return (now) => {
    const at = instant(now)
    if (at !== kept) [kept, text] = [at, new Date(at).toISOString()]
    return text
  }
}

/** Due are Open tickets, with a hand-set deadline also Waiting ones. */
const isLive = (t: TicketFacts) => t.state === 'open' || (t.state === 'waiting' && t.deadlineByHand)
/** The clock runs on between two saves. */
const missedResponse: Predicate = (t, now) =>
  t.responseBreachedAt !== null || (t.state === 'open' && t.firstAnswerAt === null && t.responseDueAt !== null && t.responseDueAt <= now)
const missedSolution: Predicate = (t, now) =>
  t.solutionBreachedAt !== null || (t.state === 'open' && t.solutionDueAt !== null && t.solutionDueAt <= now)

const flags: Partial<Record<FixedField, Predicate>> = {
  deadlineByHand: (t) => t.deadlineByHand,
  overdue: (t, now) => t.deadline !== null && t.deadline <= now && isLive(t),
  dueSoon: (t, now) => t.dueSoonAt !== null && t.dueSoonAt <= now && t.deadline !== null && t.deadline > now && isLive(t),
  paused: (t) => t.state === 'waiting' && t.deadline !== null && !t.deadlineByHand,
  responseBreached: missedResponse,
  solutionBreached: missedSolution,
  everBreached: (t, now) => missedResponse(t, now) || missedSolution(t, now),
  unread: (t) => t.unread,
  undelivered: (t) => t.undelivered,
  hasAttachment: (t) => t.attachmentCount > 0,
  bin: (t) => t.bin,
}

function flagPredicate(key: string, clock: ReaderClock, { userId }: Reader): Predicate {
  if (key === 'dueToday')
    return (t, now) => {
      if (t.deadline === null || !isLive(t)) return false
      const { from, until } = clock.today(now)
      return t.deadline >= from && t.deadline < until
    }
  if (key === 'starred') return userId === null ? no : (t) => t.starredBy.includes(userId)
  if (key === 'mentioned') return userId === null ? no : (t) => t.mentionedBy.includes(userId)
  const known: Readonly<Record<string, Predicate | undefined>> = flags
  return known[key] ?? no
}
