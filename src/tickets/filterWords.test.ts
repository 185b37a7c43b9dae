/** Filters as words: what people type, and any filter there and back. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { customField, fieldSet, fieldTypes, hasOptions, severalTypes } from '#fields/customField.ts'
import type { Filter } from '#platform/filter.ts'
import { filterProblems } from '#platform/filterField.ts'
import { parseWords } from '#platform/filterWords.ts'
import { formatWords } from '#platform/formatWords.ts'
import type { Names } from '#platform/wordSyntax.ts'
import { filterFields } from './filterFields.ts'
import { anyFilter } from './server/testing/anyFilter.ts'

const custom = fieldTypes.flatMap((type, n) =>
  (severalTypes.has(type) ? [false, true] : [false]).map((several) =>
    customField.parse({
      id: 2 * n + 1 + Number(several),
      subject: n % 3 === 0 ? 'contact' : 'ticket',
      title: n === 4 ? 'State' : n === 5 ? '2nd – "Ähm": çok' : `${type} ${several ? 'many' : 'one'}`,
      type,
      several,
      options: hasOptions(type) ? [1, 2].map((id) => ({ id, title: `Option, ${id}` })) : [],
    }),
  ),
)
const catalogue = filterFields([fieldSet(custom)])
const called: Readonly<Record<number, string>> = {
  1: 'Billing',
  2: 'On hold',
  3: 'me',
  4: 'a,b&c"(d)\\',
  5: '#7',
  6: 'Twin',
  7: 'Twin',
  8: 'or',
}
const names: Names = {
  idOf(_, name) {
    const ids = Object.entries(called).flatMap(([id, one]) => (one.toLowerCase() === name.toLowerCase() ? [Number(id)] : []))
    return ids.length > 1 ? 'many' : (ids[0] ?? null)
  },
  nameOf: (_, id) => called[id] ?? null,
}
const read = (text: string) => parseWords(text, catalogue, names)

describe('Words', () => {
  test.each<[string, Filter]>([
    ['', { and: [] }],
    ['refund  late', { field: 'text', op: 'matches', value: 'refund late' }],
    [
      'refund state:open category:Billing deadline<today user:me -status:"On hold" (a or b)',
      {
        and: [
          { field: 'text', op: 'matches', value: 'refund' },
          { field: 'state', op: 'is', value: 'open' },
          { field: 'category', op: 'is', value: 1 },
          { field: 'deadline', op: 'before', value: 'today' },
          { field: 'user', op: 'is', value: 'me' },
          { field: 'statuses', op: 'has_none', value: [2] },
          {
            or: [
              { field: 'text', op: 'matches', value: 'a' },
              { field: 'text', op: 'matches', value: 'b' },
            ],
          },
        ],
      },
    ],
    ['state:open,waiting', { field: 'state', op: 'one_of', value: ['open', 'waiting'] }],
    ['State!=closed', { field: 'state', op: 'is_not', value: 'closed' }],
    ['status:Billing&"On hold"', { field: 'statuses', op: 'has_all', value: [1, 2] }],
    ['created:2026-11-01..2026-11-22', { field: 'createdAt', op: 'between', value: { from: '2026-11-01', to: '2026-11-22' } }],
    ['created>2026-11-01', { field: 'createdAt', op: 'after', value: '2026-11-02' }],
    ['deadline<=today', { field: 'deadline', op: 'before', value: 'tomorrow' }],
    ['deadline:next-4h', { field: 'deadline', op: 'within_next', value: '4h' }],
    ['created>=start-of-week', { field: 'createdAt', op: 'after', value: 'start_of_week' }],
    ['activities>3', { field: 'activityCount', op: 'greater', value: 3 }],
    [
      'is:unread -is:overdue',
      {
        and: [
          { field: 'unread', op: 'is', value: true },
          { field: 'overdue', op: 'is', value: false },
        ],
      },
    ],
    [
      'no:user or has:deadline',
      {
        or: [
          { field: 'user', op: 'empty' },
          { field: 'deadline', op: 'not_empty' },
        ],
      },
    ],
    ['a b or c AND d', { or: [textOf('a b'), textOf('c d')] }],
    ['not (a or b)', { not: { or: [textOf('a'), textOf('b')] } }],
    ['https://example.com/?a=1 10:30', textOf('https://example.com/?a=1 10:30')],
    ['-title:refund', { field: 'title', op: 'not_contains', value: 'refund' }],
    ['title="the refund"', { field: 'title', op: 'is', value: 'the refund' }],
    ['user:"me"', { field: 'user', op: 'is', value: 3 }],
    ['user:#12', { field: 'user', op: 'is', value: 12 }],
  ])('%s', (text, wanted) => {
    expect(read(text)).toEqual({ filter: wanted })
  })

  test.each<[string, string, string]>([
    ['a stat:open', 'unknown_field', 'stat'],
    ['is:overdo', 'unknown_field', 'overdo'],
    ['state:open,shut', 'not_a_choice', 'shut'],
    ['state<open', 'wrong_operator', 'state<open'],
    ['user:Nobody', 'unknown_name', 'Nobody'],
    ['x category:Twin', 'ambiguous_name', 'Twin'],
    ['deadline<soon', 'not_a_moment', 'soon'],
    ['activities:many', 'not_a_number', 'many'],
    ['state:', 'value_missing', 'state:'],
    ['title:"open', 'unclosed_quote', '"open'],
    ['(a or b', 'unclosed_parenthesis', '('],
    ['a ) b', 'unexpected', ')'],
    ['no:state', 'wrong_operator', 'no:state'],
  ])('what cannot be read is pointed at: %s', (text, code, at) => {
    const { problems = [] } = read(text)
    expect(problems[0]).toMatchObject({ code })
    expect(text.slice(problems[0]?.from, problems[0]?.to)).toBe(at)
  })

  test('any filter is the same after being written as words and read', () => {
    const any = anyFilter(catalogue, () => [1, 2, 3, 4, 5, 6, 8, 11], [
      'refund',
      'two words',
      'or',
      'a:b',
      '(x',
      ' spaced',
      'not',
      'é',
      '-x',
      '"q"',
    ])
    fc.assert(
      fc.property(any, (given) => {
        if (filterProblems(given, catalogue).length > 0) return
        const text = formatWords(given, catalogue, names)
        const again = read(text)
        expect(JSON.stringify(again.filter ?? again.problems), text).toBe(JSON.stringify(given))
      }),
      { numRuns: 5000, seed: 20_261_122 },
    )
  }, 60_000)

  test('whatever is typed is read or refused, and what was read is written as it is read', () => {
    const piece = fc.constantFrom(
      ' ',
      '(',
      ')',
      '"',
      '\\',
      '-',
      ',',
      '&',
      '..',
      ':',
      '=',
      '<',
      '>',
      '!',
      '#',
      'or',
      'not',
      'and',
      'state',
      'user',
      'me',
      'open',
      'deadline',
      'today',
      'is',
      'no',
      'unread',
      'é',
      '5',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (typed) => {
        const { filter } = read(typed.join(''))
        if (!filter) return
        expect(read(formatWords(filter, catalogue, names)), typed.join('')).toEqual({ filter })
      }),
      { numRuns: 10_000, seed: 20_261_122 },
    )
  }, 60_000)
})

function textOf(words: string): Filter {
  return { field: 'text', op: 'matches', value: words }
}
