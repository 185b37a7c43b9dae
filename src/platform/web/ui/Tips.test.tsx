/** Tooltips: shown after a moment, gone at once. */
import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { IconButton } from './IconButton.tsx'
import { Tips } from './Tips.tsx'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())
const tip = () => document.querySelector<HTMLElement>('div[aria-hidden]:not([hidden])')?.textContent

test('a pointer that rests on a button shows its name and key; pressing it takes them away', () => {
  render(
    <>
      <IconButton label="Take" hint="m" icon={<svg />} />
      <Tips />
    </>,
  )
  const button = screen.getByRole('button', { name: 'Take' })
  fireEvent(button, Object.assign(new Event('pointerover', { bubbles: true }), { pointerType: 'mouse' }))
  expect(tip()).toBeUndefined()
  act(() => void vi.advanceTimersByTime(400))
  expect(tip()).toBe('Takem')
  fireEvent.pointerDown(button)
  expect(tip()).toBeUndefined()
})

test('a finger gets none', () => {
  render(
    <>
      <IconButton label="Take" icon={<svg />} />
      <Tips />
    </>,
  )
  fireEvent(screen.getByRole('button'), Object.assign(new Event('pointerover', { bubbles: true }), { pointerType: 'touch' }))
  act(() => void vi.advanceTimersByTime(1000))
  expect(tip()).toBeUndefined()
})
