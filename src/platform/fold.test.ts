/** Folding: the same for everybody who compares, and stable when done twice. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold } from './fold.ts'
import { wellFormed } from './shapes.ts'

test('accents, case, white space and the letters that no accent explains are folded', () => {
  expect(fold('Žluťoučký  KŮŇ')).toBe('zlutoucky kun')
  expect(fold('Straße\tŁódź\n')).toBe('strasse lodz ')
  expect(fold('ÆRØ Đorđe Iıİ ﬁn ①')).toBe('aero dorde iii fin 1')
  expect(fold('')).toBe('')
})

test('no character folds differently the second time', () => {
  const wrong: string[] = []
  for (let code = 0; code <= 0x10ffff; code++) {
    const once = fold(String.fromCodePoint(code))
    if (fold(once) !== once) wrong.push(code.toString(16))
  }
  expect(wrong).toEqual([])
})

test('folding is stable, and does not mind whether text was repaired before', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const once = fold(text)
      expect(fold(once)).toBe(once)
      expect(fold(wellFormed(text))).toBe(once)
    }),
    { numRuns: 2000 },
  )
})

test('plain text takes the short way to the same end', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 60 }), (text) => {
      expect(fold(text)).toBe(fold(`${text}ö`).slice(0, -1))
    }),
  )
})
