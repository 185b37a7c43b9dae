/** The placeholders of Templates, declared once: editor, preview, manual and sending know them from here. */

/** `word` is where the catalogue describes it, `example` what it becomes for some ticket. */
export const placeholders = [
  { name: 'ticket.number', word: 'ticketNumber', example: '1024' },
  { name: 'ticket.title', word: 'ticketTitle', example: 'Where is my order?' },
  { name: 'contact.name', word: 'contactName', example: 'Ada Novak' },
  { name: 'contact.firstName', word: 'contactFirstName', example: 'Ada' },
  { name: 'contact.email', word: 'contactEmail', example: 'ada@customer.example' },
  { name: 'account.name', word: 'accountName', example: 'Customer Ltd' },
  { name: 'user.name', word: 'userName', example: 'Eva Brandt' },
  { name: 'queue.name', word: 'queueName', example: 'Support' },
  { name: 'date', word: 'date', example: '22 November 2026' },
] as const

export type PlaceholderName = (typeof placeholders)[number]['name']
/** A custom field of tickets, by its number. */
type CustomPlaceholder = `custom.${number}`

/** What each placeholder becomes; `''` is empty. */
export type Facts = Record<PlaceholderName, string> & { [custom: CustomPlaceholder]: string }

const names: ReadonlySet<string> = new Set(placeholders.map((p) => p.name))
export const isPlaceholder = (name: string): name is PlaceholderName => names.has(name)

export const customPlaceholder = (fieldId: number): CustomPlaceholder => `custom.${fieldId}`

/** The number of the custom field that a placeholder names; null where it names none. */
export function customFieldOf(name: string): number | null {
  const found = /^custom\.([1-9]\d{0,14})$/.exec(name)
  return found ? Number(found[1]) : null
}

/** Titles that stand before a first name. */
const title = /^(?:mr|mrs|ms|miss|dr|prof|ing|mgr|bc|herr|frau|sir|madam|m|mme)\.?$/i

/** `Ada` of `Ada Novak`, of `Dr. Ada Novak` and of `Novak, Ada`; `''` where the name is an address. */
export function firstNameOf(name: string): string {
  const [before = '', after] = name.split(',', 2)
  const words = (after?.trim() ? after : before).trim().split(/\s+/)
  const first = words.find((word) => !title.test(word)) ?? ''
  return first.includes('@') ? '' : first
}
