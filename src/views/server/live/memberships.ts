/**
 * Which tickets stand in which slots, in memory: for each slot the set of its tickets and a count for each visibility class.
 * Placing a ticket replaces what was known of it and needs no state of before, so repetition and order do no harm.
 */
import type { Slot } from './slot.ts'
import type { TicketFacts } from '#tickets/ticketFacts.ts'
import type { TicketSet } from './ticketSet.ts'
import { none, VisibilityClasses } from './visibilityClasses.ts'

/** A slot with what it holds. */
export class Held {
  readonly slot: Slot
  readonly members: TicketSet
  /** By visibility class. */
  counts: number[] = []
  /** An open list wants to hear who comes and goes. */
  watched = 0

  constructor(slot: Slot, members: TicketSet) {
    this.slot = slot
    this.members = members
  }
}

/** A ticket that came to a watched slot, left it, or changed its class there. */
export interface Move {
  held: Held
  id: number
  was: boolean
  is: boolean
  before: number
  after: number
}

export class Memberships {
  readonly classes = new VisibilityClasses()
  readonly slots = new Map<string, Held>()
  /** Those that must be asked about every ticket. */
  readonly #open = new Set<Held>()
  /** Those that hold only tickets on which their reader is named, by reader; and which of them hold a ticket. */
  readonly #named = new Map<number, Set<Held>>()
  readonly #namedOf = new Map<number, Set<Held>>()
  #moves: Move[] = []
  /** Grows with every count that changed. */
  changes = 0

  /** Takes a slot in whose members were found at a place that all events since have been placed from. */
  add(held: Held) {
    const { slot } = held
    this.slots.set(slot.key, held)
    held.counts = []
    if (slot.namedReader === null) this.#open.add(held)
    else {
      const those = this.#named.get(slot.namedReader) ?? new Set()
      this.#named.set(slot.namedReader, those.add(held))
    }
    for (const id of held.members) {
      const number = this.classes.of(id)
      if (number === none) held.members.delete(id)
      else {
        held.counts[number] = (held.counts[number] ?? 0) + 1
        if (slot.namedReader !== null) this.#note(held, id, true)
      }
    }
    this.changes++
  }

  remove(held: Held) {
    this.slots.delete(held.slot.key)
    this.#open.delete(held)
    if (held.slot.namedReader === null) return
    this.#named.get(held.slot.namedReader)?.delete(held)
    for (const id of held.members) this.#note(held, id, false)
  }

  /** Puts one ticket where it belongs at this moment. */
  place(facts: TicketFacts, now: number) {
    const before = this.classes.of(facts.id)
    const after = this.classes.numberOf(facts)
    this.classes.set(facts.id, after)
    for (const held of this.#open) this.#put(held, facts.id, held.slot.holds(facts, now), before, after)
    if (this.#named.size === 0) return
    const asked = new Set(this.#namedOf.get(facts.id))
    for (const reader of readersNamedOn(facts)) for (const held of this.#named.get(reader) ?? []) asked.add(held)
    for (const held of asked) this.#put(held, facts.id, held.slot.holds(facts, now), before, after)
  }

  /** There is no such ticket (any more). */
  forget(id: number) {
    const before = this.classes.of(id)
    if (before === none) return
    for (const held of this.slots.values()) this.#put(held, id, false, before, none)
    this.classes.set(id, none)
  }

  /** How many tickets of these classes a slot holds. */
  count(held: Held, classes: readonly number[]): number {
    let sum = 0
    for (const number of classes) sum += held.counts[number] ?? 0
    return sum
  }

  /** What has moved in watched slots since this was asked last. */
  takeMoves(): Move[] {
    const moves = this.#moves
    this.#moves = []
    return moves
  }

  #put(held: Held, id: number, is: boolean, before: number, after: number) {
    const was = held.members.has(id)
    if (!was && !is) return
    if (was !== is) {
      if (is) held.members.add(id)
      else held.members.delete(id)
      if (held.slot.namedReader !== null) this.#note(held, id, is)
    } else if (before === after) return
    if (was) held.counts[before] = (held.counts[before] ?? 0) - 1
    if (is) held.counts[after] = (held.counts[after] ?? 0) + 1
    this.changes++
    if (held.watched > 0) this.#moves.push({ held, id, was, is, before, after })
  }

  #note(held: Held, id: number, holds: boolean) {
    const those = this.#namedOf.get(id)
    if (holds) this.#namedOf.set(id, (those ?? new Set()).add(held))
    else if (those?.delete(held) && those.size === 0) this.#namedOf.delete(id)
  }
}

function* readersNamedOn({ user, starredBy, mentionedBy }: TicketFacts): Generator<number> {
  if (user !== null) yield user
  yield* starredBy
  yield* mentionedBy
}
