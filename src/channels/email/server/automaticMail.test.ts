/** Automatic mail as programs in use write it: what it is taken for, which message it speaks of, and whom it names. */
import { describe, expect, test } from 'vitest'
import { parseMail } from './parseMail.ts'

const read = (text: string, from: string | null = '') =>
  parseMail(Buffer.from(text.replaceAll('\n', '\r\n')), { from, to: ['support@desk.example'] })
const told = async (text: string, from: string | null = '') => {
  const { automatic, report } = await read(text, from)
  return {
    kind: automatic.kind,
    about: report?.about,
    recipients: report?.recipients.map((r) => [r.address, r.action, r.status, r.reason]),
  }
}
const sent =
  'Received: from desk.example\nFrom: Support <support@desk.example>\nTo: joe@x.example\nMessage-ID: <t.7.8.x@desk.example>\nSubject: Re: Hello'

describe('A bounce without a delivery report is known, with the message it speaks of and whom it did not reach', () => {
  test('of qmail', async () => {
    expect(
      await told(`From: MAILER-DAEMON@mx.example\nTo: support@desk.example\nSubject: failure notice\n
Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<joe@x.example>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 <joe@x.example>: Recipient address rejected: User unknown
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

Return-Path: <support@desk.example>
${sent}

See jane@y.example for more.
`),
    ).toEqual({
      kind: 'bounce',
      about: 't.7.8.x@desk.example',
      recipients: [
        [
          'joe@x.example',
          'failed',
          '5.1.1',
          '192.0.2.7 does not like recipient. Remote host said: 550 5.1.1 <joe@x.example>: Recipient address rejected: User unknown Giving up on 192.0.2.7.',
        ],
      ],
    })
  })

  test('of Exim', async () => {
    expect(
      await told(`From: Mail Delivery System <Mailer-Daemon@mx.example>\nSubject: Mail delivery failed: returning message to sender\n
This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  joe@x.example
    host mail.x.example [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<joe@x.example>:
    550 No such user here

------ This is a copy of the message, including all the headers. ------

Return-path: <support@desk.example>
${sent}
`),
    ).toMatchObject({
      kind: 'bounce',
      about: 't.7.8.x@desk.example',
      recipients: [['joe@x.example', 'failed', null, expect.stringContaining('550 No such user here')]],
    })
  })

  test('of Postfix', async () => {
    expect(
      await told(`From: MAILER-DAEMON@mx.example (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\n
This is the mail system at host mx.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

                   The mail system

<joe@x.example>: host mail.x.example[192.0.2.7] said: 552 5.2.2 Mailbox
    full (in reply to RCPT TO command)

Message-ID: <t.7.8.x@desk.example>
`),
    ).toEqual({
      kind: 'bounce',
      about: 't.7.8.x@desk.example',
      recipients: [
        ['joe@x.example', 'failed', '5.2.2', 'host mail.x.example[192.0.2.7] said: 552 5.2.2 Mailbox full (in reply to RCPT TO command)'],
      ],
    })
  })

  test('of sendmail', async () => {
    expect(
      await told(`From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example>\nSubject: Returned mail: see transcript for details\n
The original message was received at Tue, 3 Nov 2026 10:00:00 +0100
from desk.example [192.0.2.1]

   ----- The following addresses had permanent fatal errors -----
<joe@x.example>
    (reason: 550 5.1.1 <joe@x.example>... User unknown)

   ----- Transcript of session follows -----
${sent}
`),
    ).toMatchObject({
      kind: 'bounce',
      about: 't.7.8.x@desk.example',
      recipients: [['joe@x.example', 'failed', '5.1.1', expect.any(String)]],
    })
  })

  test('of Exchange, which names our message in a header alone', async () => {
    expect(
      await told(`From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@x.example>
Subject: Undeliverable: Re: Hello\nIn-Reply-To: <t.7.8.x@desk.example>\nReferences: <other@y.example> <t.7.8.x@desk.example>\n
Delivery has failed to these recipients or groups:

Joe Doe (joe@x.example)<mailto:joe@x.example>
The email address you entered couldn't be found. Please check the recipient's email address and try to resend the message.

Diagnostic information for administrators:
Generating server: mx.x.example
postmaster@x.example
`),
    ).toMatchObject({
      kind: 'bounce',
      about: 't.7.8.x@desk.example',
      recipients: [['joe@x.example', 'failed', null, expect.stringContaining("couldn't be found")]],
    })
  })

  test('of Gmail', async () => {
    expect(
      await told(`From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nSubject: Delivery Status Notification (Failure)
In-Reply-To: <t.7.8.x@desk.example>\n
** Address not found **

Your message wasn't delivered to joe@x.example because the address couldn't be found, or is unable to receive mail.

The response from the remote server was:
550 5.1.1 The email account that you tried to reach does not exist.
`),
    ).toMatchObject({ kind: 'bounce', about: 't.7.8.x@desk.example', recipients: [['joe@x.example', 'failed', null, expect.any(String)]] })
  })

  test('one that is only late is a report, not a bounce', async () => {
    expect(
      await told(`From: Mail Delivery System <Mailer-Daemon@mx.example>\nSubject: Warning: message 1abc delayed 24 hours\n
This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mx.example.

The address to which the message has not yet been delivered is:

  joe@x.example
    host mail.x.example: retry timeout

No action is required on your part. Delivery attempts will be retried.

Message-ID: <t.7.8.x@desk.example>
`),
    ).toMatchObject({ kind: 'report', about: 't.7.8.x@desk.example', recipients: [['joe@x.example', 'delayed', null, expect.any(String)]] })
  })

  test('a person who forwards one, or writes like one, is a person', async () => {
    const text = `Subject: Fwd: Undelivered Mail Returned to Sender\n\nWhat is this?\n\nThis is the mail system at host mx.example.\n\n<joe@x.example>: 550 no\n\nMessage-ID: <t.7.8.x@desk.example>\n`
    expect(await told(`From: Jane <jane@y.example>\n${text}`, 'jane@y.example')).toEqual({
      kind: 'no',
      about: undefined,
      recipients: undefined,
    })
    expect(
      (await told(`From: postmaster@y.example\nSubject: Your account\n\nPlease call jane@y.example.\n`, 'postmaster@y.example')).kind,
    ).toBe('no')
  })
})

describe('However long its lines are', () => {
  const daemon = 'From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\n'
  test.each([['-'], ['<a@'], ['a.'], ['reach '], [' '], ['(a@b.c '], ['--copy '], ['warning: message ']])(
    'a text of %j is read at once',
    async (piece) => {
      const began = performance.now()
      await read(`${daemon}${piece.repeat(60_000 / piece.length)}\n${piece.repeat(60_000 / piece.length)}x\n`)
      expect(performance.now() - began).toBeLessThan(3_000)
    },
  )
})

test('A complaint that our mail is spam (ARF) is a report of the message it returns', async () => {
  expect(
    await told(`From: staff@provider.example\nSubject: FW: Re: Hello\nContent-Type: multipart/report; report-type=feedback-report; boundary=a\n
--a

This is an email abuse report.
--a
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Rcpt-To: <joe@x.example>

--a
Content-Type: message/rfc822

${sent}

Hello.
--a--
`),
  ).toEqual({ kind: 'report', about: 't.7.8.x@desk.example', recipients: [['joe@x.example', 'other', null, 'abuse']] })
})

describe('Programs that answer by themselves', () => {
  const base = 'From: Jane <jane@customer.example>\nTo: support@desk.example\nMessage-ID: <1@customer.example>\n'
  const kind = async (headers: string, subject = 'Hello') =>
    (await read(`${base}Subject: ${subject}\n${headers}\nx`, 'jane@customer.example')).automatic.kind
  test.each([
    ['Auto-Submitted: auto-replied (vacation)\n', 'auto-replied'],
    ['Auto-Submitted: Auto-Replied\n', 'auto-replied'],
    ['Auto-Submitted: auto-generated (failure)\n', 'auto-generated'],
    ['Auto-Submitted: auto-notified; owner-token=1\n', 'auto-generated'],
    ['X-Autorespond: Gone fishing\n', 'auto-replied'],
    ['X-Auto-Reply-From: a@b.example\n', 'auto-replied'],
    ['X-Mail-Autoreply: auto-reply\n', 'auto-replied'],
    ['X-Autoreply: no\n', 'no'],
    ['X-POST-MessageClass: 9; Autoresponder\n', 'auto-replied'],
    ['Delivered-To: Autoresponder\n', 'auto-replied'],
    ['X-Precedence: auto_reply\n', 'auto-replied'],
    ['X-Autogenerated: Reply\n', 'auto-replied'],
    ['X-Cron-Env: <SHELL=/bin/sh>\n', 'auto-generated'],
    ['X-FC-MachineGenerated: true\n', 'auto-generated'],
    ['Precedence: junk\n', 'list'],
    ['List-Unsubscribe: <mailto:leave@list.example>\n', 'list'],
    ['List-Id: <x.list.example>\nAuto-Submitted: auto-replied\n', 'auto-replied'],
  ])('%j is %s', async (headers, wanted) => expect(await kind(headers)).toBe(wanted))

  test.each([
    'Automatic reply: Hello',
    'Out of office: Hello',
    'RE: Out of Office',
    'Automatische Antwort: Hallo',
    'Abwesenheit: Urlaub',
    'Automatická odpověď: Ahoj',
    'Mimo kancelář',
    'Odpowiedź automatyczna: x',
    'Réponse automatique : x',
    'Respuesta automática: x',
    'Risposta automatica: x',
    'Automatisch antwoord: x',
    'Autosvar: x',
    'Resposta automática: x',
    'Автоматический ответ: x',
    '自動応答: x',
    '自动回复: x',
  ])('the subject %s beside the sign of a program; alone it is a person’s', async (subject) => {
    expect(await kind('X-Auto-Response-Suppress: All\n', subject)).toBe('auto-replied')
    expect(await kind('Precedence: bulk\n', subject)).toBe('auto-replied')
    expect(await kind('', subject)).toBe('no')
    expect(await kind('List-Id: <x.list.example>\nPrecedence: bulk\n', subject)).toBe('list')
  })
})
