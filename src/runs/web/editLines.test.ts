/** What the lines of an edit ask for. */
import { expect, test } from 'vitest'
import { noFields } from '#fields/customField.ts'
import { editsOf, howsOf, linesOf, type EditLine } from './editLines.ts'

const line = (field: EditLine['field'], how: EditLine['how'], value: unknown): EditLine => ({ key: 1, field, how, value })

test('sets gain and lose elements, other fields are set or emptied, and some cannot be empty', () => {
  expect(howsOf('followerIds', noFields)).toEqual(['set', 'add', 'remove', 'clear'])
  expect(howsOf('userId', noFields)).toEqual(['set', 'clear'])
  expect(howsOf('state', noFields)).toEqual(['set'])
})

test('lines become one edit; one that is not filled in yet holds back the whole', () => {
  expect(editsOf([line('state', 'set', 'closed'), line('statusIds', 'add', [3]), line('followerIds', 'remove', [7])], noFields)).toEqual({
    state: { to: 'closed' },
    statusIds: { add: [3], remove: [] },
    followerIds: { add: [], remove: [7] },
  })
  expect(editsOf([line('userId', 'clear', 5), line('statusIds', 'clear', null), line('description', 'clear', null)], noFields)).toEqual({
    userId: { to: null },
    statusIds: { to: [] },
    description: { to: '' },
  })
  expect(editsOf([line('state', 'set', 'closed'), line('userId', 'set', null)], noFields)).toBeNull()
  expect(editsOf([line(null, 'set', null)], noFields)).toBeNull()
})

test('what was asked for once becomes lines again, and they ask for the same', () => {
  const edits = {
    state: { to: 'closed' },
    userId: { to: null },
    statusIds: { add: [3], remove: [4] },
    followerIds: { to: [] },
    description: { to: '' },
  }
  const lines = linesOf(edits, noFields)
  expect(lines.map(({ how }) => how)).toEqual(['set', 'clear', 'add', 'remove', 'clear', 'clear'])
  expect(editsOf(lines, noFields)).toEqual(edits)
})
