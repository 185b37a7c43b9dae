import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IncomingMessage } from '#activities/incomingMessage.ts'
import { parseMail, UnreadableMail } from './parseMail.ts'
import { hostileMails, unreadableMails } from './testing/hostileMails.ts'

const envelope = { from: 'jane@customer.example', to: ['support@desk.example'] }
const read = (text: string, given: { from: string | null; to: string[] } = envelope) =>
  parseMail(Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1'), given)
const utf8 = (text: string) => parseMail(Buffer.from(text.replaceAll('\n', '\r\n')), envelope)
const base =
  'From: Jane <jane@customer.example>\nTo: support@desk.example\nSubject: Hello\nMessage-ID: <1@customer.example>\nDate: Tue, 3 Nov 2026 10:00:00 +0100\n'

const part = (type: string, fields: string) =>
  read(`${base}Content-Type: multipart/report; boundary=a\n\n--a\n\nx\n--a\nContent-Type: message/${type}\n\n${fields}\n--a--`)

/** What the database and every screen rely on. */
function expectSound(message: IncomingMessage) {
  const texts = JSON.stringify(message, (key, value: unknown) => (key === 'content' || key === 'contentHash' ? undefined : value))
  expect(texts).not.toMatch(/\\u0000|\\ud[89a-f]/)
  expect(message.contentHash).toHaveLength(32)
  expect(message.addressesWrittenTo).toContain('support@desk.example')
  for (const { address } of [...message.from, ...message.to, ...message.cc, ...message.replyTo])
    expect(address).toMatch(/^[^\r\n]+@[^\s@]+$/)
  for (const id of [message.externalId, ...message.inReplyTo, ...message.references]) expect(id ?? 'x').toMatch(/^[^\s<>]{1,998}$/)
  for (const list of [message.from, message.to, message.cc, message.attachments]) expect(list.length).toBeLessThanOrEqual(1_000)
  for (const { name, mediaType } of message.attachments) {
    expect(name).toMatch(/^[^/\\\r\n\0\u202e]{1,150}$/)
    expect(mediaType).toMatch(/^[^\s;]+\/[^\s;]+$/)
  }
  expect(message.subject).not.toMatch(/[\r\n]/)
  expect(texts.length).toBeLessThan(8_000_000)
}

describe('Any stream of bytes is read', () => {
  test.each(hostileMails.map((mail) => [mail.name, mail] as const))(
    '%s',
    async (_, { raw, says, tells }) => {
      const before = process.cpuUsage()
      const message = await parseMail(raw, envelope)
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(4_000)
      expectSound(message)
      if (says !== undefined) expect(message.text).toContain(says)
      for (const code of tells ?? []) expect(message.problems.map((p) => p.code)).toContain(code)
    },
    30_000,
  )

  test.each(unreadableMails.map((mail) => [mail.name, mail] as const))(
    'what passes all bounds is a typed error with what its header says: %s',
    async (_, { raw }) => {
      const error: unknown = await parseMail(raw, envelope).catch((e: unknown) => e)
      expect(error).toBeInstanceOf(UnreadableMail)
      if (!(error instanceof UnreadableMail)) return
      expect(error.reason).toBe('broken')
      expect(error.readable).toMatchObject({
        from: [{ address: 'jane@customer.example', name: '' }],
        subject: 'Hello',
        externalId: '1@customer.example',
        text: '',
      })
    },
  )

  test('mangled mails too', async () => {
    const small = hostileMails.filter((mail) => mail.raw.length < 3_000)
    const mangled = fc
      .tuple(
        fc.constantFrom(...small),
        fc.constantFrom(...small),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 20 }),
        fc.nat(),
      )
      .map(([one, other, changes, cut]) => {
        const bytes = Buffer.concat([one.raw.subarray(0, cut % (one.raw.length + 1)), other.raw.subarray(cut % (other.raw.length + 1))])
        for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte
        return bytes
      })
    await fc.assert(
      fc.asyncProperty(mangled, async (bytes) => expectSound(await parseMail(bytes, envelope))),
      { numRuns: 500 },
    )
  }, 60_000)

  test('a stream is read as its bytes are', async () => {
    const raw = Buffer.from(`${base}\nbody`)
    expect(await parseMail(Readable.from([raw.subarray(0, 50), raw.subarray(50)]), envelope)).toEqual(await parseMail(raw, envelope))
  })
})

describe('What a mail says', () => {
  test('names, subject and text decode, whatever the charset', async () => {
    const message = await read(
      'From: =?iso-8859-2?Q?Ji=F8=ED_Nov=E1k?= <JIRI@Customer.Example>\nTo: "Doe, Jane" <jane@x.example>, support@desk.example\nSubject: =?utf-8?B?xb5sdcWl?=\n =?utf-8?B?b3XEjWvDvQ==?=\nContent-Type: text/plain; charset=windows-1250\nContent-Transfer-Encoding: quoted-printable\n\n=9Elu=9Dou=E8k=FD',
    )
    expect(message).toMatchObject({
      from: [{ address: 'JIRI@customer.example', name: 'Jiří Novák' }],
      to: [
        { address: 'jane@x.example', name: 'Doe, Jane' },
        { address: 'support@desk.example', name: '' },
      ],
      subject: 'žluťoučký',
      text: 'žluťoučký',
    })
  })

  test('an address in a display name stays a name', async () => {
    const message = await read('From: =?utf-8?Q?ceo=40bank.example?= <jane@customer.example>\n\nx')
    expect(message.from).toEqual([{ address: 'jane@customer.example', name: 'ceo@bank.example' }])
  })

  test('every address written to: envelope first, then what relays noted, then To and Cc, each once', async () => {
    const message = await read(
      'From: a@b.example\nDelivered-To: inner@desk.example\nX-Original-To: SUPPORT@Desk.example\nTo: help@desk.example\nCc: joe@x.example\n\nx',
    )
    expect(message.addressesWrittenTo).toEqual(['support@desk.example', 'inner@desk.example', 'help@desk.example', 'joe@x.example'])
  })

  test('Message-IDs stand without brackets, folded or not', async () => {
    const message = await read(`${base}In-Reply-To: Your message <b@x.example>\nReferences: <a@x.example>\n\t<b@x\n .example>\n\nx`)
    expect(message).toMatchObject({
      externalId: '1@customer.example',
      inReplyTo: ['b@x.example'],
      references: ['a@x.example', 'b@x.example'],
    })
  })

  test('text and HTML of each part are kept, files beside them; an attached message is a file', async () => {
    const message = await read(
      `${base}Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/related; boundary=r\n\n--r\nContent-Type: multipart/alternative; boundary=a\n\n--a\n\nplain\n--a\nContent-Type: text/html\n\n<p>rich <img src="cid:logo@x"></p>\n--a--\n--r\nContent-Type: image/png\nContent-ID: <logo@x>\nContent-Transfer-Encoding: base64\n\nAAEC\n--r--\n--m\nContent-Type: message/rfc822\n\nFrom: inner@x.example\nSubject: Inner\n\ninner words\n--m\nContent-Type: text/plain; name="log.txt"\n\nlog\n--m\nContent-Type: text/plain\n\nfooter of a list\n--m--`,
    )
    expect(message.text).toBe('plain\nfooter of a list')
    expect(message.html).toContain('<p>rich')
    expect(message.html).toContain('<p>footer of a list</p>')
    expect(message.attachments.map(({ name, mediaType, inline }) => ({ name, mediaType, inline }))).toEqual([
      { name: 'image-1.png', mediaType: 'image/png', inline: true },
      { name: 'Inner.eml', mediaType: 'message/rfc822', inline: false },
      { name: 'log.txt', mediaType: 'text/plain', inline: false },
    ])
    expect(Buffer.from(message.attachments[0]?.content ?? [])).toEqual(Buffer.from([0, 1, 2]))
  })

  test('text is made from HTML where only that came: paragraphs, lists, links with their address, quotes', async () => {
    const message = await utf8(
      `${base}Content-Type: text/html; charset=utf-8\n\n<html><head><title>no</title><style>p{}</style></head><body><h1>Hello</h1><p>one\n line &amp; <a href="https://x.example/a">a link</a>, <a href="https://y.example/">y.example</a></p><ul><li>a</li><li>b</li></ul><div>x<br>y</div><pre>1\n 2</pre><blockquote>q1<br>q2</blockquote><script>no</script>&lt;end&gt;</body></html>`,
    )
    expect(message.text).toBe(
      'Hello\n\none line & a link (https://x.example/a), y.example\n\n- a\n- b\n\nx\ny\n\n1\n 2\n\n> q1\n> q2\n<end>',
    )
  })

  test('the same message by another way has the same hash, another text another', async () => {
    const first = await read(`Received: a\n${base}\nwords  and\nmore`)
    const again = await read(`Received: b\n${base}Content-Transfer-Encoding: quoted-printable\n\nwords and=20\nmore\n`, {
      from: null,
      to: ['other@desk.example'],
    })
    const other = await read(`${base}\nwords and less`)
    expect(again.contentHash).toEqual(first.contentHash)
    expect(other.contentHash).not.toEqual(first.contentHash)
  })
})

describe('Automatic mail is known by its signs', () => {
  test.each([
    ['', 'no'],
    ['Auto-Submitted: no\n', 'no'],
    ['Auto-Submitted: auto-replied\n', 'auto-replied'],
    ['Auto-Submitted: auto-replied; owner-email="x"\n', 'auto-replied'],
    ['Auto-Submitted: auto-generated\n', 'auto-generated'],
    ['Auto-Submitted: auto-generated\nX-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\n', 'auto-replied'],
    ['X-Autoreply: yes\n', 'auto-replied'],
    ['Precedence: auto_reply\n', 'auto-replied'],
    ['Precedence: bulk\n', 'list'],
    ['List-Id: <news.example>\n', 'list'],
    ['X-Auto-Response-Suppress: All\n', 'auto-generated'],
    ['X-Auto-Response-Suppress: DR, RN\n', 'no'],
    ['X-Failed-Recipients: joe@x.example\n', 'bounce'],
  ])('%j: %s', async (header, kind) => expect((await read(`${base}${header}\nx`)).automatic.kind).toBe(kind))
  test.each([
    'Automatic reply: Hello',
    'Out of Office: Hello',
    'Abwesenheitsnotiz',
    '=?utf-8?Q?Automatick=C3=A1_odpov=C4=9B=C4=8F:_Hello?=',
    '=?utf-8?Q?R=C3=A9ponse_automatique?=',
  ])('Exchange’s own out-of-office replies: %s', async (subject) => {
    const message = await read(`From: a@b.example\nSubject: ${subject}\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n\nx`)
    expect(message.automatic.kind).toBe('auto-replied')
  })
  test('a null return path is a program’s; a person may write of an automatic reply', async () => {
    expect((await read(`${base}\nx`, { from: '', to: [] })).automatic).toEqual({ kind: 'auto-replied', reason: 'Return-Path: <>' })
    expect((await read(`From: a@b.example\nSubject: Automatic reply is broken\n\nx`)).automatic.kind).toBe('no')
  })

  test('a bounce tells of which message, and whom it did not reach', async () => {
    const message = await read(
      `From: MAILER-DAEMON@mx.example\nTo: support@desk.example\nSubject: Undelivered Mail Returned to Sender\nContent-Type: multipart/report; report-type=delivery-status; boundary=a\n\n--a\n\nSorry.\n--a\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; joe@x.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User\n unknown\n\n--a\nContent-Type: text/rfc822-headers\n\nFrom: support@desk.example\nMessage-ID: <t.1024.5.x@desk.example>\n\n--a--`,
      { from: '', to: ['support@desk.example'] },
    )
    expect(message.automatic.kind).toBe('bounce')
    expect(message.report).toEqual({
      about: 't.1024.5.x@desk.example',
      recipients: [{ address: 'joe@x.example', action: 'failed', status: '5.1.1', reason: '550 5.1.1 User unknown' }],
    })
    expect(message.text.trim()).toBe('Sorry.')
  })
  test('a bounce of Exim or Gmail names them in a header', async () => {
    const message = await read(
      `From: Mail Delivery System <Mailer-Daemon@mx.example>\nSubject: Mail delivery failed\nX-Failed-Recipients: joe@x.example\n\nSorry:\n\nMessage-ID: <t.7.8.x@desk.example>`,
    )
    expect(message.report).toEqual({
      about: 't.7.8.x@desk.example',
      recipients: [{ address: 'joe@x.example', action: 'failed', status: null, reason: null }],
    })
  })
  test('delays, deliveries and read receipts are reports', async () => {
    const delayed = await part(
      'delivery-status',
      'Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822;joe@x.example\nAction: delayed\nStatus: 4.4.1\n',
    )
    expect(delayed.automatic.kind).toBe('report')
    const seen = await part(
      'disposition-notification',
      'Final-Recipient: rfc822;joe@x.example\nOriginal-Message-ID: <t.7.8.x@desk.example>\nDisposition: manual-action/MDN-sent-manually; displayed\n',
    )
    expect(seen).toMatchObject({
      automatic: { kind: 'report' },
      report: { about: 't.7.8.x@desk.example', recipients: [{ action: 'other' }] },
    })
  })
})
