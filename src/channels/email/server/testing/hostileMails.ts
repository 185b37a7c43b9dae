/** Mails that break programs which read them: malformed, oversized, deceptive. Each with what must still be read of it. */

export interface HostileMail {
  name: string
  raw: Buffer
  /** Words that the text must hold. */
  says?: string
  /** Codes of problems that must be told. */
  tells?: string[]
}

const crlf = (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1')
const mail = (name: string, text: string, says?: string, ...tells: string[]): HostileMail => ({
  name,
  raw: crlf(text),
  ...(says === undefined ? {} : { says }),
  tells,
})
const base = 'From: jane@customer.example\nTo: support@desk.example\nSubject: Hello\nMessage-ID: <1@customer.example>\n'
const addresses = (count: number) => Array.from({ length: count }, (_, i) => `Recipient ${i} <r${i}@many.example>`).join(',\n ')

export const hostileMails: readonly HostileMail[] = [
  { name: 'no byte at all', raw: Buffer.alloc(0), tells: ['empty', 'no_sender'] },
  { name: 'one line end', raw: Buffer.from('\r\n'), tells: ['no_sender'] },
  { name: 'one NUL', raw: Buffer.from('\0') },
  { name: 'NULs only', raw: Buffer.alloc(100_000) },
  { name: 'random bytes', raw: Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 7919 + (i >> 3)) % 256)) },
  { name: 'text without a header', raw: crlf('just some words\nand more'), says: 'and more', tells: ['no_sender'] },
  { name: 'an mbox line first', raw: crlf(`From jane Mon Nov  3 10:00:00 2026\n${base}\nbody words`), says: 'body words' },
  { name: 'header without body', raw: crlf(base) },
  { name: 'bare line feeds', raw: Buffer.from(`${base}\nbody words\n`), says: 'body words' },
  mail('NUL in header and body', `From: ja\0ne@customer.example\nSubject: Hel\0lo\n\nbody \0 words`, 'words'),
  mail('8-bit header', `From: J\xf6rg <j@customer.example>\nSubject: Gr\xfc\xdfe\n\nbody words`, 'body words'),
  mail('unknown charset', `${base}Content-Type: text/plain; charset=klingon-1\n\nbody words \xe9`, 'body words é', 'unknown_charset'),
  mail(
    'charset of another planet',
    `${base}Content-Type: text/plain; charset="__proto__"\n\nbody words \xe9`,
    'body words',
    'unknown_charset',
  ),
  mail('claims to be UTF-8', `${base}Content-Type: text/plain; charset=utf-8\n\nbody w\xf6rds`, 'body wörds', 'unknown_charset'),
  mail('utf-7', `${base}Content-Type: text/plain; charset=utf-7\n\n+ADw-script+AD4-body words+AOk-`, '<script>body wordsé'),
  mail(
    'utf-16',
    `${base}Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64\n\n${Buffer.from('body words 😀', 'utf16le').toString('base64')}`,
    'body words 😀',
  ),
  mail('iso-2022-jp', `${base}Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B%F%9%H\x1b(B words`, 'テスト words'),
  mail('ibm850', `${base}Content-Type: text/plain; charset=ibm850\n\nwords \x82`, 'words é'),
  mail('broken base64', `${base}Content-Transfer-Encoding: base64\n\nYm9keSB3b3Jkcw==!!!\n====\n%%`, 'body words'),
  mail('broken quoted-printable', `${base}Content-Transfer-Encoding: quoted-printable\n\nbody=20words=ZZ=\n=`, 'body words'),
  mail('unknown transfer encoding', `${base}Content-Transfer-Encoding: rot13\n\nbody words`, 'body words'),
  mail(
    'multipart without a boundary',
    `${base}Content-Type: multipart/mixed\n\n--b\nContent-Type: text/plain\n\nbody words\n--b--`,
    'body words',
    'bad_structure',
  ),
  mail(
    'multipart with another boundary',
    `${base}Content-Type: multipart/mixed; boundary=a\n\n--b\n\nbody words\n--b--`,
    'body words',
    'bad_structure',
  ),
  mail('multipart that is none', `${base}Content-Type: multipart/alternative; boundary=a\n\nbody words`, 'body words', 'bad_structure'),
  mail(
    'multipart never closed',
    `${base}Content-Type: multipart/mixed; boundary=a\n\n--a\n\nbody words\n--a\nContent-Type: image/png\n\nxx`,
    'body words',
  ),
  mail(
    'boundary of its own child',
    `${base}Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nbody words\n--a--`,
    'body words',
  ),
  mail(
    'text beside HTML',
    `${base}Content-Type: multipart/mixed; boundary=a\n\n--a\n\nfirst words\n--a\nContent-Type: text/html\n\n<p>second words\n--a--`,
    'second words',
  ),
  mail(
    'empty text beside HTML',
    `${base}Content-Type: multipart/alternative; boundary=a\n\n--a\n\n \n--a\nContent-Type: text/html\n\n<p>body words\n--a--`,
    'body words',
  ),
  mail('no type but HTML', `${base}Content-Type: text/html\n\n<table><td>body<td>words`, 'body'),
  mail('type of nonsense', `${base}Content-Type: ;;;=/\n\nbody words`),
  mail(
    'two of everything',
    `${base}From: evil@evil.example\nSubject: Second\nContent-Type: text/plain\nContent-Type: multipart/mixed; boundary=x\n\nbody words`,
    'body words',
  ),
  mail(
    'malformed addresses',
    `From: "unclosed <jane@customer.example>\nTo: a@b@c, <>, @, support, "x" <support@desk.example>, ;:,\nCc: undisclosed-recipients:;\n\nbody words`,
    'body words',
    'bad_address',
  ),
  mail('no From, but a Sender', `Sender: jane@customer.example\n\nbody words`, 'body words', 'no_sender'),
  mail(
    'bad date, bad Message-ID',
    `From: a@b.example\nDate: yesterday\nMessage-ID: <a b>c <d>\nReferences: <<<>>> x\n\nbody words`,
    'body words',
    'bad_date',
  ),
  mail('date out of all time', `From: a@b.example\nDate: Tue, 3 Nov 99999 10:00:00 +0100\n\nbody words`, 'body words', 'bad_date'),
  mail(
    'encoded words that hide',
    `From: =?utf-8?Q?evil=40evil.example=0D=0ABcc:_x?= <jane@customer.example>\nSubject: =?utf-8?B?${'A'.repeat(77)}?= =?x?Q?=?=\n\nbody words`,
    'body words',
  ),
  mail('an address within an encoded word', `From: =?utf-8?Q?ceo=40bank.example?= <jane@customer.example>\n\nbody words`, 'body words'),
  mail(
    'names that are __proto__',
    `__proto__: x\nconstructor: y\nFrom: a@b.example\nContent-Type: text/plain; __proto__=1; charset=utf-8\n\nbody words`,
    'body words',
  ),
  mail(
    'file names that climb',
    `${base}Content-Type: multipart/mixed; boundary=a\n\n--a\n\nbody words\n--a\nContent-Type: text/html; name="../../etc/passwd"\nContent-Disposition: attachment; filename="..\\\\..\\\\evil\x00.html"\n\nx\n--a\nContent-Type: image/png\nContent-Disposition: attachment; filename*=utf-8''%E2%80%AEgnp.exe\n\nx\n--a--`,
    'body words',
  ),
  {
    name: '10,000 recipients',
    raw: crlf(`From: a@b.example\nTo: ${addresses(10_000)}\nCc: support@desk.example\n\nbody words`),
    says: 'body words',
    tells: ['recipients_cut'],
  },
  {
    name: 'one address of a megabyte',
    raw: crlf(`From: ${'a'.repeat(1_000_000)}@b.example\nTo: ${'<'.repeat(300_000)}\n\nbody words`),
    says: 'body words',
  },
  {
    name: 'parentheses',
    raw: crlf(`From: ${'('.repeat(200_000)}\nTo: ${'"'.repeat(99_999)}\nCc: ${',;'.repeat(100_000)}\n\nbody words`),
    says: 'body words',
  },
  {
    name: '200,000 header lines before the ones that matter',
    raw: crlf(`${'X-A: b\n'.repeat(200_000)}${base}\nbody words`),
    says: 'body words',
    tells: ['headers_cut'],
  },
  { name: '10,000 From lines', raw: crlf(`${'From: a@b.example\n'.repeat(10_000)}\nbody words`), says: 'body words' },
  { name: 'a header folded 300,000 times', raw: crlf(`${base}X-Long: a\n${' b\n'.repeat(300_000)}\nbody words`), says: 'body words' },
  { name: 'a header without an end', raw: crlf(`${base}X-Long: ${'x'.repeat(3_000_000)}`), tells: ['headers_cut'] },
  {
    name: 'a thousand references',
    raw: crlf(`${base}References: ${Array.from({ length: 1_000 }, (_, i) => `<${i}@x>`).join(' ')}\n\nbody words`),
    says: 'body words',
    tells: ['references_cut'],
  },
  {
    name: 'encoded words without number',
    raw: crlf(`From: a@b.example\nSubject: ${'=?utf-8?Q?x?= '.repeat(20_000)}\n\nbody words`),
    says: 'body words',
  },
  {
    name: 'multiparts within multiparts',
    raw: crlf(
      `${base}${Array.from({ length: 900 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`).join('')}\nbody words`,
    ),
    says: 'body words',
  },
  {
    name: 'messages within messages',
    raw: crlf(`${base}${'Content-Type: message/rfc822\n\n'.repeat(2_000)}From: x@y.example\n\nbody words`),
  },
  {
    name: '900 files',
    raw: crlf(
      `${base}Content-Type: multipart/mixed; boundary=a\n\n--a\n\nbody words\n${'--a\nContent-Type: image/png\nContent-Disposition: attachment\n\nxx\n'.repeat(900)}--a--`,
    ),
    says: 'body words',
    tells: ['attachments_cut'],
  },
  {
    name: 'HTML nested without end',
    raw: crlf(`${base}Content-Type: text/html\n\n${'<div>'.repeat(100_000)}body words`),
    says: 'body words',
  },
  {
    name: 'a text of eight megabytes',
    raw: crlf(`${base}\nbody words ${'lorem ipsum '.repeat(700_000)}`),
    says: 'body words',
    tells: ['text_cut'],
  },
  {
    name: 'one line of four megabytes',
    raw: crlf(`${base}\nbody words ${'x'.repeat(4_000_000)}`),
    says: 'body words',
    tells: ['text_cut'],
  },
]

/** Mails whose structure passes every bound: they become a ticket with the raw file. */
export const unreadableMails: readonly HostileMail[] = [
  mail('5,000 parts', `${base}Content-Type: multipart/mixed; boundary=a\n\n${'--a\n\nx\n'.repeat(5_000)}--a--`),
  mail(
    'a part with a megabyte of header',
    `${base}Content-Type: multipart/mixed; boundary=a\n\n--a\n${'X-A: b\n'.repeat(200_000)}\nx\n--a--`,
  ),
]
