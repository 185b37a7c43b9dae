/** An internal comment: it cannot reach a customer, and nothing typed is lost when the connection is. */
import { QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { clearJournal, journalKeys } from '#platform/web/journal.ts'
import { createQueryClient } from '#platform/web/query.ts'
import { Theme } from '#platform/web/Theme.tsx'
import { CommentComposer } from './CommentComposer.tsx'

const queries = createQueryClient()
const composer = (onAdded = () => {}, onClose = () => {}) => (
  <QueryClientProvider client={queries}>
    <Theme inTests>
      <CommentComposer ticketId={7} userId={1} activityId={null} onAdded={onAdded} onClose={onClose} />
    </Theme>
  </QueryClientProvider>
)
const field = () => screen.getByRole('textbox', { name: 'Internal comment' })
const write = (text: string) => fireEvent.change(field(), { target: { value: text } })

/** Whom one may name, and whatever else is asked by the server of a test. */
const answering = (server: typeof fetch) =>
  vi.stubGlobal('fetch', (request: string, init?: RequestInit) =>
    request.includes('/mentionable')
      ? Promise.resolve(new Response(JSON.stringify({ users: [{ id: 2, name: 'Eva Nová' }] })))
      : server(request, init),
  )

beforeEach(() => {
  queries.clear()
  for (const key of journalKeys('')) clearJournal(key)
})
afterEach(() => vi.unstubAllGlobals())

test('After a lost connection the text stands, and sending again carries the same key, so it is never added twice', async () => {
  const server = vi
    .fn<typeof fetch>()
    .mockRejectedValueOnce(new TypeError('network'))
    .mockResolvedValueOnce(new Response(JSON.stringify({ activity: {}, ticket: {} })))
  answering(server)
  const onAdded = vi.fn()
  render(composer(onAdded))
  write('Old number on 2026-0822 too')
  fireEvent.keyDown(field(), { key: 'Enter', ctrlKey: true })
  expect((await screen.findByRole('alert')).textContent).toContain('Your text is kept.')
  expect(field()).toHaveProperty('value', 'Old number on 2026-0822 too')
  fireEvent.keyDown(field(), { key: 'Enter', ctrlKey: true })
  await waitFor(() => expect(onAdded).toHaveBeenCalledOnce())
  const [first, second] = server.mock.calls.map(([, request]) => request?.body)
  expect(first).toContain('sendKey')
  expect(second).toBe(first)
  expect(journalKeys('draft:')).toEqual([])
})

test('After an @ colleagues who see the ticket are offered; whoever is chosen is named to the server', async () => {
  const server = vi.fn<typeof fetch>().mockResolvedValue(new Response(JSON.stringify({ activity: {}, ticket: {} })))
  answering(server)
  const onAdded = vi.fn()
  render(composer(onAdded))
  write('Please look, @nov')
  expect((await screen.findByRole('option')).textContent).toContain('Eva Nová')
  fireEvent.keyDown(field(), { key: 'Enter' })
  await waitFor(() => expect(field()).toHaveProperty('value', 'Please look, @Eva Nová '))
  expect(screen.queryByRole('option')).toBeNull()
  fireEvent.keyDown(field(), { key: 'Enter', ctrlKey: true })
  await waitFor(() => expect(onAdded).toHaveBeenCalledOnce())
  expect(server.mock.calls.some(([, request]) => typeof request?.body === 'string' && request.body.includes('"mentionIds":[2]'))).toBe(true)
})

test('Escape leaves the composer and keeps the text for the next time', () => {
  const onClose = vi.fn()
  const first = render(composer(undefined, onClose))
  write('half a thought')
  fireEvent.keyDown(field(), { key: 'Escape' })
  expect(onClose).toHaveBeenCalledOnce()
  first.unmount()
  render(composer())
  expect(field()).toHaveProperty('value', 'half a thought')
})

test('There is no recipient field, and it says that only colleagues read it', () => {
  render(composer())
  expect(screen.getAllByRole('textbox')).toHaveLength(1)
  expect(screen.getByText(/never sent to a customer/)).toBeDefined()
})
