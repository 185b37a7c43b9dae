/** A field that someone else changed meanwhile. */
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { Theme } from '../Theme.tsx'
import { FormRow } from './FormRow.tsx'

test('a conflict shows who set what and leaves the choice, in place', async () => {
  const onKeep = vi.fn<() => void>()
  const onTake = vi.fn<() => void>()
  render(
    <Theme inTests>
      <FormRow label="Priority" htmlFor="p" edited conflict={{ who: 'Marek Horák', theirs: 'High', mine: '', onKeep, onTake }}>
        <input id="p" />
      </FormRow>
    </Theme>,
  )
  expect(screen.getByLabelText(/^Priority/)).toBeTruthy()
  expect(screen.getByRole('alert').textContent).toContain('Marek Horák set High, while you changed it to empty.')
  await userEvent.click(screen.getByRole('button', { name: 'Take High' }))
  await userEvent.click(screen.getByRole('button', { name: 'Keep empty' }))
  expect(onTake).toHaveBeenCalledOnce()
  expect(onKeep).toHaveBeenCalledOnce()
})

test('an error is announced and stands beneath its field', () => {
  render(
    <Theme inTests>
      <FormRow label="User" htmlFor="u" errorId="u-error" error="Choose a User who may see this Category.">
        <input id="u" aria-describedby="u-error" />
      </FormRow>
    </Theme>,
  )
  expect(screen.getByRole('alert').id).toBe('u-error')
})
