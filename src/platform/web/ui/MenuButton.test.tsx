/** A small menu: by keyboard and pointer. */
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { MenuButton } from './MenuButton.tsx'

function show() {
  const picked = vi.fn<(key: string) => void>()
  const entry = (key: string, on?: boolean) => ({ key, label: key, onPick: () => picked(key), ...(on === undefined ? {} : { on }) })
  render(
    <>
      <MenuButton label="Sort by" groups={[[entry('newest', true), entry('oldest', false)], [entry('reset')]]}>
        {(opener) => (
          <button type="button" {...opener}>
            Sort
          </button>
        )}
      </MenuButton>
      <p>elsewhere</p>
    </>,
  )
  return picked
}

test('ArrowDown opens it at the first choice, arrows go round, Enter picks and gives the focus back', async () => {
  const picked = show()
  const user = userEvent.setup()
  screen.getByRole('button', { name: 'Sort' }).focus()
  await user.keyboard('{ArrowDown}')
  expect(document.activeElement).toBe(screen.getByRole('menuitemradio', { name: 'newest', checked: true }))
  await user.keyboard('{ArrowUp}')
  expect(document.activeElement).toBe(screen.getByRole('menuitem', { name: 'reset' }))
  await user.keyboard('{ArrowDown}{ArrowDown}{Enter}')
  expect(picked).toHaveBeenCalledWith('oldest')
  expect(screen.queryByRole('menu')).toBeNull()
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Sort' }))
})

test('Escape and a click elsewhere close it without a choice', async () => {
  const picked = show()
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Sort' }))
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('menu')).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Sort' }))
  await user.click(screen.getByText('elsewhere'))
  expect(screen.queryByRole('menu')).toBeNull()
  expect(picked).not.toHaveBeenCalled()
})
