/** The long list: moving, opening and selecting by keyboard and pointer. */
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { Theme } from '../Theme.tsx'
import type { Column } from './columns.ts'
import { LongList } from './LongList.tsx'
import { VirtualList } from './VirtualList.tsx'

interface Item {
  id: number
  title: string
}
const items: Item[] = Array.from({ length: 200 }, (_, n) => ({ id: 1000 - n, title: `Ticket ${n}` }))
const columns: Column<Item>[] = [
  { key: 'id', head: 'Number', width: '60px', sortable: true, cell: (item) => item.id },
  { key: 'title', head: 'Title', width: '1fr', opens: true, cell: (item) => item.title },
]

function Desk({
  onOpen = () => {},
  onReachEnd = () => {},
  onSort = () => {},
}: {
  onOpen?: (item: Item) => void
  onReachEnd?: () => void
  onSort?: (s: unknown) => void
}) {
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const [cursor, setCursor] = useState<number | null>(null)
  return (
    <Theme inTests>
      <output>{[...selected].toSorted((a, b) => b - a).join(' ')}</output>
      <input aria-label="elsewhere" />
      <VirtualList
        label="All open"
        rows={items}
        rowKey={(item) => item.id}
        rowLabel={(item) => item.title}
        href={(item) => `#${item.id}`}
        columns={columns}
        sorting={{ key: 'id', direction: 'desc' }}
        onSort={onSort}
        selected={selected}
        onSelect={setSelected}
        cursor={cursor}
        onCursor={setCursor}
        onOpen={onOpen}
        hasMore
        loadingMore={false}
        onReachEnd={onReachEnd}
      />
    </Theme>
  )
}
const cursorRow = () => document.querySelector('[data-cursor]')?.getAttribute('data-key')
const box = (n: number) => screen.getByRole('checkbox', { name: `Select Ticket ${n}` })
const selection = () => screen.getByRole('status').textContent

test('only the rows in sight exist, and the grid still says how many there are', () => {
  render(<Desk />)
  expect(screen.getAllByRole('row').length).toBeLessThan(60)
  expect(screen.getByRole('grid', { name: 'All open' }).getAttribute('aria-rowcount')).toBe('201')
})

test('j and k move the cursor, Enter opens its row, x selects it', async () => {
  const onOpen = vi.fn<(item: Item) => void>()
  render(<Desk onOpen={onOpen} />)
  const user = userEvent.setup()
  await user.keyboard('jjk')
  expect(cursorRow()).toBe('1000')
  await user.keyboard('jx{Enter}')
  expect(onOpen).toHaveBeenCalledWith(items[1])
  expect(selection()).toBe('999')
  expect(screen.getByRole('grid').getAttribute('aria-activedescendant')).toBe(document.querySelector('[data-cursor]')?.id)
})

test('the keys are letters again while one types elsewhere', async () => {
  render(<Desk />)
  await userEvent.type(screen.getByLabelText('elsewhere'), 'jx')
  expect(cursorRow()).toBeUndefined()
  expect(selection()).toBe('')
})

test('with the list focused, arrows, Home and End move, Shift extends the selection, Escape clears it', async () => {
  render(<Desk />)
  const user = userEvent.setup()
  screen.getByRole('grid').focus()
  await user.keyboard('{ArrowDown}{Shift>}{ArrowDown}{ArrowDown}{/Shift}')
  expect(selection()).toBe('1000 999 998')
  await user.keyboard('{Escape}')
  expect(selection()).toBe('')
  await user.keyboard('{End}')
  await vi.waitFor(() => expect(screen.getByRole('grid').getAttribute('aria-activedescendant')).toMatch(/801$/))
})

test('a click on a checkbox selects, with Shift everything between', async () => {
  render(<Desk />)
  const user = userEvent.setup()
  await user.click(box(1))
  await user.keyboard('{Shift>}')
  await user.click(box(4))
  await user.keyboard('{/Shift}')
  expect(selection()).toBe('999 998 997 996')
  expect(box(3)).toHaveProperty('checked', true)
})

test('the head sorts, and sorts the other way when it sorts already', async () => {
  const onSort = vi.fn<(s: unknown) => void>()
  render(<Desk onSort={onSort} />)
  await userEvent.click(within(screen.getByRole('columnheader', { name: 'Number' })).getByRole('button'))
  expect(onSort).toHaveBeenCalledWith({ key: 'id', direction: 'asc' })
})

test('more rows are asked for before the end is reached', async () => {
  const onReachEnd = vi.fn<() => void>()
  render(<Desk onReachEnd={onReachEnd} />)
  expect(onReachEnd).not.toHaveBeenCalled()
  const grid = screen.getByRole('grid')
  Object.defineProperty(grid, 'scrollTop', { value: 7300, configurable: true })
  grid.dispatchEvent(new Event('scroll'))
  await vi.waitFor(() => expect(onReachEnd).toHaveBeenCalled())
})

test('of a million rows those in sight exist, wherever the thumb is dragged; what is not loaded is a still line', async () => {
  const asked: [number, number][] = []
  render(
    <Theme inTests>
      <LongList<Item>
        label="All tickets"
        rows={{
          count: 1_000_000,
          at: (index) => (index % 2 === 0 ? { id: index + 1, title: `Ticket ${index}` } : undefined),
          indexOf: (key) => key - 1,
        }}
        rowKey={(item) => item.id}
        rowLabel={(item) => item.title}
        href={(item) => `#${item.id}`}
        columns={columns}
        rowHeight={56}
        sorting={{ key: 'id', direction: 'desc' }}
        onSort={() => {}}
        marks={{ has: () => false, some: false, all: false }}
        onMark={() => {}}
        onMarkAll={() => {}}
        cursor={null}
        onCursor={() => {}}
        onOpen={() => {}}
        onSight={(first, end) => asked.push([first, end])}
      />
    </Theme>,
  )
  const grid = screen.getByRole('grid')
  const height = Number.parseInt(grid.querySelector<HTMLElement>('[role=rowgroup]:last-child')?.style.height ?? '0', 10)
  expect(height).toBeGreaterThan(1_000_000)
  expect(height).toBeLessThan(16_000_000)
  Object.defineProperty(grid, 'scrollTop', { value: height / 2, configurable: true, writable: true })
  grid.dispatchEvent(new Event('scroll'))
  await vi.waitFor(() => expect(asked.at(-1)?.[0]).toBeGreaterThan(499_900))
  expect(asked.at(-1)?.[0]).toBeLessThan(500_100)
  expect(screen.getAllByRole('row').length).toBeLessThan(60)
  expect(screen.getAllByText('Loading').length).toBeGreaterThan(5)
})
