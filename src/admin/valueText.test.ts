/** How the audit log writes values. */
import { expect, test } from 'vitest'
import { valueText } from './valueText.ts'

const nameOf = (id: number) => (id === 3 ? 'Billing' : undefined)

test('values are one line of text, with names where they are known', () => {
  expect(valueText([3, 4], nameOf)).toBe('Billing, 4')
  expect(valueText(true)).toBe('yes')
  expect(valueText('')).toBeNull()
  expect(valueText([])).toBeNull()
  expect(valueText({ monday: [{ from: '09:00', to: '12:00' }], sunday: [] })).toBe('monday: 09:00–12:00')
  expect(valueText({ response: null, solution: 240 })).toBe('solution: 240')
})
