/** Which fields a form shows and asks for. */
import { expect, test } from 'vitest'
import { customField, fieldSet, type CustomField, type FieldType } from './customField.ts'
import { foldedOf } from './foldedValues.ts'
import { readValue } from './customValue.ts'
import { defaultsOf, isRequired, isShown, missingFields, shownFields } from './shownFields.ts'

const field = (id: number, type: FieldType, more: object = {}) =>
  customField.parse({ id, subject: 'ticket', title: `Field ${id}`, type, position: id, ...more })
const titles = (fields: readonly CustomField[]) => fields.map((f) => f.id)

const options = [
  { id: 1, title: 'Courier' },
  { id: 2, title: 'Post' },
]
const carrier = field(1, 'select', { options })
const parcel = field(2, 'text', { condition: { field: 1, values: [1] }, required: 'always' })
const stamp = field(3, 'text', { condition: { field: 2, has: false, values: ['ŽÁDNÝ'] }, required: 'on_close' })
const urgent = field(4, 'text', { condition: { field: 'priority', values: ['high'] } })
const billing = field(5, 'text', { categoryIds: [10, 11], required: 'always' })
const gone = field(6, 'text', { removed: true, required: 'always' })
const fields = fieldSet([carrier, parcel, stamp, urgent, billing, gone])

const missing = (values: object, closing: boolean) => titles(missingFields({ fields, values: { ...values }, categoryId: 1 }, { closing }))

test('a field is shown in its Categories, and when its condition holds; a removed one never', () => {
  expect(titles(shownFields({ fields, values: {}, categoryId: 10, priority: 'low' }))).toEqual([1, 3, 5])
  expect(titles(shownFields({ fields, values: { 1: 1 }, categoryId: 12, priority: 'high' }))).toEqual([1, 2, 3, 4])
  expect(isShown(gone, { fields, values: {} })).toBe(false)
})

test('texts of conditions are compared folded; a field that is not shown counts as empty', () => {
  expect(isShown(stamp, { fields, values: { 1: 1, 2: 'zadny' } })).toBe(false)
  expect(isShown(stamp, { fields, values: { 1: 2, 2: 'zadny' } })).toBe(true)
})

test('what is hidden is not required, what is only read is not either; on close asks on close', () => {
  expect(missing({}, false)).toEqual([])
  expect(missing({ 1: 1 }, false)).toEqual([2])
  expect(missing({ 1: 1 }, true)).toEqual([2, 3])
  expect(missing({ 1: 1, 2: 'R1', 3: 'x' }, true)).toEqual([])
  expect(isRequired({ ...parcel, readOnly: true }, { closing: true })).toBe(false)
})

test('conditions in a circle, which no check lets in, show nothing and end', () => {
  const a = field(1, 'yes_no', { condition: { field: 2, values: [true] } })
  const b = field(2, 'yes_no', { condition: { field: 1, values: [true] } })
  expect(shownFields({ fields: fieldSet([a, b]), values: { 1: true, 2: true } })).toEqual([])
})

test('a new one starts with the defaults of what is shown, and a default may show the next field', () => {
  const set = fieldSet([
    field(1, 'text', { default: 'R', condition: { field: 2, values: [1] } }),
    field(2, 'select', { options, default: 1 }),
    field(3, 'text', { default: 'hidden', condition: { field: 2, values: [2] } }),
  ])
  expect(defaultsOf({ fields: set, values: {} })).toEqual({ 1: 'R', 2: 1 })
  expect(defaultsOf({ fields: set, values: { 2: 2 } })).toEqual({ 3: 'hidden' })
})

test('a save of 300 fields costs less than a millisecond', () => {
  const kinds: FieldType[] = ['text', 'number', 'select', 'date', 'email', 'yes_no', 'long_text', 'multi_select', 'date_time', 'phone']
  const values: Record<string, unknown> = {}
  const kept = [
    'Parcel R 123',
    5,
    1,
    '2026-11-22',
    'jana@example.com',
    true,
    'several\nlines of it',
    [1, 2],
    '2026-11-22T10:00:00.000Z',
    '+420777123456',
  ]
  const many = fieldSet(
    Array.from({ length: 300 }, (_, n) => {
      const at = n % 10
      values[n + 1] = kept[at]
      const condition = n > 20 && n % 3 === 0 ? { field: n - 7, has: false, values: ['nothing'] } : null
      return field(n + 1, kinds[at] ?? 'text', {
        options: at === 2 || at === 7 ? options : [],
        condition,
        required: n % 2 ? 'always' : 'never',
      })
    }),
  )
  const save = () => {
    for (const one of many.all) readValue(one, values[one.id])
    missingFields({ fields: many, values, categoryId: 1 }, { closing: true })
    foldedOf(many, values)
  }
  for (let n = 0; n < 50; n++) save()
  const times = Array.from({ length: 100 }, () => {
    const begun = performance.now()
    save()
    return performance.now() - begun
  }).toSorted((a, b) => a - b)
  expect(times[50]).toBeLessThan(3) // 1 ms on an idle machine
})
