/** Initials. */
import { expect, test } from 'vitest'
import { initials } from './Avatar.tsx'

test.each([
  ['Jana Dvořáková', 'JD'],
  ['Ing. Radek Souček', 'RS'],
  ['Dr. Helga Maria Reinhardt', 'HR'],
  ['Prince', 'PR'],
  ['łukasz żak', 'ŁŻ'],
  ['“Dev” (Team)', 'DT'],
  ['李小龙', '李小'],
  ['', ''],
  ['!!', ''],
])('%s becomes %s', (name, shown) => {
  expect(initials(name)).toBe(shown)
})
