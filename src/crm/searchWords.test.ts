import { expect, test } from 'vitest'
import { searchQuery, searchWords } from './searchWords.ts'

test('a Contact is found by the words of the name, by parts of the address, and by the number with or without its country', () => {
  const words = searchWords({ name: "Zoë O'Neil", emails: ['zoe.oneil@mail.acme.com'], phones: ['+420601234567'] })
  for (const word of ['zoe', "o'neil", 'neil', 'zoe.oneil@mail.acme.com', 'mail.acme.com', 'acme', '420601234567', '601234567'])
    expect(words).toContain(word)
})

test('each typed word has to begin one of theirs', () => {
  expect(searchQuery('  Zoé ne ')).toBe(`'zoe':* & 'ne':*`)
  expect(searchQuery('@Acme.com')).toBe(`'acme.com':*`)
  expect(searchQuery('+420 601 234')).toBe(`'420601234':*`)
  expect(searchQuery(' \t ')).toBeNull()
})

test('what means something to the database is only text', () => {
  expect(searchQuery(String.raw`o'x\ | !a`)).toBe(String.raw`'o''x\\':* & '|':* & '!a':*`)
})
