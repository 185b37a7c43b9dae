import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { subjectTag } from '#activities/threading.ts'
import { answerSubject, forwardSubject, subjectLine, taggedSubject } from './subject.ts'

/** Any text at all, lone surrogates too. */
const anyText = (maxLength = 40) =>
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((codes) => String.fromCharCode(...codes))

describe('An answer keeps the subject of what it answers, with one Re:', () => {
  test.each([
    ['Printer', 'Re: Printer'],
    ['Re: Printer', 'Re: Printer'],
    ['RE: AW: Odp: re[2]: Sv : Printer', 'Re: Printer'],
    ['Re: Fwd: Printer', 'Re: Fwd: Printer'],
    ['Reading list', 'Re: Reading list'],
    ['', 'Re:'],
    ['Re:', 'Re:'],
    ['Printer\r\nBcc: x@y.example', 'Re: Printer Bcc: x@y.example'],
  ])('%j is answered as %j', (subject, answer) => expect(answerSubject(subject)).toBe(answer))
  test.each([
    ['Printer', 'Fwd: Printer'],
    ['Fwd: FW: Printer', 'Fwd: Printer'],
    ['Re: Printer', 'Fwd: Re: Printer'],
  ])('%j is forwarded as %j', (subject, forward) => expect(forwardSubject(subject)).toBe(forward))
  test('an answer to an answer is the same subject', () => {
    fc.assert(
      fc.property(anyText(300), (s) => {
        expect(answerSubject(answerSubject(s))).toBe(answerSubject(s))
      }),
    )
  })
})

describe('The tag of the ticket', () => {
  test('stands in the subject once and is found again', () => {
    fc.assert(
      fc.property(anyText(3_000), fc.integer({ min: 1, max: 999_999_999 }), (s, ticketId) => {
        const tagged = taggedSubject(s, ticketId)
        expect(taggedSubject(tagged, ticketId)).toBe(tagged)
        expect(tagged.length).toBeLessThanOrEqual(900)
        expect(tagged).not.toMatch(/[\r\n\0]/)
        expect(subjectLine(tagged)).toBe(tagged)
      }),
    )
    expect(taggedSubject('Re: Printer', 1024)).toBe('Re: Printer [#1024]')
    expect(taggedSubject('Re: [#1024] Printer', 1024)).toBe('Re: [#1024] Printer')
    expect(subjectTag(taggedSubject('was [#7]', 1024))).toBe(1024)
  })
})
