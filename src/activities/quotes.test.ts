import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quoteStart, signatureStart } from './quotes.ts'

/** The message as it stands with its quote folded. */
const unfolded = (text: string) => text.slice(0, quoteStart(text) ?? undefined).trim()
const quote = '> Hello,\n>\n> the printer is broken.\n> > It was yesterday too.\n'

describe('Quoted text is folded', () => {
  test.each([
    ['Gmail, English', 'On Tue, Nov 3, 2026 at 10:00 AM Jane Doe <jane@customer.example> wrote:\n\n'],
    ['Gmail, broken in two', 'On Tue, Nov 3, 2026 at 10:00 AM Jane Doe <\njane@customer.example> wrote:\n\n'],
    ['Gmail, German', 'Am Di., 3. Nov. 2026 um 10:00 Uhr schrieb Jane Doe <jane@customer.example>:\n\n'],
    ['Gmail, Czech', 'út 3. 11. 2026 v 10:00 odesílatel Jana Nováková <jana@customer.example>\nnapsal:\n\n'],
    ['Gmail, French', 'Le mar. 3 nov. 2026 à 10:00, Jane Doe <jane@customer.example> a écrit :\n\n'],
    ['Gmail, Polish', 'wt., 3 lis 2026 o 10:00 Jane Doe <jane@customer.example> napisał(a):\n\n'],
    ['Thunderbird, English', 'On 11/3/26 10:00, Jane Doe wrote:\n'],
    ['Thunderbird, German', 'Am 03.11.26 um 10:00 schrieb Jane Doe:\n'],
    ['Thunderbird, Czech', 'Dne 03. 11. 26 v 10:00 Jana Nováková napsal(a):\n'],
    ['Apple Mail, English', 'On 3. Nov 2026, at 10:00, Jane Doe <jane@customer.example> wrote:\n\n'],
    ['Apple Mail, Czech', '3. 11. 2026 v 10:00, Jana Nováková <jana@customer.example>:\n\n'],
    ['a language nobody taught us', '2026. nov. 3. 10:00 időpontban Jane <jane@customer.example> ezt írta:\n\n'],
    ['nothing but the quote', ''],
  ])('%s', (_, attribution) => {
    expect(unfolded(`Thank you!\n\nJane\n\n${attribution}${quote}`)).toBe('Thank you!\n\nJane')
    expect(unfolded(`Thank you!\n\n${attribution}${quote}\n-- \nJane Doe\n`)).toBe('Thank you!')
  })

  test.each([
    [
      'Outlook, English',
      'From: Support <support@desk.example>\nSent: Tuesday, November 3, 2026 10:00\nTo: Jane Doe\nSubject: Re: Printer\n',
    ],
    [
      'Outlook, German',
      'Von: Support <support@desk.example>\nGesendet: Dienstag, 3. November 2026 10:00\nAn: Jane Doe\nBetreff: AW: Drucker\n',
    ],
    ['Outlook, Czech', 'Od: Support <support@desk.example>\nOdesláno: úterý 3. listopadu 2026 10:00\nKomu: Jana\nPředmět: RE: Tiskárna\n'],
    ['Outlook, French', 'De : Support <support@desk.example>\nEnvoyé : mardi 3 novembre 2026 10:00\nÀ : Jane\nObjet : RE: Imprimante\n'],
    ['Outlook with its line', '________________________________\nFrom: Support\nSent: Tuesday\nTo: Jane\nSubject: Printer\n'],
    ['Outlook, in bold', '*From:* Support\n*Sent:* Tuesday\n*To:* Jane\n*Subject:* Printer\n'],
    ['Outlook, old', '-----Original Message-----\nFrom: Support\nSent: Tuesday\nTo: Jane\nSubject: Printer\n'],
    ['Outlook, old, German', '-----Ursprüngliche Nachricht-----\nVon: Support\nGesendet: Dienstag\nAn: Jane\nBetreff: Drucker\n'],
    ['Seznam', '---------- Původní e-mail ----------\nOd: Support\nKomu: Jana\nDatum: 3. 11. 2026 10:00:00\nPředmět: Tiskárna\n'],
    ['Yahoo', 'On Tuesday, November 3, 2026 at 10:00:00 AM GMT+1, Jane Doe <jane@customer.example> wrote:\n'],
  ])('%s: from the header of the quoted mail on', (_, header) => {
    expect(unfolded(`Thank you!\n\n${header}\nHello,\n\nplease try again.`)).toBe('Thank you!')
  })

  test('prose right above a broken announcement stays', () => {
    expect(unfolded(`Thank you!\nJane\nOn Tue, Nov 3, 2026 at 10:00 AM Support <\nsupport@desk.example> wrote:\n${quote}`)).toBe(
      'Thank you!\nJane',
    )
    expect(unfolded(`Díky\npo 3. 11. 2026 v 10:00 odesílatel Support <support@desk.example>\nnapsal:\n${quote}`)).toBe('Díky')
  })

  test('the signature is found, with and without a quote below it', () => {
    const text = `Thank you!\n-- \nJane Doe\nCustomer Inc.\n\nOn Monday, Support wrote:\n${quote}`
    expect(text.slice(signatureStart(text) ?? 0)).toMatch(/^-- \nJane Doe/)
    expect(signatureStart('Thank you!\n--\nJane')).toBe('Thank you!\n'.length)
    expect(signatureStart('Thank you!\nJane')).toBeNull()
  })
})

describe('New words are never hidden', () => {
  test.each([
    ['answers between the lines', '> Which printer?\n\nThe blue one.\n\n> Since when?\n\nYesterday.\n'],
    [
      'answers between the lines, announced',
      `Hello, see below.\n\nOn Monday, Support wrote:\n> Which printer?\nThe blue one.\n> Since when?\n`,
    ],
    ['an answer below the quote', `On Monday, Support wrote:\n${quote}\nThe blue one.\n`],
    ['an answer below the quote after a greeting', `Hello,\n\nOn Monday, Support wrote:\n${quote}\nThe blue one.\n`],
    [
      'answers in red within',
      'My answers are in red below.\n\nFrom: Support\nSent: Tuesday\nTo: Jane\nSubject: Printer\n\nWhich printer? The blue one.',
    ],
    [
      'answers in red within, Czech',
      'Dobrý den, odpovědi níže v textu.\n\nOd: Support\nOdesláno: úterý\nKomu: Jana\nPředmět: Tiskárna\n\nKterá? Modrá.',
    ],
    ['nothing above: forwarded', '-----Original Message-----\nFrom: a\nSent: b\nTo: c\nSubject: d\n\nPlease look at this.'],
    ['nothing above: everything is quoted', quote],
    ['a sentence that ends in a colon', 'I tried these, on 3 November, as you wrote:\n\n1. switched it off\n2. switched it on'],
    ['a list of fields', 'Here is what you asked for.\n\nFrom: Prague\nDate: 3 November\n\nThank you'],
    ['words like headers', 'To: be\nOr: not\nTo be'],
    ['a form', 'Name: Jane\nTo: Prague\nSubject: travel'],
    ['an empty text', ''],
  ])('%s', (_, text) => expect(quoteStart(text)).toBeNull())

  test('words that follow a quoted line are never behind the fold', () => {
    const words = fc.constantFrom('The blue one.', 'Yes', 'Hello,', 'Regards: Jane', '')
    const quotes = fc.constantFrom('> Which printer?', '>> deeper', 'On Monday, Support <s@desk.example> wrote:', '> ', '')
    fc.assert(
      fc.property(fc.array(fc.oneof(words, quotes), { maxLength: 12 }), (lines) => {
        const text = lines.join('\n')
        const start = quoteStart(text)
        if (start === null) return
        expect(text.slice(0, start).trim()).not.toBe('')
        // Everything hidden is quoted, empty or an announcement of it.
        for (const line of text.slice(start).split('\n'))
          expect(line.trim() === '' || line.startsWith('>') || line.startsWith('On Monday')).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })

  test('any text ends quickly at a line’s beginning', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('>', '\n', ' ', 'On ', 'wrote:', 'From:', 'To:', '-', ':', 'a', 'napsal', '\r') }),
        (text) => {
          const start = quoteStart(text)
          expect(start === null || start === 0 || text[start - 1] === '\n').toBe(true)
        },
      ),
    )
    for (const text of [
      '>'.repeat(500_000),
      'On '.repeat(200_000),
      '\n'.repeat(500_000),
      'a:\n'.repeat(100_000),
      '> \n'.repeat(150_000),
      'x\n> \n'.repeat(100_000),
      `x\n${'> \n'.repeat(150_000)}x`,
      `x\n${'On Tue 10:00 <a@b.example> wrote:\nx\n'.repeat(10_000)}> x`,
      `x\n${'-- \n'.repeat(100_000)}x`,
      `x\n${'-- \n\n'.repeat(100_000)}`,
      `${'x '.repeat(200)}:\n`.repeat(2_000),
    ]) {
      const before = performance.now()
      signatureStart(text)
      expect(performance.now() - before).toBeLessThan(1_500)
    }
  })
})
