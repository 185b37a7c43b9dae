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

/** What happens to a set that is kept with each of the tickets that one is made of: messages and merges add to it without a change of the field. */
export type SetEvent<T> =
  /** Changed, or begun with. */
  | { is: readonly T[] }
  /** Brought by messages, each kept with the ticket it came to. */
  | { came: readonly { one: T; on: number }[] }
  | { merged: Parts<T> }
  | { left: number }

/** The tickets that one is made of, each with its own and with what it was merged into; that of the ticket itself is null. */
export type Parts<T> = ReadonlyMap<number, { into: number | null; own: readonly T[] }>

/** What these events, in their order, made of the ticket with this number. */
export function replay<T extends string | number>(id: number, events: Iterable<SetEvent<T>>, begin: Parts<T> | null = null): Parts<T> {
  let parts: Parts<T> = begin ?? new Map([[id, { into: null, own: [] }]])
  const put = (on: number, one: T) => {
    const part = parts.get(on) ?? parts.get(id)
    if (part && !holds(part.own, one)) parts = new Map([...parts, [parts.has(on) ? on : id, { ...part, own: [...part.own, one] }]])
  }
  for (const event of events) {
    if ('is' in event) {
      parts = new Map([...parts].map(([number, part]) => [number, { ...part, own: part.own.filter((one) => holds(event.is, one)) }]))
      const there = allOf(parts)
      for (const one of event.is) if (!holds(there, one)) put(id, one)
    } else if ('came' in event) for (const { one, on } of event.came) put(on, one)
    else if ('merged' in event)
      parts = new Map([...parts, ...[...event.merged].map(([number, part]) => [number, { ...part, into: part.into ?? id }] as const)])
    else {
      const gone = below(parts, event.left)
      parts = new Map([...parts].filter(([number]) => !gone.has(number)))
    }
  }
  return parts
}

/** The set as the ticket shows it. */
export const allOf = <T extends string | number>(parts: Parts<T>): T[] =>
  [...new Map([...parts.values()].flatMap(({ own }) => own.map((one) => [keyOf(one), one] as const))).values()].toSorted((a, b) =>
    a < b ? -1 : 1,
  )

/** One of them with all that was merged into it, as a ticket of its own. */
export function takenOut<T>(parts: Parts<T>, id: number): Parts<T> {
  const own = below(parts, id)
  return new Map(
    [...parts].filter(([number]) => own.has(number)).map(([number, part]) => [number, number === id ? { ...part, into: null } : part]),
  )
}

function below<T>(parts: Parts<T>, id: number): Set<number> {
  const found = new Set([id])
  for (let size = 0; size < found.size;) {
    size = found.size
    for (const [number, { into }] of parts) if (into !== null && found.has(into)) found.add(number)
  }
  return found
}

/** Addresses are the same however they are written. */
export const keyOf = (one: string | number) => (typeof one === 'string' ? addressKey(one) : one)
const holds = <T extends string | number>(all: readonly T[], one: T) => all.some((other) => keyOf(other) === keyOf(one))
