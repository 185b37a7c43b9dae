/** The form with the real rules: what is edited stays, what others change follows, a conflict stands at its field. */
import { QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import { journalKeys, clearJournal } from '#platform/web/journal.ts'
import { createQueryClient } from '#platform/web/query.ts'
import { Theme } from '#platform/web/Theme.tsx'
import type { Ticket } from '#tickets/ticket.ts'
import { ticketOf } from '#tickets/testing/ticketOf.ts'
import { TicketForm } from './TicketForm.tsx'
import { useTicketForm } from './useTicketForm.ts'

const stored = ticketOf({
  contact: { id: 3, name: 'Petr Novák', emails: ['petr@x.cz'] },
  participants: [{ address: 'petr@x.cz', name: '' }],
  activityCount: 1,
})
const categories = [{ id: 1, name: 'Support', active: true, defaultQueueId: null, mayWork: true }]
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
const queries = createQueryClient()
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
