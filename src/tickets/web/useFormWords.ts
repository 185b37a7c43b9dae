/** What the form says of its values: names instead of ids, what is wrong with a field, and what someone else wrote there. */
import { useTranslation } from 'react-i18next'
import type { Category } from '#categories/category.ts'
import type { Contact } from '#crm/contact.ts'
import { displayValue } from '#fields/displayValue.ts'
import { useValueWords } from '#fields/web/useValueWords.ts'
import type { Person } from '#people/user.ts'
import type { CallProblem } from '#platform/web/call.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { isCustomKey, priorities, states, type FieldKey } from '#tickets/ticket.ts'
import { rememberedContact } from './contactNames.ts'
import { type PickedTicket, rememberedAccount, rememberedTicket } from './pickedNames.ts'
import type { FormRules } from './useFormRules.ts'
import { useRuleWords } from './useRuleWords.ts'
import type { FieldTrouble, TicketFormState } from './useTicketForm.ts'

export function useFormWords(form: TicketFormState, rules: FormRules, categories: readonly Category[], users: readonly Person[]) {
  const { t } = useTranslation()
  const ruleWords = useRuleWords()
  const when = useWhen()
  const valueWords = useValueWords(users)
  const { ticket } = form
  const { shown: values } = rules
  const contactOf = (id: number | null): Pick<Contact, 'id' | 'name' | 'emails'> | null =>
    id === null ? null : ticket.contact?.id === id ? ticket.contact : (rememberedContact(id) ?? { id, name: `#${id}`, emails: [] })
  const accountOf = (id: number | null) => {
    if (id === null) return null
    if (ticket.account?.id === id) return ticket.account
    const contacts = values.contactId === null ? null : rememberedContact(values.contactId)?.account
    return { id, name: rememberedAccount(id) ?? (contacts?.id === id ? contacts.name : `#${id}`) }
  }
  const parentOf = (id: number | null): PickedTicket | null =>
    id === null ? null : ticket.parent?.id === id ? ticket.parent : (rememberedTicket(id) ?? { id, title: '', state: 'open' })
  const statuses = [...ticket.statuses.filter((one) => !rules.choices.statuses.some(({ id }) => id === one.id)), ...rules.choices.statuses]
  const known = {
    categoryId: (id: number) => nameIn([ticket.category, ...categories], id),
    userId: (id: number) => nameIn([...(ticket.user ? [ticket.user] : []), ...users], id),
    contactId: (id: number) => contactOf(id)?.name ?? '',
    accountId: (id: number) => accountOf(id)?.name ?? '',
    parentId: (id: number) => `#${id} ${parentOf(id)?.title ?? ''}`.trim(),
  }
  const namedStatus = (id: unknown) => statuses.find((one) => one.id === id)?.title ?? `#${String(id)}`

  /** A value as a person reads it; nothing for empty. */
  const said = (field: FieldKey, value: unknown): string => {
    if (isCustomKey(field)) {
      const custom = rules.fields.byId.get(Number(field.slice('custom.'.length)))
      return custom ? shortened(displayValue(custom, value, valueWords)) : ''
    }
    if (value === null || value === undefined) return field === 'userId' ? t(($) => $.ticket.nobody) : ''
    if (typeof value === 'number')
      return field in known ? (Object.entries(known).find(([key]) => key === field)?.[1](value) ?? '') : String(value)
    if ((field === 'deadline' || field === 'reopenAt') && typeof value === 'string') return when.full(value)
    const state = states.find((s) => s === value)
    if (field === 'state' && state) return t(($) => $.ticket.state[state])
    const priority = priorities.find((p) => p === value)
    if (field === 'priority' && priority) return t(($) => $.ticket.priority[priority])
    return shortened(typeof value === 'string' ? value : JSON.stringify(value))
  }

  const problem = (field: FieldKey, { code, details }: FieldTrouble) =>
    ruleWords({ field, code, details }) ?? t(($) => $.ticket.problem.other, { code })
  const troubleOf = (field: FieldKey): FieldTrouble | undefined => {
    if (form.conflicts.some((c) => c.field === field)) return undefined
    if (field === 'title' && form.edited.includes('title') && values.title.trim() === '') return { code: 'required' }
    return form.refused[field] ?? rules.problems.find((one) => one.field === field)
  }

  return {
    said,
    namedStatus,
    contact: contactOf(values.contactId),
    account: accountOf(values.accountId),
    parent: parentOf(values.parentId),
    statuses,
    categories: withCurrent(
      categories.filter((c) => c.active || c.id === values.categoryId).map((c) => ({ value: String(c.id), label: c.name })),
      ticket.category,
    ),
    users: withGone(users, [...(ticket.user ? [ticket.user] : []), ...ticket.followers]),
    troubleOf,
    error: (field: FieldKey): string | undefined => {
      const trouble = troubleOf(field)
      return trouble && problem(field, trouble)
    },
    conflict: (field: FieldKey) => {
      const found = form.conflicts.find((c) => c.field === field)
      if (!found) return undefined
      const writer = form.writers[field]
      return {
        who: writer?.name ?? t(($) => $.ticket.conflict.someone),
        ...(writer?.at ? { at: writer.at } : {}),
        theirs: said(field, found.theirs),
        mine: said(field, found.mine),
        onKeep: () => form.keepMine(field),
        onTake: () => form.drop(field),
      }
    },
    failure: (error: CallProblem) =>
      error.kind === 'offline'
        ? t(($) => $.ticket.problem.offline)
        : error.code === 'came_since'
          ? t(($) => $.ticket.problem.cameSince)
          : error.kind === 'not-allowed'
            ? t(($) => $.ticket.problem.notAllowed)
            : error.problems.length > 0
              ? t(($) => $.ticket.problem.notSaved)
              : `${error.message} ${t(($) => $.ticket.problem.notSaved)}`,
  }
}
export type FormWords = ReturnType<typeof useFormWords>

const nameIn = (list: readonly { id: number; name: string }[], id: unknown) => list.find((one) => one.id === id)?.name ?? `#${String(id)}`
const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

const withCurrent = (data: { value: string; label: string }[], current: { id: number; name: string }) =>
  data.some((d) => d.value === String(current.id)) ? data : [{ value: String(current.id), label: current.name }, ...data]

/** Those who stand on the ticket and are no longer listed keep their names. */
const withGone = (users: readonly Person[], there: readonly { id: number; name: string }[]) => [
  ...users,
  ...there
    .filter(({ id }, n) => !users.some((u) => u.id === id) && there.findIndex((one) => one.id === id) === n)
    .map((one) => ({ ...one, email: '', active: false })),
]
