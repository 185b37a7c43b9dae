/** Accounts and parents that were picked in this page, so that an unsaved choice shows its name. */
import type { State } from '#tickets/ticket.ts'

export interface PickedTicket {
  id: number
  title: string
  state: State
}
const accounts = new Map<number, string>()
const tickets = new Map<number, PickedTicket>()

export const rememberAccount = ({ id, name }: { id: number; name: string }) => void accounts.set(id, name)
export const rememberedAccount = (id: number) => accounts.get(id)
export const rememberTicket = (ticket: PickedTicket) => void tickets.set(ticket.id, ticket)
export const rememberedTicket = (id: number) => tickets.get(id)
