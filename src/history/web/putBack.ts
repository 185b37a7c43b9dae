/** One change taken back: its old value goes into the form as an edit, and is saved like any other, with its rules and conflicts. */
import type { FieldSet } from '#fields/customField.ts'
import type { Past } from '#history/api.ts'
import { isEmpty, same } from '#platform/field.ts'
import { fieldNames } from '#tickets/fields.ts'
import { isCustomKey, type FieldKey } from '#tickets/ticket.ts'
import { rememberContact } from '#tickets/web/contactNames.ts'
import { rememberAccount, rememberTicket } from '#tickets/web/pickedNames.ts'
import type { TicketFormState } from '#tickets/web/useTicketForm.ts'

type Was = Past['before'][string]
/** Undefined where it can't be put back: nobody may edit the field, it has that value, or what it was is out of sight. */
export type PutBack = (field: string, was: Was | undefined) => (() => void) | undefined

export function putBackInto(form: TicketFormState, fields: FieldSet, done: () => void): PutBack {
  return (name, was) => {
    const field = keyOf(name)
    if (!field || !was || (isEmpty(was.value) && was.said.length > 0)) return undefined
    if (isCustomKey(field)) {
      const declared = fields.byId.get(Number(field.slice('custom.'.length)))
      if (!declared || declared.removed || declared.readOnly) return undefined
    }
    const { value } = was
    if (same(form.values[field] ?? null, value)) return undefined
    return () => {
      remember(field, was)
      form.set(field, value)
      done()
    }
  }
}

const keyOf = (name: string): FieldKey | undefined => (isCustomKey(name) ? name : fieldNames.find((field) => field === name))

/** So that the form calls it by its name before it is saved. */
function remember(field: FieldKey, { value, said: [name = ''] }: Was) {
  if (typeof value !== 'number') return
  if (field === 'contactId') rememberContact({ id: value, name, emails: [], account: null })
  if (field === 'accountId') rememberAccount({ id: value, name })
  if (field === 'parentId') rememberTicket({ id: value, title: name.replace(/^#\d+ /, ''), state: 'open' })
}
