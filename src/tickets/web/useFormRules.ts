/** The rules of saving as the form asks them: the server's own functions on the values it shows, and what only the server knows beside them. */
import { useQueryClient } from '@tanstack/react-query'
import type { Category } from '#categories/category.ts'
import type { FieldSet } from '#fields/customField.ts'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import type { Person } from '#people/user.ts'
import { same } from '#platform/field.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import { useHalfMinute } from '#platform/web/useWhen.ts'
import { getFormChoices } from '#tickets/api.ts'
import { missingCustom, readCustom } from '#tickets/customChanges.ts'
import { changesOf } from '#tickets/dirtyForm.ts'
import { consequencesOf, isRequired, problemsWith } from '#tickets/rules.ts'
import { keysOf, type Changeable, type FieldKey } from '#tickets/ticket.ts'
import { rememberedContact } from './contactNames.ts'
import { useForesight } from './useForesight.ts'
import type { TicketFormState } from './useTicketForm.ts'

const none = { statuses: [], categories: [] }

/** What the form offers, renewed when an administrator changes it. */
export function useFormChoices() {
  const queries = useQueryClient()
  const { data } = useEndpoint(getFormChoices, {})
  useLiveEvents((events) => {
    if (events.some(({ subject }) => subject === 'status' || subject === 'category'))
      void queries.invalidateQueries({ queryKey: keyOf(getFormChoices) })
  })
  return data ?? none
}

export function useFormRules(form: TicketFormState, categories: readonly Category[], users: readonly Person[]) {
  const choices = useFormChoices()
  const fields = useCustomFields('ticket')
  const foreseen = useForesight(form)
  const now = new Date(useHalfMinute() * 30_000)
  const { ticket, values, stored } = form
  const category = choices.categories.find(({ id }) => id === values.categoryId) ?? null
  const touched = new Set(form.edited)
  const follows = followsOf(form, category, foreseen?.follows ?? {})
  const shown: Changeable = { ...values, ...follows }
  const known = {
    touched,
    take: false,
    before: stored,
    after: shown,
    now,
    category,
    categoryAllowed: shown.categoryId === ticket.category.id || categories.some((c) => c.id === shown.categoryId),
    userAllowed: shown.userId === null || shown.userId === ticket.user?.id || users.some((u) => u.id === shown.userId && u.active),
    contactExists: true,
    accountExists: true,
    followersRefused: [],
    statusesUnknown: [],
    parent: shown.parentId === ticket.id ? ('cycle' as const) : ('fine' as const),
    openChildren: ticket.children.filter(({ state }) => state === 'open' || state === 'waiting').map(({ id }) => id),
    custom: customProblems(fields, form, shown),
  }
  // A Category that nobody told us of is no missing Category.
  const own = touched.size === 0 ? [] : problemsWith(known).filter(({ field }) => field !== 'categoryId' || known.category !== null)
  const problems: SaidProblem[] = [...own, ...(foreseen?.problems ?? [])]
  return {
    choices,
    category,
    fields,
    foreseen,
    shown,
    problems,
    isRequired: (field: FieldKey) => isRequired(field, shown, category),
  }
}
export type FormRules = ReturnType<typeof useFormRules>

/** What will change by itself, as the form shows it already; the server's word where it has spoken. */
function followsOf(
  { stored, values, edited }: TicketFormState,
  category: { statusIds: readonly number[] } | null,
  said: Record<string, { from: unknown; to: unknown }>,
): Partial<Changeable> {
  const contact = values.contactId === null ? null : rememberedContact(values.contactId)
  const follows = consequencesOf(stored, values, new Set(edited), {
    category,
    userStays: true,
    contactAccountId: contact === undefined ? values.accountId : (contact?.account?.id ?? null),
  })
  for (const field of keysOf(follows)) if (same(follows[field], values[field])) delete follows[field]
  const further = keysOf(said).filter((field) => follows[field] === undefined && !edited.includes(field))
  return { ...follows, ...Object.fromEntries(further.map((field) => [field, said[field]?.to])) }
}

interface SaidProblem {
  field: string
  code: string
  details?: Record<string, unknown> | undefined
}

function customProblems(fields: FieldSet, { ticket, edits, stored, edited }: TicketFormState, shown: Changeable) {
  const read = readCustom(fields, changesOf(edits, ticket), stored, { byHand: true })
  return [...read.problems, ...missingCustom(fields, shown, new Set(edited))]
}
