/** What was added to a view, as one tree and as words and filter apart. */
import { expect, test } from 'vitest'
import { addedOfTree, partsOfTree, treeOfAdded } from './added.ts'

const words = { field: 'text', op: 'matches', value: 'refund' } as const
const open = { field: 'state', op: 'is', value: 'open' } as const
const mine = { field: 'user', op: 'is', value: 'me' } as const

test('words and filter are one tree, and come apart again', () => {
  for (const added of [
    { q: 'refund', filter: open },
    { q: 'refund', filter: { and: [open, mine] } },
    { q: undefined, filter: { or: [open, mine] } },
    { q: 'refund', filter: undefined },
  ])
    expect(addedOfTree(treeOfAdded(added))).toEqual(added)
  expect(treeOfAdded({})).toEqual({ and: [] })
  expect(addedOfTree({ and: [] })).toEqual({ q: undefined, filter: undefined })
})

test('only words that must hold are searched for; others stay a condition', () => {
  expect(addedOfTree({ and: [words, open] })).toEqual({ q: 'refund', filter: open })
  expect(addedOfTree({ or: [words, open] })).toEqual({ q: undefined, filter: { or: [words, open] } })
})

test('each condition is taken away by itself', () => {
  expect(partsOfTree({ and: [open, mine] })).toEqual([open, mine])
  expect(partsOfTree(open)).toEqual([open])
})
