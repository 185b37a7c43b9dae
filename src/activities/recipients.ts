/** Recipients while an email is written: who is new to what it answers and who was left out, so that nobody sends to the wrong people unseen. Pure. */
import { addressKey } from '#platform/emailAddress.ts'

export interface Recipient {
  address: string
  name: string
}

/** Against whom the recipients of a message are held. */
export interface Company {
  /** Everyone of the message that it answers; null where it answers none. */
  answered: readonly Recipient[] | null
  /** Everyone who took part in the ticket. */
  tookPart: readonly Recipient[]
  /** Addresses of our own house. */
  ours: readonly string[]
}

/** `added`: was not in the message that is answered. `outsider`: never took part in this ticket and is no colleague. */
export type RecipientMark = 'added' | 'outsider'

/** The mark of one recipient; null for whom one expects there. */
export function markOf(recipient: Recipient, { answered, tookPart, ours }: Company): RecipientMark | null {
  if (answered && has(answered, recipient)) return null
  const colleague = ours.some((address) => domainOf(address) === domainOf(recipient.address))
  if (colleague || has(tookPart, recipient)) return answered ? 'added' : null
  // Where nobody is on the ticket yet, everybody is new and nobody surprises.
  return answered === null && tookPart.length === 0 ? null : 'outsider'
}

/** Those of the message that is answered who get nothing. */
export function droppedFrom(answered: readonly Recipient[], chosen: readonly Recipient[]): Recipient[] {
  return unique(answered).filter((r) => !has(chosen, r))
}

const has = (among: readonly Recipient[], { address }: Recipient) => among.some((r) => addressKey(r.address) === addressKey(address))
const domainOf = (address: string) => addressKey(address).split('@').at(-1) ?? ''

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
