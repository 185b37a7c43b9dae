/** What the form says of its values: names instead of ids, what is wrong with a field, and what someone else wrote there. */
import { useTranslation } from 'react-i18next'
import type { Category } from '#categories/category.ts'
import type { Contact } from '#crm/contact.ts'
import type { Person } from '#people/user.ts'
import type { CallProblem } from '#platform/web/call.ts'
import { useHalfMinute } from '#platform/web/useWhen.ts'
import { priorities, states, type FieldKey } from '#tickets/ticket.ts'
import { problemsWith } from '#tickets/rules.ts'
import { rememberedContact } from './contactNames.ts'
import type { TicketFormState } from './useTicketForm.ts'

export function useFormWords(form: TicketFormState, categories: readonly Category[], users: readonly Person[]) {
  const { t } = useTranslation()
  const { ticket, values } = form
  const halfMinute = useHalfMinute()
  const contactOf = (id: number | null): Pick<Contact, 'id' | 'name' | 'emails'> | null =>
    id === null ? null : ticket.contact?.id === id ? ticket.contact : (rememberedContact(id) ?? { id, name: `#${id}`, emails: [] })

  /** A value as a person reads it; nothing for empty. */
  const said = (field: FieldKey, value: unknown): string => {
    if (value === null || value === undefined) return field === 'userId' ? t(($) => $.ticket.nobody) : ''
    if (typeof value === 'number') {
      if (field === 'contactId') return contactOf(value)?.name ?? ''
      const [current, others] = field === 'categoryId' ? [ticket.category, categories] : [ticket.user, users]
      return current?.id === value ? current.name : (others.find((one) => one.id === value)?.name ?? String(value))
    }
    const state = states.find((s) => s === value)
    if (field === 'state' && state) return t(($) => $.ticket.state[state])
    const priority = priorities.find((p) => p === value)
    if (field === 'priority' && priority) return t(($) => $.ticket.priority[priority])
    return shortened(typeof value === 'string' ? value : JSON.stringify(value))
  }

  const broken = problemsWith({
    touched: new Set(form.edited),
    take: false,
    before: form.stored,
    after: values,
    now: new Date(halfMinute * 30_000),
    category: null,
    categoryAllowed: values.categoryId === ticket.category.id || categories.some((c) => c.id === values.categoryId),
    userAllowed: values.userId === null || values.userId === ticket.user?.id || users.some((u) => u.id === values.userId && u.active),
    contactExists: true,
    accountExists: true,
    followersRefused: [],
    statusesUnknown: [],
    parent: 'fine',
    openChildren: [],
    custom: [],
  })
  const problem = (code: string) => {
    const known = codes.find((c) => c === code)
    return known ? t(($) => $.ticket.problem[known]) : t(($) => $.ticket.problem.other, { code })
  }

  return {
    said,
    contact: contactOf(values.contactId),
    categories: withCurrent(
      categories.filter((c) => c.active || c.id === values.categoryId).map((c) => ({ value: String(c.id), label: c.name })),
      ticket.category,
    ),
    users: ticket.user && !users.some((u) => u.id === ticket.user?.id) ? [...users, { ...ticket.user, email: '', active: false }] : users,
    error: (field: FieldKey): string | undefined => {
      if (form.conflicts.some((c) => c.field === field)) return undefined
      if (field === 'title' && form.edited.includes('title') && values.title.trim() === '') return problem('required')
      const code = form.refused[field]?.code ?? broken.find((b) => b.field === field)?.code
      return code === undefined ? undefined : problem(code)
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
        : error.kind === 'not-allowed'
          ? t(($) => $.ticket.problem.notAllowed)
          : error.problems.length > 0
            ? t(($) => $.ticket.problem.notSaved)
            : `${error.message} ${t(($) => $.ticket.problem.notSaved)}`,
  }
}

const codes = ['required', 'invalid_value', 'category_not_allowed', 'user_not_allowed', 'conflict'] as const

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

const withCurrent = (data: { value: string; label: string }[], current: { id: number; name: string }) =>
  data.some((d) => d.value === String(current.id)) ? data : [{ value: String(current.id), label: current.name }, ...data]
