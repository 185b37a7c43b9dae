/**
 * A slot is one distinct condition that somebody's sidebar or open list asks: a view's effective filter, for everyone alike, or for one
 * reader where it says `me`, starred or mentioned, or for one time zone where it speaks of days. Two views that ask the same share a slot.
 */
import { createHash } from 'node:crypto'
import { predicateOf, type Predicate } from '#tickets/filterPredicate.ts'
import { boundaries, isZoned, leavesOf } from '#tickets/filterTraits.ts'
import type { Leaf, Ready } from '#tickets/readyFilter.ts'
import type { ReadyFilter } from '#tickets/server/ticketFilter.ts'
import { crossingOf, type Crossing } from './crossing.ts'

export interface Slot {
  /** Tells slots apart, in this process and in the next. */
  key: string
  ready: ReadyFilter
  holds: Predicate
  crossings: readonly Crossing[]
  /** The User without whose name on a ticket it cannot stand here: as its owner, by their star, by a mention. */
  namedReader: number | null
  /** Says something else for each reader. */
  personal: boolean
  /** Holds open and waiting tickets only, so the database counts it quickly. */
  liveOnly: boolean
}

export function slotOf(ready: ReadyFilter): Slot {
  const { tree, ofBin, reader } = ready
  const leaves = [...leavesOf(tree)]
  const own = leaves.some((leaf) => leaf.field.ofReader === true || membersOf(leaf)?.me)
  const team = leaves.some((leaf) => membersOf(leaf)?.team)
  const about = [
    tree,
    ofBin,
    own ? reader.userId : null,
    team ? reader.teamUserIds.toSorted((a, b) => a - b) : null,
    isZoned(ready) ? [reader.zone, reader.weekStart] : null,
  ]
  const text = JSON.stringify(about, (name, value: unknown) => (name === 'field' ? nameOf(value) : value))
  return {
    key: createHash('sha256').update(text).digest('base64url'),
    ready,
    holds: predicateOf(ready, reader),
    crossings: boundaries([ready]).map((boundary) => crossingOf(boundary, reader)),
    namedReader: allOf(tree).some(namesReader) ? reader.userId : null,
    personal: own || team,
    liveOnly: allOf(tree).some(isLive),
  }
}

/** The conditions that all hold. */
function allOf(tree: Ready): Leaf[] {
  if (tree.kind === 'leaf') return [tree]
  return tree.kind === 'and' ? tree.parts.flatMap(allOf) : []
}

const membersOf = (leaf: Leaf) => ('members' in leaf ? leaf.members : undefined)

function namesReader(leaf: Leaf) {
  if (leaf.test === 'flag') return leaf.field.ofReader === true
  const members = membersOf(leaf)
  return leaf.field.key === 'user' && members?.me === true && !members.team && members.values.length === 0
}

const liveFlags: ReadonlySet<string> = new Set(['overdue', 'dueToday', 'dueSoon', 'paused'])
function isLive(leaf: Leaf) {
  if (leaf.test === 'flag') return liveFlags.has(leaf.field.key)
  const states = leaf.field.key === 'state' ? membersOf(leaf)?.values : undefined
  return states?.every((state) => state === 'open' || state === 'waiting') === true
}

/** Of a field its key and its type decide; titles and options do not. */
const nameOf = (field: unknown) =>
  typeof field === 'object' && field !== null && 'key' in field && 'type' in field ? [field.key, field.type] : field
