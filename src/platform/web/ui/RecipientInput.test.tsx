/** Recipients: what is read from typing and pasting, and what the keys do. */
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import type { Address } from './addresses.ts'
import { RecipientInput } from './RecipientInput.tsx'

function Field({ start = [] }: { start?: Address[] }) {
  const [recipients, setRecipients] = useState<readonly Address[]>(start)
  return (
    <>
      <output>{recipients.map((one) => one.address).join(' ')}</output>
      <RecipientInput
        label="To"
        recipients={recipients}
        onChange={setRecipients}
        markOf={(one) => (one.address.startsWith('new') ? 'added' : null)}
      />
    </>
  )
}
const shown = () => screen.getByRole('status').textContent

test('Enter, comma and a space after a whole address make it a chip', async () => {
  render(<Field />)
  await userEvent.type(screen.getByRole('textbox', { name: 'To' }), 'a@example.com{Enter}b@example.com,c@example.com d')
  expect(shown()).toBe('a@example.com b@example.com c@example.com')
  expect(screen.getByRole('textbox')).toHaveProperty('value', 'd')
})

test('a pasted list becomes chips, without doubles; what is no address stays to be mended', async () => {
  render(<Field start={[{ address: 'A@example.com', name: '' }]} />)
  screen.getByRole('textbox').focus()
  await userEvent.paste('"Novák, Petr" <petr@example.com>; a@example.com\nnobody here, petr@example.com')
  expect(shown()).toBe('A@example.com petr@example.com')
  expect(screen.getByRole('textbox')).toHaveProperty('value', 'nobody here')
  expect(screen.getByRole('alert').textContent).toContain('nobody here')
})

test('Backspace in the empty field takes the last one away; a chip is reached by the arrow and removed by Delete', async () => {
  render(<Field start={['a', 'b', 'c'].map((name) => ({ address: `${name}@example.com`, name: '' }))} />)
  const user = userEvent.setup()
  await user.click(screen.getByRole('textbox'))
  await user.keyboard('{Backspace}')
  expect(shown()).toBe('a@example.com b@example.com')
  await user.keyboard('{ArrowLeft}{ArrowLeft}{Delete}')
  expect(shown()).toBe('b@example.com')
})

test('someone who was not in the conversation before is marked', () => {
  render(<Field start={[{ address: 'new@example.com', name: '' }]} />)
  expect(screen.getByText('+ new')).toBeTruthy()
})
