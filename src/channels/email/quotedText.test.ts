/** Quotes under an answer. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quotedText } from './quotedText.ts'

test('what was quoted already is a quote in the quote', () => {
  expect(quotedText('Yes.\n> Is it red?\n>> Which colour?\n> Thanks\nJane')).toBe(
    'Yes.<blockquote type="cite">Is it red?<blockquote type="cite">Which colour?</blockquote>Thanks</blockquote>Jane',
  )
  expect(quotedText('one\ntwo')).toBe('one<br>two')
})

test('whatever the text, nothing of it becomes markup and every quote is closed', () =>
  fc.assert(
    fc.property(fc.array(fc.constantFrom('>', '> ', '<b>', '&', '\n', 'x', '"'), { maxLength: 80 }), (parts) => {
      const html = quotedText(parts.join(''))
      const without = html.replaceAll(/<blockquote type="cite">|<\/blockquote>|<br>/g, '')
      expect(without).not.toMatch(/[<>]/)
      expect(html.split('<blockquote').length).toBe(html.split('</blockquote').length)
    }),
  ))
