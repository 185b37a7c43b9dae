/** What a ready filter depends on besides the ticket: its reader, the clock, the zone, the search documents. Live counts arrange themselves by it. */
import type { FilterField } from '#platform/filterField.ts'
import { customOfKey } from './filterFields.ts'
import { moves, type Edge } from './readerClock.ts'
import type { Leaf, Ready } from './readyFilter.ts'
import { askedFacts, type AskedFact, type FactsWanted } from './ticketFacts.ts'

interface Has {
  tree: Ready
}

/** All conditions of a ready tree. */
export function* leavesOf(tree: Ready): Generator<Leaf> {
  if (tree.kind === 'leaf') yield tree
  else if (tree.kind === 'not') yield* leavesOf(tree.part)
  else if (tree.kind !== 'gone') for (const part of tree.parts) yield* leavesOf(part)
}

const some = ({ tree }: Has, holds: (leaf: Leaf) => boolean) => [...leavesOf(tree)].some(holds)
const edgesOf = (leaf: Leaf): Edge[] => (leaf.test === 'times' ? [leaf.from, leaf.to].filter((edge) => edge !== null) : [])

/** Says something else for each reader: `me`, `my_team`, starred, mentioned. */
export const isPersonal = (ready: Has) =>
  some(ready, (leaf) => leaf.field.ofReader === true || ('members' in leaf && (leaf.members.me || leaf.members.team)))

/** Changes at the reader's midnight. */
export const speaksOfToday = (ready: Has) =>
  some(
    ready,
    (leaf) =>
      leaf.field.key === 'dueToday' ||
      edgesOf(leaf).some((edge) => edge.kind === 'relative' || (edge.kind === 'offset' && leaf.field.type === 'date')),
  )

/** Says something else in another time zone: days that move, and days that do not. */
export const isZoned = (ready: Has) =>
  speaksOfToday(ready) || some(ready, (leaf) => leaf.field.type !== 'date' && edgesOf(leaf).some((edge) => edge.kind === 'day'))

/** Asks the search documents. */
export const hasText = (ready: Has) => some(ready, (leaf) => leaf.test === 'words')

/** What these filters together need to know of tickets. */
export function wantedFacts(filters: readonly Has[]): FactsWanted {
  const facts = new Set<AskedFact>()
  const words = new Set<string>()
  for (const { tree } of filters)
    for (const leaf of leavesOf(tree)) {
      if (leaf.test === 'words') words.add(leaf.words)
      for (const fact of factsOf(leaf.field)) facts.add(fact)
    }
  return { facts, words }
}

function factsOf({ key }: FilterField): readonly AskedFact[] {
  const custom = customOfKey(key)
  if (custom) return customFacts[custom.subject]
  const own = askedFacts.find((fact) => fact === key)
  return own ? [own] : (factsOfFlags[key] ?? [])
}

const customFacts = {
  ticket: ['custom', 'customFolded'],
  contact: ['contactCustom', 'contactCustomFolded'],
  account: ['accountCustom', 'accountCustomFolded'],
} as const
const ofResponse = ['responseBreachedAt', 'responseDueAt', 'firstAnswerAt'] as const
const ofSolution = ['solutionBreachedAt', 'solutionDueAt'] as const
const factsOfFlags: Readonly<Record<string, readonly AskedFact[]>> = {
  overdue: ['deadline'],
  dueToday: ['deadline'],
  dueSoon: ['deadline', 'dueSoonAt'],
  paused: ['deadline'],
  responseBreached: ofResponse,
  solutionBreached: ofSolution,
  everBreached: [...ofResponse, ...ofSolution],
  starred: ['starredBy'],
  mentioned: ['mentionedBy'],
  hasAttachment: ['attachmentCount'],
}

/**
 * Where a filter changes by itself: between two moments `a` and `b` only for tickets whose `field` lies from the edge at `a` to just before the edge
 * at `b`. An edge of a number of milliseconds moves with the clock, one of a day at the reader's midnight.
 */
export interface Boundary {
  field: Pick<FilterField, 'key' | 'type' | 'several'>
  edge: Edge
}

const byClock = (key: string): Boundary => ({ field: { key, type: 'moment', several: false }, edge: { kind: 'offset', ms: 1 } })
const today: Edge = { kind: 'relative', day: 'today' }
const deadline = { key: 'deadline', type: 'moment', several: false } as const
/** What is over at its moment, not just after. */
const ofFlags: Readonly<Record<string, readonly Boundary[]>> = {
  overdue: [byClock('deadline')],
  dueSoon: [byClock('dueSoonAt'), byClock('deadline')],
  dueToday: [
    { field: deadline, edge: today },
    { field: deadline, edge: { ...today, plus: 1 } },
  ],
  responseBreached: [byClock('responseDueAt')],
  solutionBreached: [byClock('solutionDueAt')],
  everBreached: [byClock('responseDueAt'), byClock('solutionDueAt')],
}

/** Each once. */
export function boundaries(filters: readonly Has[]): Boundary[] {
  const found = new Map<string, Boundary>()
  for (const { tree } of filters)
    for (const leaf of leavesOf(tree)) {
      const { key, type, several } = leaf.field
      const own = edgesOf(leaf)
        .filter(moves)
        .map((edge): Boundary => ({ field: { key, type, several }, edge }))
      for (const boundary of [...own, ...(ofFlags[key] ?? [])])
        found.set(`${boundary.field.key} ${JSON.stringify(boundary.edge)}`, boundary)
    }
  return [...found.values()]
}
