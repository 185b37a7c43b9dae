/** Sizes of files. */
import { expect, test } from 'vitest'
import { fileSize } from './fileSize.ts'

test.each([
  [0, '0 B'],
  [812, '812 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [182_300, '182 kB'],
  [999_600, '1 MB'],
  [2_440_000, '2.4 MB'],
  [52_428_800, '52 MB'],
  [3_000_000_000, '3 GB'],
])('%d bytes read %s', (bytes, shown) => {
  expect(fileSize(bytes)).toBe(shown)
})
