import { describe, expect, test } from 'vitest'
import { authorOf, passedOnAuthor } from './author.ts'

const at = (address: string, name = '') => ({ address, name })
const isOurs = (address: string) => address.endsWith('@desk.example')
const message = (from: ReturnType<typeof at>, more: Partial<Parameters<typeof authorOf>[0]> = {}) => ({
  from: [from],
  replyTo: [],
  sender: [],
  headers: [],
  ...more,
})
const jane = at('jane@customer.example', 'Jane Doe')

describe('The sender becomes the Contact', () => {
  test('From, whatever Reply-To says', () => {
    expect(authorOf(message(jane, { replyTo: [at('office@customer.example')] }), isOurs)).toEqual(jane)
  })
  test('Reply-To where From is our own address: the form of a website', () => {
    expect(authorOf(message(at('web@desk.example'), { replyTo: [jane] }), isOurs)).toEqual(jane)
    expect(authorOf(message(at('web@desk.example'), { sender: [jane] }), isOurs)).toEqual(jane)
    expect(authorOf(message(at('web@desk.example')), isOurs)).toBeNull()
  })
  test.each(['noreply@shop.example', 'no-reply+12@shop.example', 'do_not_reply@shop.example', 'donotreply@shop.example'])(
    'Reply-To where From is %s, which nobody reads; without one, From',
    (address) => {
      expect(authorOf(message(at(address), { replyTo: [jane] }), isOurs)).toEqual(jane)
      expect(authorOf(message(at(address)), isOurs)).toEqual(at(address))
    },
  )
  test('somebody called Norep or Nora is answered', () => {
    for (const address of ['nora@x.example', 'norep.lyman@x.example'])
      expect(authorOf(message(at(address), { replyTo: [jane] }), isOurs)).toEqual(at(address))
  })
  test('the original sender where a list rewrote From: Google Groups by its header, Mailman by Reply-To', () => {
    const group = at('sales@groups.example', "'Jane Doe' via Sales")
    expect(
      authorOf(
        message(group, {
          headers: [
            ['List-Id', '<sales>'],
            ['X-Original-From', 'Jane Doe <jane@customer.example>'],
          ],
        }),
        isOurs,
      ),
    ).toEqual(jane)
    const headers: [string, string][] = [['List-Post', '<mailto:sales@groups.example>']]
    expect(authorOf(message(group, { headers, replyTo: [group, jane] }), isOurs)).toEqual(jane)
    expect(
      authorOf(message(at('sales@groups.example', 'Jane Doe via Sales'), { headers: [['List-Id', '<sales>']], replyTo: [jane] }), isOurs),
    ).toEqual(jane)
  })
  test('a header alone makes nobody somebody else', () => {
    const mallory = at('mallory@evil.example')
    expect(authorOf(message(mallory, { headers: [['X-Original-From', 'Jane Doe <jane@customer.example>']] }), isOurs)).toEqual(mallory)
  })
  test('a list that leaves From alone changes nothing', () => {
    const headers: [string, string][] = [['List-Post', '<mailto:sales@groups.example>']]
    expect(authorOf(message(jane, { headers, replyTo: [at('sales@groups.example')] }), isOurs)).toEqual(jane)
  })
})

const passed = (subject: string, text: string) => passedOnAuthor({ subject, text, attachments: [] })

describe('The author of a mail that a User passes on', () => {
  test.each([
    [
      'Gmail',
      'Fwd: Invoice',
      '---------- Forwarded message ---------\nFrom: Jane Doe <jane@customer.example>\nDate: Mon, 23 Nov 2026 at 10:00\nSubject: Invoice\nTo: <agent@desk.example>\n\nHello',
    ],
    [
      'Outlook',
      'FW: Invoice',
      'Please look.\n\nFrom: Jane Doe <jane@customer.example>\nSent: Monday, 23 November 2026 10:00\nTo: Agent\nSubject: Invoice\n\nHello',
    ],
    [
      'Outlook in German',
      'WG: Rechnung',
      'Von: Jane Doe [mailto:jane@customer.example]\nGesendet: Montag, 23. November 2026 10:00\nAn: Agent\nBetreff: Rechnung\n\nHallo',
    ],
    [
      'Apple Mail',
      'Fwd: Invoice',
      'Begin forwarded message:\n\nFrom: Jane Doe <jane@customer.example>\nSubject: Invoice\nDate: 23 November 2026 at 10:00:00 CET\nTo: agent@desk.example\n\nHello',
    ],
    [
      'Gmail in Czech',
      'Fwd: Faktura',
      '---------- Forwarded message ---------\nOd: Jane Doe <jane@customer.example>\nDate: po 23. 11. 2026 v 10:00\nSubject: Faktura\nTo: <agent@desk.example>\n\nDobrý den',
    ],
    [
      'Outlook in Polish',
      'PD: Faktura',
      'Od: Jane Doe <jane@customer.example>\nWysłane: poniedziałek, 23 listopada 2026 10:00\nDo: Agent\nTemat: Faktura\n\nDzień dobry',
    ],
    [
      'Outlook in French',
      'TR: Facture',
      'De : Jane Doe <jane@customer.example>\nEnvoyé : lundi 23 novembre 2026 10:00\nÀ : Agent\nObjet : Facture\n\nBonjour',
    ],
  ])('%s', (_, subject, text) => {
    expect(passed(subject, text)).toEqual(jane)
  })
  test('an attached letter', () => {
    const content = Buffer.from('Received: by x\r\nFrom: Jane Doe\r\n <jane@customer.example>\r\nSubject: Invoice\r\n\r\nHello')
    const letter = { name: 'Invoice.eml', mediaType: 'message/rfc822', size: content.length, contentId: null, inline: false, content }
    expect(passedOnAuthor({ subject: 'Fwd: Invoice', text: 'See this', attachments: [letter] })).toEqual(jane)
    expect(passedOnAuthor({ subject: 'Three examples', text: 'See these', attachments: [letter] })).toBeNull()
  })
  test('an answer that quotes passes nothing on', () => {
    expect(
      passed('RE: Invoice', 'Thanks!\n\nFrom: Jane Doe <jane@customer.example>\nSent: Monday\nTo: Agent\nSubject: Invoice\n\nHello'),
    ).toBeNull()
    expect(passed('Fwd: Invoice', 'From: nobody knows\nHello')).toBeNull()
  })
})
