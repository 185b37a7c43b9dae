/** The two panels: their divider and its memory. */
import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import { Theme } from '../Theme.tsx'
import { PanelPresets, Panels, usePanelShare } from './Panels.tsx'

function Page() {
  const [share, setShare] = usePanelShare('panels')
  return (
    <Theme inTests>
      <PanelPresets share={share} onShare={setShare} />
      <Panels share={share} onShare={setShare} left="left" right="right" phone="left" />
    </Theme>
  )
}
const share = () => Number(screen.getByRole('separator').getAttribute('aria-valuenow'))
beforeEach(() => localStorage.clear())

test('the left panel takes two thirds until someone chooses otherwise, and the choice is kept', async () => {
  const page = render(<Page />)
  expect(share()).toBe(67)
  await userEvent.click(screen.getByRole('button', { name: 'Both panels even' }))
  expect(screen.getByRole('button', { name: 'Both panels even' }).getAttribute('aria-pressed')).toBe('true')
  page.unmount()
  render(<Page />)
  expect(share()).toBe(50)
})

test('the divider moves by arrow keys, within limits', () => {
  render(<Page />)
  const divider = screen.getByRole('separator', { name: 'Width of the panels' })
  fireEvent.keyDown(divider, { key: 'ArrowLeft' })
  expect(share()).toBe(65)
  fireEvent.keyDown(divider, { key: 'End' })
  fireEvent.keyDown(divider, { key: 'ArrowRight' })
  expect(share()).toBe(80)
})
