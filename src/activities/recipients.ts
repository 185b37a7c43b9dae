/** Recipients while an email is written: who is new to the ticket and who was left out, so that nobody sends to the wrong people unseen. Pure. */
import { z } from 'zod'

export interface Recipient {
  address: string
  name: string
}

/** How two addresses are compared. */
export const sameAddress = (address: string) => address.trim().toLowerCase()

const one = z.email()
/** Whether mail can be sent to it. */
export const isAddress = (address: string) => one.safeParse(address.trim()).success

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

/** What was typed or pasted, taken apart: `Eva <eva@x.cz>, jan@x.cz; "Novák, Petr" <p@x.cz>` and one address a line. */
export function recipientsIn(typed: string): Recipient[] {
  const parts = typed.match(/(?:"[^"]*"|<[^>]*>|[^,;\n"<])+/g) ?? []
  const found = parts.flatMap((part): Recipient[] => {
    const angled = /^(.*)<([^>]*)>\s*$/s.exec(part.trim())
    const address = (angled?.[2] ?? part).trim().replace(/^mailto:/i, '')
    const name = (angled?.[1] ?? '').trim().replace(/^"(.*)"$/s, '$1')
    return address === '' ? [] : [{ address, name }]
  })
  return unique(found)
}
