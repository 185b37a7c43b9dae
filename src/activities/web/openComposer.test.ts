/** What stands beside the ticket inserts into the composer that is open there, and only there. */
import { act, renderHook } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { announceComposer, useOpenComposer } from './openComposer.ts'

test('The open composer of a ticket takes what is inserted; when it closes, or on another ticket, there is none', () => {
  const here = renderHook(() => useOpenComposer(7))
  const other = renderHook(() => useOpenComposer(8))
  expect(here.result.current).toBeNull()
  const insert = vi.fn<(html: string) => void>()
  const left = vi.fn<() => void>()
  act(() => void left.mockImplementation(announceComposer({ ticketId: 7, kind: 'answer', insert, attach: vi.fn<() => void>() })))
  here.result.current?.insert('<p>Dear Petr</p>')
  expect(insert).toHaveBeenCalledWith('<p>Dear Petr</p>')
  expect(other.result.current).toBeNull()
  act(() => left())
  expect(here.result.current).toBeNull()
})
