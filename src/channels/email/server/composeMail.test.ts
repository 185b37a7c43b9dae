import fc from 'fast-check'
import { createTransport } from 'nodemailer'
import { describe, expect, test } from 'vitest'
import { displayName } from '#platform/emailAddress.ts'
import { composeMail, type OutgoingMail } from './composeMail.ts'
import { parseMail } from './parseMail.ts'

/** Any text at all, lone surrogates too. */
const anyText = (maxLength = 40) =>
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((codes) => String.fromCharCode(...codes))

const outgoing = (given: Partial<OutgoingMail> = {}): OutgoingMail => ({
  from: { address: 'support@desk.example', name: 'Support' },
  to: [{ address: 'jane@customer.example', name: 'Jane Doe' }],
  cc: [],
  bcc: [],
  subject: 'Re: Printer',
  ticketId: 1024,
  subjectTag: true,
  html: '<p>Hello</p>',
  text: null,
  messageId: 't.1024.5.x.y@desk.example',
  inReplyTo: null,
  references: [],
  sentAt: new Date('2026-11-03T09:00:00Z'),
  replyTo: null,
  automatic: null,
  files: [],
  ...given,
})

async function raw(mail: OutgoingMail): Promise<Buffer> {
  const { message } = await createTransport({ streamTransport: true, buffer: true, newline: 'windows' }).sendMail(composeMail(mail))
  if (!Buffer.isBuffer(message)) throw new TypeError('not a buffer')
  return message
}
const sentAndRead = async (given: Partial<OutgoingMail> = {}) => {
  const bytes = await raw(outgoing(given))
  return { bytes: bytes.toString('latin1'), read: await parseMail(bytes, { from: 'support@desk.example', to: [] }) }
}
const plain = (s: string) => s.replaceAll(/\s+/g, ' ').trim()
const head = (bytes: string) => bytes.slice(0, bytes.indexOf('\r\n\r\n'))

describe('A mail that was composed reads as it was written', () => {
  test('from, recipients, subject with its tag, text and HTML, threading headers', async () => {
    const { read, bytes } = await sentAndRead({
      cc: [{ address: 'joe@customer.example', name: '' }],
      bcc: [{ address: 'secret@customer.example', name: '' }],
      html: '<p>Hello <b>Jane</b>,</p><ul><li>one</li></ul><blockquote><p>quoted</p></blockquote>',
      inReplyTo: 'b@customer.example',
      references: ['a@customer.example', 'b@customer.example'],
    })
    expect(read).toMatchObject({
      externalId: 't.1024.5.x.y@desk.example',
      sentAt: new Date('2026-11-03T09:00:00Z'),
      from: [{ address: 'support@desk.example', name: 'Support' }],
      replyTo: [],
      to: [{ address: 'jane@customer.example', name: 'Jane Doe' }],
      cc: [{ address: 'joe@customer.example', name: '' }],
      subject: 'Re: Printer [#1024]',
      inReplyTo: ['b@customer.example'],
      references: ['a@customer.example', 'b@customer.example'],
      automatic: { kind: 'no', reason: null },
      problems: [],
    })
    expect(read.text).toBe('Hello Jane,\n\n- one\n\n> quoted')
    expect(read.html).toContain('<p>Hello <b>Jane</b>,</p>')
    expect(read.html).toContain('<blockquote type="cite"')
    expect(bytes).not.toContain('secret@')
    expect(composeMail(outgoing({ bcc: [{ address: 'secret@customer.example', name: '' }] })).envelope).toEqual({
      from: 'support@desk.example',
      to: ['jane@customer.example', 'secret@customer.example'],
    })
  })

  test('without a tag where the queue has none; a plain message has no HTML', async () => {
    const { read } = await sentAndRead({ subjectTag: false, html: null, text: 'Hello\n\nJane' })
    expect(read).toMatchObject({ subject: 'Re: Printer', html: null })
    expect(read.text.trim()).toBe('Hello\n\nJane')
  })

  test('Reply-To only where the queue wants answers at the token address', async () => {
    const { read } = await sentAndRead({ replyTo: 'support+t.1024.abc@desk.example' })
    expect(read.replyTo).toEqual([{ address: 'support+t.1024.abc@desk.example', name: 'Support' }])
  })

  test('automatic mail says so and has a null return path', async () => {
    const { read, bytes } = await sentAndRead({ automatic: 'auto-replied' })
    expect(read.automatic.kind).toBe('auto-replied')
    expect(head(bytes)).toMatch(/^Auto-Submitted: auto-replied$/m)
    expect(composeMail(outgoing({ automatic: 'auto-generated' })).envelope).toMatchObject({ from: '' })
  })

  test('images of the text go inside, other files beside it', async () => {
    const { read } = await sentAndRead({
      html: '<p>See <img src="cid:file-7@tessera" alt="screen"></p>',
      files: [
        { name: 'screen.png', mediaType: 'image/png', contentId: 'file-7@tessera', content: Buffer.from([1, 2, 3]) },
        { name: 'Übersicht “final”\r\nX: y.pdf', mediaType: 'application/pdf', contentId: null, content: Buffer.from('%PDF') },
        { name: 'unused.png', mediaType: 'image/png', contentId: 'file-8@tessera', content: Buffer.from([4]) },
      ],
    })
    expect(read.attachments.map(({ name, mediaType, inline, contentId, size }) => ({ name, mediaType, inline, contentId, size }))).toEqual([
      { name: 'screen.png', mediaType: 'image/png', inline: true, contentId: 'file-7@tessera', size: 3 },
      { name: 'Übersicht “final”X_ y.pdf', mediaType: 'application/pdf', inline: false, contentId: null, size: 4 },
      { name: 'unused.png', mediaType: 'image/png', inline: false, contentId: null, size: 1 },
    ])
    expect(read.html).toContain('src="cid:file-7@tessera"')
    expect(Buffer.from(read.attachments[0]?.content ?? [])).toEqual(Buffer.from([1, 2, 3]))
  })

  test('what was pasted into the editor leaves sanitised', async () => {
    const { read } = await sentAndRead({
      html: '<p onclick="x()">a<script>alert(1)</script><a href="javascript:x">b</a><img src="/api/v1/attachments/7/inline"></p>',
    })
    expect(read.html).not.toMatch(/script|onclick|api\/v1|data-/)
  })

  test('References keep the first and the last, at most 50, each line within its limit', async () => {
    const references = Array.from({ length: 200 }, (_, i) => `${i}.${'x'.repeat(60)}@customer.example`)
    const { read, bytes } = await sentAndRead({ references: [...references, 'y'.repeat(2_000)], inReplyTo: references[150] ?? null })
    expect(read.references).toHaveLength(50)
    expect(read.references[0]).toBe(references[0])
    expect(read.references.at(-1)).toBe(references[150])
    expect(read.references.at(-2)).toBe(references[199])
    for (const line of bytes.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998)
  })

  test('any names, subjects and texts survive the way, and none of them can begin a header', async () => {
    const text = fc.oneof(
      anyText(120),
      fc.string({
        unit: fc.constantFrom(
          'ž',
          '😀',
          'a',
          ' ',
          '\r\n',
          'Bcc: evil@evil.example',
          '=?utf-8?Q?x?=',
          '"',
          '\\',
          ',',
          '<',
          '>',
          '日本',
          '\u202e',
          ':',
        ),
        maxLength: 60,
      }),
      fc.constantFrom(
        'x\r\nBcc: evil@evil.example\r\n\r\nbody',
        'very long '.repeat(200),
        '😀'.repeat(300),
        '=?utf-8?B?DQpCY2M6IGV2aWxAZXZpbC5leGFtcGxl?=',
      ),
    )
    await fc.assert(
      fc.asyncProperty(text, text, text, text, async (fromName, toName, subject, body) => {
        const { read, bytes } = await sentAndRead({
          from: { address: 'support@desk.example', name: fromName },
          to: [{ address: 'jane@customer.example', name: toName }],
          subject,
          html: null,
          text: body,
          inReplyTo: 'x>\r\nBcc: evil@evil.example',
        })
        expect(read.from.map((m) => m.address)).toEqual(['support@desk.example'])
        expect(read.to.map((m) => m.address)).toEqual(['jane@customer.example'])
        expect(read.cc).toEqual([])
        for (const line of head(bytes).split('\r\n'))
          expect(line).toMatch(/^(?:[ \t]|(?:From|To|Subject|Message-ID|Date|MIME-Version|Content-Type|Content-Transfer-Encoding):)/)
        for (const line of bytes.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998)
        // Encoded words as a name or subject are text for who writes them; no reader can tell.
        if (!fromName.includes('=?')) expect(plain(read.from[0]?.name ?? '')).toBe(displayName(fromName))
        if (!subject.includes('=?') && subject.length < 500) expect(plain(read.subject)).toContain('[#1024]')
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  test('without a Message-ID of its own nothing is composed: it would be sent twice unknowingly', () => {
    expect(() => composeMail(outgoing({ messageId: 'x>\r\nBcc: evil@evil.example' }))).toThrow(TypeError)
  })

  test('international addresses keep their recipient', async () => {
    const { read } = await sentAndRead({ to: [{ address: 'jana@žluťoučký.example', name: 'Jana Žluťoučká' }] })
    expect(read.to).toEqual([{ address: 'jana@žluťoučký.example', name: 'Jana Žluťoučká' }])
  })
})
