import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvLine, delimiterOf, delimiters, readCsv, unguardedCell } from './csv.ts'

const rows = (text: string, delimiter: (typeof delimiters)[number] = ',') => [...readCsv(text, delimiter)]

test('quoted cells hold delimiters, line ends and quotes; lines end as each system ends them; empty lines are no rows', () => {
  expect(rows('\ufeffname,note\r\n"Dvořák, Jan","says ""hi""\nand goes"\r\n\r\nEva,\n')).toEqual([
    ['name', 'note'],
    ['Dvořák, Jan', 'says "hi"\nand goes'],
    ['Eva', ''],
  ])
  expect(rows('a;b\rc;d', ';')).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
})

test('what is malformed is read as well as it can be', () => {
  expect(rows('a,5" nail,b')).toEqual([['a', '5" nail', 'b']])
  expect(rows('a,"never closed, b\nc')).toEqual([['a', 'never closed, b\nc']])
  expect(rows('"a"b,c')).toEqual([['ab', 'c']])
  expect(rows('a,')).toEqual([['a', '']])
})

test('the delimiter is the one that makes columns of the lines', () => {
  expect(delimiterOf('jméno;e-mail;poznámka\nJan;jan@a.cz;a, b, c\nEva;eva@a.cz;\n')).toBe(';')
  expect(delimiterOf('name\temail\nJan, Novák\tjan@a.cz\n')).toBe('\t')
  expect(delimiterOf('name,email\n"Novák; Jan",jan@a.cz\n')).toBe(',')
  expect(delimiterOf('email\njan@a.cz\n')).toBe(',')
  expect(delimiterOf('')).toBe(',')
})

test('whatever is written is read again, cell by cell', () => {
  const cell = fc.string({ unit: 'grapheme' }).filter((s) => !/^\s*[=+\-@\t\r＝＋－＠]/.test(s) && !s.startsWith('\ufeff'))
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1 }), (table) => {
      expect(rows(table.map(csvLine).join(''))).toEqual(table)
    }),
  )
})

test('no cell that is written becomes a formula', () => {
  expect(csvLine(['=1+1', '@sum', '-1', '+420 601 234 567', '\t=x', 'a,b', '＝1+1'])).toBe(
    `'=1+1,'@sum,-1,+420 601 234 567,'\t=x,"a,b",'＝1+1\r\n`,
  )
})

test('what a guard put in front is taken off again, and an apostrophe of the value itself stays', () => {
  const cells = ['=1+1', '@sum', '-1', '\t=x', '＝1+1', "'=1", "''-x", "'quoted'", "'s Gravenhage", "'", '']
  const there = rows(csvLine(cells))[0] ?? []
  expect(there.map(unguardedCell)).toEqual(cells)
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '＝', ' ', '1', 'a') }), (cell) => {
      const [written = ''] = rows(csvLine([cell, 'x']))[0] ?? []
      expect(unguardedCell(written)).toBe(cell)
    }),
  )
})

test('any text is read without end or failure', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...delimiters),
      (text, delimiter) => rows(text, delimiter).length <= text.length,
    ),
  )
})
