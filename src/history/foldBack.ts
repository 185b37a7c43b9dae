/** The past of a ticket, worked out from now: what it has today, with what changed since put back. Pure. */
import { addressKey } from '#platform/emailAddress.ts'

/** What a change did to the fields it speaks of; `from` is what they had before. */
export type Changed = Readonly<Record<string, { readonly from: unknown }>>

/** `since`: all changes after the moment, newest first; of those that speak of the same field the oldest has the last word. */
export function foldBack(now: Readonly<Record<string, unknown>>, since: Iterable<Changed>): Record<string, unknown> {
  const then = { ...now }
  for (const changed of since) for (const [field, { from }] of Object.entries(changed)) then[field] = from ?? null
  return then
}

/**
 * A set that messages and merges add to without a change of the field, counted forward from its last change: `came` is what was on those
 * messages, as far as it is `known` to have been in the set ever since, or what a merged ticket brought.
 */
export function grown<T extends string | number>(last: readonly T[], came: readonly T[], known: readonly T[]): T[] {
  const there = new Map(known.map((one) => [keyOf(one), one]))
  const then = new Map(last.map((one) => [keyOf(one), one]))
  for (const one of came) {
    const named = there.get(keyOf(one))
    if (named !== undefined && !then.has(keyOf(one))) then.set(keyOf(one), named)
  }
  return [...then.values()].toSorted((a, b) => (a < b ? -1 : 1))
}

/** Addresses are the same however they are written. */
const keyOf = (one: string | number) => (typeof one === 'string' ? addressKey(one) : one)
