/** Contacts that were picked in this page, so that an unsaved choice shows its name. */
import type { Contact } from '#crm/contact.ts'

const picked = new Map<number, Contact>()

export const rememberContact = (contact: Contact) => void picked.set(contact.id, contact)
export const rememberedContact = (id: number) => picked.get(id)
