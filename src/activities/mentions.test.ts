import { expect, test } from 'vitest'
import { mentionsIn, offeredMentions, typedMention } from './mentions.ts'

const people = [
  { id: 1, name: 'Eva' },
  { id: 2, name: 'Eva Nováková' },
  { id: 3, name: 'Radek Souček' },
]

test('a name is being typed after an @ that begins a word', () => {
  expect(typedMention('Ask @Ev')).toEqual({ at: 4, name: 'Ev' })
  expect(typedMention('@')).toEqual({ at: 0, name: '' })
  expect(typedMention('(@Eva No')).toEqual({ at: 1, name: 'Eva No' })
  expect(typedMention('mail eva@desk')).toBeNull()
  expect(typedMention('@Eva, please')).toBeNull()
})

test('names are offered by the beginning of any of their words, whatever the accents', () => {
  expect(offeredMentions(people, 'eva nov').map(({ id }) => id)).toEqual([2])
  expect(offeredMentions(people, 'sou').map(({ id }) => id)).toEqual([3])
  expect(offeredMentions(people, '').map(({ id }) => id)).toEqual([1, 2, 3])
})

test('of two names that begin alike the longer one is meant, and an address names nobody', () => {
  expect(mentionsIn('@Eva Nováková and @Eva: a@Eva, @Evan', people)).toEqual([
    { text: '@Eva Nováková', person: people[1] },
    { text: ' and ' },
    { text: '@Eva', person: people[0] },
    { text: ': a@Eva, @Evan' },
  ])
})
