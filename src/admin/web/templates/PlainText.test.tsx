/** A placeholder is chosen while it is typed, or from the list, and stands where the cursor was. */
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { Theme } from '#platform/web/Theme.tsx'
import { PlainText } from './PlainText.tsx'

const choices = [
  { name: 'contact.name', about: 'Name of the Contact', example: 'Ada Novak' },
  { name: 'contact.firstName', about: 'First name of the Contact', example: 'Ada' },
  { name: 'date', about: 'Today', example: '22 November 2026' },
]

function Subject() {
  const [value, setValue] = useState('')
  return (
    <Theme inTests>
      <label htmlFor="s">Subject</label>
      <PlainText id="s" value={value} choices={choices} maxLength={998} onChange={setValue} />
    </Theme>
  )
}
const field = () => screen.getByLabelText<HTMLInputElement>('Subject')

test('two braces offer placeholders; arrows and Enter choose one, and writing goes on after it', async () => {
  const user = userEvent.setup()
  render(<Subject />)
  await user.type(field(), 'Dear {{{{cont')
  expect(screen.getAllByRole('option').map((o) => o.textContent)).toHaveLength(2)
  await user.keyboard('{ArrowDown}{Enter}')
  expect(field().value).toBe('Dear {{contact.firstName}}')
  expect(screen.queryByRole('option')).toBeNull()
  await new Promise(requestAnimationFrame)
  await user.keyboard(', hello')
  expect(field().value).toBe('Dear {{contact.firstName}}, hello')
})

test('Escape goes on typing by hand', async () => {
  const user = userEvent.setup()
  render(<Subject />)
  await user.type(field(), '{{{{da{Escape}te}}')
  expect(screen.queryByRole('option')).toBeNull()
  expect(field().value).toBe('{{date}}')
})

test('the list finds a placeholder by what it becomes', async () => {
  const user = userEvent.setup()
  render(<Subject />)
  await user.type(field(), 'Of ')
  await user.click(screen.getByRole('button', { name: 'Insert a placeholder' }))
  await user.type(screen.getByRole('combobox', { name: 'Find a placeholder' }), 'today{Enter}')
  expect(field().value).toBe('Of {{date}}')
})
