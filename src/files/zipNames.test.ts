import fc from 'fast-check'
import { expect, test } from 'vitest'
import { zipNames } from './zipNames.ts'

test('files of the same name get a number', () => {
  expect(zipNames(['bill.pdf', 'Bill.PDF', 'bill.pdf', 'bill (2).pdf', '.profile', 'a'])).toEqual([
    'bill.pdf',
    'Bill (2).PDF',
    'bill (3).pdf',
    'bill (2) (2).pdf',
    'profile',
    'a',
  ])
})

test('no name leaves the folder it is unpacked into, and none is one of a system’s own', () => {
  expect(zipNames(['../../etc/passwd', '..', 'C:\\windows\\x', '/abs', 'con.txt', 'NUL', 'a\u0000b', 'dot.'])).toEqual([
    '_.._etc_passwd',
    'file',
    'C__windows_x',
    '_abs',
    '_con.txt',
    '_NUL',
    'ab',
    'dot',
  ])
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a', 'A', 'a.b', '../a', 'con', 'å', 'å'))), (names) => {
      const made = zipNames(names)
      expect(made).toHaveLength(names.length)
      expect(new Set(made.map((name) => name.normalize('NFC').toLowerCase())).size).toBe(names.length)
      const outside = made.filter(
        (name) => /[/\\\0:]/.test(name) || ['', '.', '..'].includes(name) || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name),
      )
      expect(outside).toEqual([])
    }),
  )
})
