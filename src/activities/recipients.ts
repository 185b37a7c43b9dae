/** Recipients while an email is written: who is new to the ticket and who was left out, so that nobody sends to the wrong people unseen. Pure. */
import { addressKey } from '#platform/emailAddress.ts'

export interface Recipient {
  address: string
  name: string
}

/** `+ new`: not among the people of this ticket. */
export function isNew(recipient: Recipient, participants: readonly Recipient[]) {
  const address = addressKey(recipient.address)
  return !participants.some((p) => addressKey(p.address) === address)
}

const domainOf = (address: string) => addressKey(address).split('@').at(-1) ?? ''

/** New to the ticket, and from a house that nobody on it and none of our queues belongs to: easily a slip. */
export function outsidersAmong(chosen: readonly Recipient[], participants: readonly Recipient[], ours: readonly string[]): Recipient[] {
  const known = new Set([...participants.map((p) => p.address), ...ours].map(domainOf))
  // Where nobody is on the ticket yet, everybody is new and nobody surprises.
  return participants.length === 0 ? [] : unique(chosen).filter((r) => isNew(r, participants) && !known.has(domainOf(r.address)))
}

/** Of those whom an answer to everybody would reach, the ones who get nothing. */
export function droppedFrom(expected: readonly Recipient[], chosen: readonly Recipient[]): Recipient[] {
  const there = new Set(chosen.map((r) => addressKey(r.address)))
  return unique(expected).filter((p) => !there.has(addressKey(p.address)))
}

/** Each address once, the first with its name. */
export function unique(recipients: readonly Recipient[]): Recipient[] {
  const seen = new Set<string>()
  return recipients.filter((r) => {
    const address = addressKey(r.address)
    if (address === '' || seen.has(address)) return false
    seen.add(address)
    return true
  })
}
