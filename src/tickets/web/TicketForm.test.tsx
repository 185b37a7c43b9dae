/** The form with the real rules: what is edited stays, what others change follows, a conflict stands at its field. */
import { QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test, vi } from 'vitest'
import { customField } from '#fields/customField.ts'
import { fieldsFor } from '#fields/api.ts'
import type { Me } from '#people/user.ts'
import { rememberMe } from '#people/web/session.ts'
import { journalKeys, clearJournal } from '#platform/web/journal.ts'
import { createQueryClient, keyOf } from '#platform/web/query.ts'
import { Theme } from '#platform/web/Theme.tsx'
import { getFormChoices } from '#tickets/api.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { ticketOf } from '#tickets/testing/ticketOf.ts'
import { TicketForm } from './TicketForm.tsx'
import { useTicketForm } from './useTicketForm.ts'

vi.setConfig({ testTimeout: 30_000 })

const stored = ticketOf({
  contact: { id: 3, name: 'Petr Novák', emails: ['petr@x.cz'] },
  participants: [{ address: 'petr@x.cz', name: '' }],
  activityCount: 1,
})
const categories = [
  { id: 1, name: 'Support', active: true, defaultQueueId: null, mayWork: true },
  { id: 2, name: 'Billing', active: true, defaultQueueId: null, mayWork: true },
]
const users = [
  { id: 1, name: 'Jana Dvořáková', email: 'jana@x.cz', active: true },
  { id: 2, name: 'Marek Horák', email: 'marek@x.cz', active: true },
]

function Page({ ticket }: { ticket: Ticket }) {
  const form = useTicketForm({ ticket, userId: 1, onTicket: () => {}, reload: () => Promise.resolve() })
  return (
    <>
      <output>{form.edited.join(' ')}</output>
      <TicketForm form={form} categories={categories} users={users} userId={1} onTake={() => {}} taking={false} />
    </>
  )
}
const rulesOf = {
  severalStatuses: false,
  statusRequired: 'never' as const,
  waitingRequiresReopen: false,
  checkChildren: false,
  focusedTab: '',
}
const queries = createQueryClient()
queries.setDefaultOptions({ queries: { staleTime: Infinity, retry: false } })
const me: Me = {
  id: 1,
  name: 'Jana Dvořáková',
  email: 'jana@x.cz',
  timeZone: 'Europe/Prague',
  permissions: ['tickets.update', 'tickets.create', 'accounts.read', 'contacts.read'],
  everything: true,
  flags: [],
  teamIds: [],
}
rememberMe(queries, me)
queries.setQueryData(keyOf(getFormChoices, {}), {
  statuses: [
    { id: 1, title: 'Sent', color: 'green' },
    { id: 2, title: 'Lost', color: 'red' },
  ],
  categories: [
    { ...rulesOf, id: 1, statusIds: [1, 2], statusRequired: 'on_close', waitingRequiresReopen: true, checkChildren: true },
    { ...rulesOf, id: 2, statusIds: [2] },
  ],
})
queries.setQueryData(keyOf(fieldsFor, { subject: 'ticket' }), {
  fields: [customField.parse({ id: 5, subject: 'ticket', title: 'Invoice number', type: 'text', required: 'on_close' })],
})
const page = (ticket: Ticket) => (
  <QueryClientProvider client={queries}>
    <Theme inTests>
      <Page ticket={ticket} />
    </Theme>
  </QueryClientProvider>
)
const title = () => screen.getByRole('textbox', { name: /Title/ })
const type = (text: string) => fireEvent.change(title(), { target: { value: text } })
const edited = () => document.querySelector('output')?.textContent

beforeEach(() => {
  for (const key of journalKeys('')) clearJournal(key)
})

test("Someone else's change fills untouched fields at once and leaves the edited one as typed", () => {
  const { rerender } = render(page(stored))
  type('Wrong invoice 2026-0817')
  rerender(page({ ...stored, version: 2, description: 'Called back', priority: 'high' }))
  expect(title()).toHaveProperty('value', 'Wrong invoice 2026-0817')
  expect(screen.getByRole('textbox', { name: 'Description' })).toHaveProperty('value', 'Called back')
  expect(screen.queryByText(/while you changed/)).toBeNull()
  expect(edited()).toBe('title')
})

test('A conflict shows both values at the field; Keep leaves mine to be saved, Take ends the edit', async () => {
  const { rerender } = render(page(stored))
  type('Wrong invoice A')
  rerender(page({ ...stored, version: 2, title: 'Theirs' }))
  const conflict = screen.getByRole('alert')
  expect(conflict.textContent).toContain('Theirs')
  expect(conflict.textContent).toContain('Wrong invoice A')
  await userEvent.click(within(conflict).getByRole('button', { name: 'Keep Wrong invoice A' }))
  expect(screen.queryByRole('alert')).toBeNull()
  expect(title()).toHaveProperty('value', 'Wrong invoice A')
  rerender(page({ ...stored, version: 3, title: 'Theirs again' }))
  await userEvent.click(within(screen.getByRole('alert')).getByRole('button', { name: 'Take Theirs again' }))
  expect(title()).toHaveProperty('value', 'Theirs again')
  expect(edited()).toBe('')
})

test('Unsaved changes come back after a reload, with a way to discard them', async () => {
  const first = render(page(stored))
  type('Wrong invoice kept')
  first.unmount()
  render(page(stored))
  expect(title()).toHaveProperty('value', 'Wrong invoice kept')
  await userEvent.click(screen.getAllByRole('button', { name: 'Discard changes' })[0]!)
  expect(title()).toHaveProperty('value', 'Wrong invoice')
})

test('A ticket needs a title, said at the field while typing', () => {
  render(page(stored))
  type('')
  expect(screen.getByRole('alert').textContent).toBe('A ticket needs a title.')
})

test('Take is offered only on an Open or Waiting ticket without a User', () => {
  const { rerender } = render(page(stored))
  expect(screen.getByRole('button', { name: 'Take' })).toBeDefined()
  rerender(page({ ...stored, version: 2, user: { id: 2, name: 'Marek Horák' } }))
  expect(screen.queryByRole('button', { name: 'Take' })).toBeNull()
})

const facts = () => [...document.querySelectorAll('dt')].map((one) => one.textContent)
const problems = () => screen.queryAllByRole('alert').map((alert) => alert.textContent)
const choose = async (field: string, option: string) => {
  await userEvent.click(screen.getByRole('combobox', { name: new RegExp(`^${field}`) }))
  await userEvent.click(await screen.findByRole('option', { name: option, hidden: true }))
}

test('Closing says at once what is missing: a Status, a required custom field, a child that is still Open', async () => {
  render(page({ ...stored, children: [{ id: 9, title: 'Part', state: 'open' }] }))
  expect(problems()).toEqual([])
  await choose('State', 'Closed')
  expect(problems()).toEqual([
    'Children are still Open or Waiting: #9.',
    'This Category asks for a Status: choose one.',
    'This needs a value.',
  ])
  await choose('Status', 'Sent')
  fireEvent.change(screen.getByRole('textbox', { name: /Invoice number/ }), { target: { value: '2026-0817' } })
  expect(problems()).toEqual(['Children are still Open or Waiting: #9.'])
})

test('Re-open is offered in Waiting and Closed only, by quick choices too, and leaves with them', async () => {
  render(page(stored))
  expect(screen.getByText('Only in Waiting and Closed.')).toBeDefined()
  await choose('State', 'Waiting')
  expect(problems()).toEqual(['Waiting needs a time to re-open here.'])
  await userEvent.click(screen.getByRole('button', { name: 'Monday 9:00' }))
  expect(problems()).toEqual([])
  await choose('State', 'Open')
  expect(problems()).toEqual(['Only Waiting and Closed tickets re-open by themselves: choose one of them, or clear the time.'])
})

test('Changing the Category says before saving which Status drops, and shows the form without it', async () => {
  render(page({ ...stored, statuses: [{ id: 1, title: 'Sent', color: 'green' }] }))
  await choose('Category', 'Billing')
  expect(screen.getByText('Changing the Category drops the Status “Sent”.')).toBeDefined()
  expect(screen.getByRole('combobox', { name: /^Status/ })).toHaveProperty('value', '')
  await choose('Category', 'Support')
  expect(screen.getByRole('combobox', { name: /^Status/ })).toHaveProperty('value', 'Sent')
})

test('A conflict of an Account or a date shows names and times, and sets have none', () => {
  const reopenAt = '2099-11-23T08:00:00.000Z'
  const first = { ...stored, state: 'waiting' as const, reopenAt, account: { id: 4, name: 'Novák & synové' } }
  const { rerender } = render(page(first))
  fireEvent.change(screen.getByLabelText(/^Re-open/, { selector: 'input' }), { target: { value: '2099-11-30T09:00' } })
  fireEvent.click(screen.getByRole('button', { name: 'Follow' }))
  rerender(page({ ...first, version: 2, reopenAt: '2099-12-01T08:00:00.000Z', followers: [{ id: 2, name: 'Marek Horák' }] }))
  const [conflict, ...others] = screen.getAllByRole('alert')
  expect(conflict?.textContent).toMatch(/1 Dec 2099|Dec 1, 2099/)
  expect(others).toEqual([])
})

test('Thousands of participants are folded; adding one keeps them all', async () => {
  const participants = Array.from({ length: 3000 }, (_, n) => ({ address: `p${n}@x.cz`, name: '' }))
  render(page({ ...stored, participants }))
  expect(screen.getByRole('button', { name: /^and 2.980 more$/ })).toBeDefined()
  const input = screen.getByRole('textbox', { name: 'Add by address' })
  await userEvent.type(input, 'new@x.cz{Enter}')
  expect(screen.getByRole('button', { name: /^and 2.980 more$/ })).toBeDefined()
  expect(screen.getByTitle('new@x.cz')).toBeDefined()
})

test('Closed is a fact of Closed tickets only', () => {
  const closedAt = '2026-11-20T09:00:00.000Z'
  const { rerender } = render(page({ ...stored, closedAt }))
  expect(facts()).not.toContain('Closed')
  rerender(page({ ...stored, version: 2, closedAt, state: 'closed' }))
  expect(facts()).toContain('Closed')
})
