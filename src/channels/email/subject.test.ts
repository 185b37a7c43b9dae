import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { subjectTag } from '#activities/threading.ts'
import { answerSubject, subjectLine, taggedSubject, untaggedSubject } from './subject.ts'

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
  test('an answer to an answer is the same subject', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (s) => {
        expect(answerSubject(answerSubject(s))).toBe(answerSubject(s))
      }),
    )
  })
})

describe('The tag of the ticket', () => {
  test('stands in the subject once, is found again, and can be taken off', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), fc.integer({ min: 1, max: 999_999_999 }), (s, ticketId) => {
        const tagged = taggedSubject(s, ticketId)
        expect(taggedSubject(tagged, ticketId)).toBe(tagged)
        expect(tagged.length).toBeLessThanOrEqual(900)
        expect(tagged).not.toMatch(/[\r\n\0]/)
        expect(subjectLine(tagged)).toBe(tagged)
        expect(untaggedSubject(tagged, ticketId)).not.toContain(`[#${ticketId}]`)
      }),
    )
    expect(taggedSubject('Re: Printer', 1024)).toBe('Re: Printer [#1024]')
    expect(taggedSubject('Re: [#1024] Printer', 1024)).toBe('Re: [#1024] Printer')
    expect(subjectTag(taggedSubject('was [#7]', 1024))).toBe(1024)
    expect(untaggedSubject('Re: Printer [#1024]', 1024)).toBe('Re: Printer')
  })
})
