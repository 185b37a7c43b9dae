/** A custom field's value as text for people: lists, history, exports, print. How dates, numbers and names look is the reader's affair. */
import { shownPhone } from '#platform/phoneNumber.ts'
import type { CustomField } from './customField.ts'
import { heldValue, listOf } from './customValue.ts'
import { addressParts, type One } from './readOne.ts'

/** How the reader wants to see what has no text of its own. */
export interface ValueWords {
  yes: string
  no: string
  removedOption: (title: string) => string
  user: (id: number) => string
  number: (value: number) => string
  date: (day: string) => string
  moment: (instant: string) => string
}

/** `''` for empty. */
export function displayValue(field: CustomField, stored: unknown, words: ValueWords): string {
  const list = listOf(heldValue(field, stored))
  const places = new Map(field.options.map((option, place) => [option.id, place]))
  const place = (one: One) => (typeof one === 'number' ? (places.get(one) ?? 0) : 0)
  const ordered = field.type === 'multi_select' ? list.toSorted((a, b) => place(a) - place(b)) : list
  return ordered.map((one) => displayOne(field, one, words)).join(', ')
}

function displayOne(field: CustomField, one: One, words: ValueWords): string {
  if (typeof one === 'boolean') return one ? words.yes : words.no
  if (typeof one === 'object')
    return addressParts
      .map((part) => one[part])
      .filter((part) => part !== '')
      .join(', ')
  if (typeof one === 'string') return displayText(field, one, words)
  if (field.type === 'user') return words.user(one)
  if (field.type === 'number') return words.number(one)
  const option = field.options.find((o) => o.id === one)
  if (!option) return ''
  return option.removed ? words.removedOption(option.title) : option.title
}

function displayText({ type }: CustomField, one: string, words: ValueWords): string {
  if (type === 'date') return words.date(one)
  if (type === 'date_time') return words.moment(one)
  return type === 'phone' ? shownPhone(one) : one
}
