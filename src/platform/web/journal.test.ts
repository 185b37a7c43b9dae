/** Nothing typed is lost, and nothing broken is brought back. */
import { beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { clearJournal, journalKeys, readJournal, writeJournal } from './journal.ts'

const shape = z.object({ text: z.string() })
beforeEach(() => {
  for (const key of journalKeys('')) clearJournal(key)
})

test('What was typed is there after a reload, with the time of the last key press', () => {
  writeJournal('draft:1', { text: 'Good morning' }, 7)
  expect(readJournal('draft:1', shape)).toEqual({ at: 7, value: { text: 'Good morning' } })
  expect(journalKeys('draft:')).toEqual(['draft:1'])
  clearJournal('draft:1')
  expect(readJournal('draft:1', shape)).toBeUndefined()
})

test('A full or forbidden storage still keeps it while the page is open', () => {
  const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  writeJournal('draft:2', { text: 'kept' })
  expect(readJournal('draft:2', shape)?.value).toEqual({ text: 'kept' })
  full.mockRestore()
})

test('An entry of another shape is left alone instead of breaking the page', () => {
  localStorage.setItem('tessera:journal:draft:3', '{"at":1,"value":{"words":1}}')
  localStorage.setItem('tessera:journal:draft:4', 'not json')
  expect(readJournal('draft:3', shape)).toBeUndefined()
  expect(readJournal('draft:4', shape)).toBeUndefined()
})
