/** The open tabs: reached, read aloud and closed by keyboard and pointer. */
import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { Theme } from '../Theme.tsx'
import { type Tab, TabBar } from './TabBar.tsx'

const tabs: Tab[] = [
  { key: 'list', href: '/tickets', icon: null, title: 'Tickets', fixed: true },
  { key: '7', href: '/tickets/7', icon: null, number: '#7', title: 'Broken pump', unread: true, unsaved: true },
  { key: '8', href: '/tickets/8', icon: null, number: '#8', title: 'Invoice' },
]
function show() {
  const onClose = vi.fn<(key: string) => void>()
  render(
    <Theme inTests>
      <TabBar tabs={tabs} current="7" onClose={onClose} />
    </Theme>,
  )
  return onClose
}

test('the shown tab is the current page, and says what is unread and unsaved', () => {
  show()
  const link = screen.getByRole('link', { name: /Broken pump/ })
  expect(link.getAttribute('aria-current')).toBe('page')
  expect(link.textContent).toContain('unread')
  expect(link.textContent).toContain('unsaved')
})

test('arrows move among the tabs, Delete closes one, the first one stays', async () => {
  const onClose = show()
  screen.getByRole('link', { name: 'Tickets' }).focus()
  await userEvent.keyboard('{Delete}{ArrowRight}')
  expect(onClose).not.toHaveBeenCalled()
  await userEvent.keyboard('{Delete}')
  expect(onClose).toHaveBeenCalledWith('7')
  expect(document.activeElement).toBe(screen.getByRole('link', { name: /Invoice/ }))
})

test('the cross and a middle click close a tab', async () => {
  const onClose = show()
  await userEvent.click(screen.getByRole('button', { name: 'Close #8 Invoice' }))
  fireEvent(screen.getByRole('link', { name: /Broken/ }), new MouseEvent('auxclick', { bubbles: true, cancelable: true, button: 1 }))
  expect(onClose.mock.calls).toEqual([['8'], ['7']])
})
