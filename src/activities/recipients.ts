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
