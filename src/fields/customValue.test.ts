/** Values of custom fields: anything may be sent; what is kept has one form, and reads to itself. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { customField, fieldTypes, severalTypes, fieldSet, type CustomField, type FieldType } from './customField.ts'
import { readValue, usersIn, valueIn, type CustomValue } from './customValue.ts'
import { displayValue } from './displayValue.ts'
import { foldedOf } from './foldedValues.ts'

const options = [
  { id: 1, title: 'Courier' },
  { id: 2, title: 'Post', removed: true },
  { id: 3, title: 'Pick-up' },
]
const field = (type: FieldType, more: Partial<CustomField> = {}) =>
  customField.parse({ id: 7, subject: 'ticket', title: 'Field', type, options: type.includes('select') ? options : [], ...more })
const read = (type: FieldType, given: unknown, before?: unknown) => {
  const result = readValue(field(type), given, before)
  return result.reason ?? result.value
}
const words = {
  yes: 'Yes',
  no: 'No',
  removedOption: (title: string) => `${title} (removed)`,
  user: (id: number) => `User ${id}`,
  number: String,
  date: (day: string) => day,
  moment: (at: string) => at,
}

const everyField = fieldTypes.flatMap((type) => [field(type), ...(severalTypes.has(type) ? [field(type, { several: true })] : [])])
const nearly = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    1,
    2,
    3,
    '1',
    true,
    'a@b.cz',
    '+420 777 123 456',
    '00420777123456 ext. 12',
    'https://a.cz',
    '2024-02-29',
    '23:59',
  ),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.emailAddress(),
  fc.date({ noInvalidDate: true }).map((d) => d.toISOString()),
  fc.record({ street: fc.string(), city: fc.string(), zip: fc.string(), country: fc.string() }, { requiredKeys: [] }),
)

test('whatever is sent is read or refused, never thrown at; what was read reads to itself, also through JSON', () => {
  fc.assert(
    fc.property(fc.constantFrom(...everyField), fc.oneof(nearly, fc.array(nearly, { maxLength: 6 })), (one, given) => {
      const result = readValue(one, given)
      if (result.reason !== undefined) return
      expect(readValue(one, result.value)).toEqual(result)
      const kept: unknown = JSON.parse(JSON.stringify(result.value))
      expect(valueIn(one, { 7: kept })).toEqual(result.value)
      expect(typeof displayValue(one, kept, words)).toBe('string')
    }),
    { numRuns: 5000 },
  )
})

test('empty is null for every type, however it is written', () => {
  for (const one of everyField) for (const given of [null, undefined, '', []]) expect(readValue(one, given)).toEqual({ value: null })
  expect([read('text', '  \n'), read('address', { street: ' ', city: null })]).toEqual([null, null])
})

test('each type says what it does not take', () => {
  const table: [FieldType, unknown, CustomValue | string][] = [
    ['text', ' two \n lines ', 'two lines'],
    ['text', 'x'.repeat(501), 'too_long'],
    ['text', 5, 'not_text'],
    ['text', ['a'], 'not_several'],
    ['long_text', 'a\r\nb\0', 'a\nb'],
    ['number', -0, 0],
    ['number', 1e308, 1e308],
    ['number', Number.POSITIVE_INFINITY, 'not_a_number'],
    ['number', '5', 'not_a_number'],
    ['yes_no', false, false],
    ['yes_no', 'yes', 'not_yes_or_no'],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '2023-02-29', 'no_such_date'],
    ['date', '2024-2-9', 'no_such_date'],
    ['time', '23:59', '23:59'],
    ['time', '24:00', 'no_such_time'],
    ['date_time', '2026-03-29T02:30:00+02:00', '2026-03-29T00:30:00.000Z'],
    ['date_time', '2026-03-29T02:30:00', 'no_such_moment'],
    ['date_time', '2026-02-30T00:00:00Z', 'no_such_moment'],
    ['select', 1, 1],
    ['select', 2, 'option_removed'],
    ['select', 9, 'no_such_option'],
    ['select', 'Courier', 'no_such_option'],
    ['multi_select', [3, 1, 3], [3, 1]],
    ['multi_select', 3, [3]],
    ['email', ' Jana@EXAMPLE.com ', 'Jana@example.com'],
    ['email', 'jana', 'not_an_email'],
    ['phone', '+420 777 / 123-456', '+420777123456'],
    ['phone', '00 44 (0)20 7946 0018', '+442079460018'],
    ['phone', '777 123 456 ext. 12', '777123456 x12'],
    ['phone', '1-800-FLOWERS', 'not_a_phone'],
    ['url', 'example.com/a b', 'https://example.com/a%20b'],
    ['url', 'HTTP://Example.com', 'http://example.com/'],
    ['url', 'javascript:alert(1)', 'not_a_url'],
    ['url', 'https://example.com@evil.example/', 'not_a_url'],
    ['url', 'ftp://example.com', 'not_a_url'],
    ['address', { city: ' Brno ', zip: null }, { street: '', city: 'Brno', zip: '', country: '' }],
    ['address', { planet: 'Earth' }, 'not_an_address'],
    ['address', 'Brno', 'not_an_address'],
    ['user', 5, 5],
    ['user', 1.5, 'not_a_user'],
  ]
  for (const [type, given, wanted] of table) expect([type, given, read(type, given)]).toEqual([type, given, wanted])
})

test('a removed option stays where it stood, shown as removed, and is not taken anew', () => {
  expect(read('select', 2, 2)).toBe(2)
  expect(read('multi_select', [2, 1], [2])).toEqual([2, 1])
  expect(read('multi_select', [2, 1], [1])).toBe('option_removed')
  expect(valueIn(field('select'), { 7: 2 })).toBe(2)
  expect(displayValue(field('multi_select'), [3, 2, 1], words)).toBe('Courier, Post (removed), Pick-up')
})

test('a kept value of another type counts as empty; one alone stands for a set of one', () => {
  expect(valueIn(field('number'), { 7: 'twelve' })).toBeNull()
  expect(valueIn(field('yes_no'), { 7: 'no' })).toBeNull()
  expect(valueIn(field('multi_select'), { 7: 3 })).toEqual([3])
  expect(valueIn(field('text', { several: true }), { 7: 'one' })).toEqual(['one'])
})

test('texts are kept folded for filters: only fields that have one', () => {
  const fields = fieldSet([
    { ...field('text'), id: 1 },
    { ...field('email', { several: true }), id: 2 },
    { ...field('address'), id: 3 },
    { ...field('number'), id: 4 },
  ])
  const values = { 1: 'Žluťoučký', 2: ['A@B.cz'], 3: { street: 'Dlouhá 1', city: 'Brno', zip: '', country: '' }, 4: 5, 99: 'gone' }
  expect(foldedOf(fields, values)).toEqual({ 1: 'zlutoucky', 2: ['a@b.cz'], 3: 'dlouha 1, brno' })
})

test('a value names its Users', () => {
  expect(usersIn(field('user', { several: true }), [4, 5])).toEqual([4, 5])
  expect(usersIn(field('number'), 4)).toEqual([])
})
