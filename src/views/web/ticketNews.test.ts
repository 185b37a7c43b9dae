import { expect, test } from 'vitest'
import { changedSince, newsPlace, noteTickets } from './ticketNews.ts'

test('a list that was left learns which tickets changed meanwhile, each once', () => {
  const left = newsPlace()
  expect(changedSince(left)).toEqual([])
  noteTickets([5, 6])
  noteTickets([5])
  expect(changedSince(left)).toEqual([5, 6])
  expect(changedSince(newsPlace())).toEqual([])
})

test('after too many changes the whole list is loaded again', () => {
  const left = newsPlace()
  noteTickets(Array.from({ length: 301 }, (_, n) => n))
  expect(changedSince(left)).toBeUndefined()
})
