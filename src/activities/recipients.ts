/** Recipients while an email is written: who is new to the ticket and who was left out, so that nobody sends to the wrong people unseen. Pure. */
export interface Recipient {
  address: string
  name: string
}

/** How two addresses are compared. */
export const sameAddress = (address: string) => address.trim().toLowerCase()

/** `+ new`: not among the people of this ticket. */
export function isNew(recipient: Recipient, participants: readonly Recipient[]) {
  const address = sameAddress(recipient.address)
  return !participants.some((p) => sameAddress(p.address) === address)
}

/** Of those whom an answer to everybody would reach, the ones who get nothing. */
export function droppedFrom(expected: readonly Recipient[], chosen: readonly Recipient[]): Recipient[] {
  const there = new Set(chosen.map((r) => sameAddress(r.address)))
  return unique(expected).filter((p) => !there.has(sameAddress(p.address)))
}

/** Each address once, the first with its name. */
export function unique(recipients: readonly Recipient[]): Recipient[] {
  const seen = new Set<string>()
  return recipients.filter((r) => {
    const address = sameAddress(r.address)
    if (address === '' || seen.has(address)) return false
    seen.add(address)
    return true
  })
}
