/** Mails as they really come, from every kind of program and charset, each with what must be read of it. */
import { tnefFile } from './tnefFile.ts'

export interface WorldMail {
  name: string
  raw: Buffer
  subject?: string
  text?: string
  from?: string
  /** Names and types of its files, in order. */
  files?: [name: string, mediaType: string][]
  /** What the n-th file holds. */
  holds?: string[]
  problems?: string[]
}

const latin = (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1')
const b64 = (bytes: Uint8Array | string) =>
  Buffer.from(bytes)
    .toString('base64')
    .replaceAll(/(.{76})/g, '$1\n')
const base = 'From: Jane <jane@customer.example>\nTo: support@localhost\nSubject: Hello\n'
const plain = (charset: string, bytes: string, header = '') =>
  latin(
    `${base}${header}Content-Type: text/plain; charset=${charset}\nContent-Transfer-Encoding: base64\n\n${b64(Buffer.from(bytes, 'hex'))}`,
  )
const parts = (kind: string, ...all: string[]) =>
  latin(`${base}MIME-Version: 1.0\nContent-Type: multipart/${kind}; boundary=a\n\n${all.map((p) => `--a\n${p}\n`).join('')}--a--\n`)
const said = 'Content-Type: text/plain\n\nbody words'
const file = (type: string, name: string, content: Uint8Array | string) =>
  `Content-Type: ${type}\nContent-Disposition: attachment${name === '' ? '' : `; ${name}`}\nContent-Transfer-Encoding: base64\n\n${b64(content)}`

const cyrillic = 'Привет, мир'
const inCharset: [charset: string, hex: string, text: string, ...problems: string[]][] = [
  ['koi8-r', 'f0d2c9d7c5d42c20cdc9d2', cyrillic],
  ['windows-1251', 'cff0e8e2e5f22c20ece8f0', cyrillic],
  ['CP1251', 'cff0e8e2e5f22c20ece8f0', cyrillic],
  ['ibm866', '8fe0a8a2a5e22c20aca8e0', cyrillic],
  ['x-mac-cyrillic', '8ff0e8e2e5f22c20ece8f0', cyrillic],
  ['koi8-u', 'f0d2c9d7a6d4', 'Привіт'],
  ['windows-1250', '9e6c759d6f75e86bfd', 'žluťoučký'],
  ['iso-8859-2', 'be6c75bb6f75e86bfd', 'žluťoučký'],
  ['windows-1252', '8420fcb480', '„ ü´€'],
  ['windows-1253', 'cae1ebe7ecddf1e1', 'Καλημέρα'],
  ['windows-1254', 'fe69fe6c69', 'şişli'],
  ['windows-1255', 'f9ece5ed', 'שלום'],
  ['iso-8859-8-i', 'f9ece5ed', 'שלום'],
  ['windows-1256', 'e3d1cdc8c7', 'مرحبا'],
  ['windows-1257', 'ece0e8f8', 'ģąčų'],
  ['windows-1258', '56696574', 'Viet'],
  ['windows-874', 'cac7d1cab4d5', 'สวัสดี'],
  ['iso-8859-15', 'a4', '€'],
  ['gb18030', 'c4e3bac38139ee39', '你好㐀'],
  ['gb2312', 'c4e3bac3', '你好'],
  ['hz-gb-2312', Buffer.from('Hi ~{<:Ky2;~} ~~').toString('hex'), 'Hi 己所不 ~'],
  ['big5', 'a741a66e', '你好'],
  ['euc-kr', 'bec8b3e7', '안녕'],
  ['iso-2022-kr', Buffer.from('\x1b$)C\x0e>H3g\x0f words').toString('hex'), '안녕 words'],
  ['shift_jis', '83658358836795b6', 'テスト文'],
  ['euc-jp', 'a5c6a5b9a5c8', 'テスト'],
  ['iso-2022-jp', Buffer.from('\x1b$B%F%9%H\x1b(B words').toString('hex'), 'テスト words'],
  ['utf-7', Buffer.from('Hi +AX4-lu+AWU-ou+AQ0-k+AP0- 1 +- 1').toString('hex'), 'Hi žluťoučký 1 + 1'],
  ['utf-16be', '0160006f', 'Šo'],
  ['utf-16', 'fffe60016f00', 'Šo'],
  ['ibm850', '82', 'é'],
  // Mislabelled.
  ['iso-8859-1', Buffer.from('Žluťoučký kůň').toString('hex'), 'Žluťoučký kůň', 'unknown_charset'],
  ['us-ascii', Buffer.from('Žluťoučký kůň').toString('hex'), 'Žluťoučký kůň'],
  ['koi8-r', Buffer.from('Привет').toString('hex'), 'Привет', 'unknown_charset'],
  ['gb2312', Buffer.from('Žluťoučký kůň €').toString('hex'), 'Žluťoučký kůň €', 'unknown_charset'],
  ['utf-8', `${Buffer.from('Žluťoučký kůň').toString('hex')}c5`, 'Žluťoučký kůň\ufffd', 'unknown_charset'],
  ['utf-8', '67fcf16c', 'güñl', 'unknown_charset'],
  ['klingon-1', '67fc6e', 'gün', 'unknown_charset'],
]

const named = (hex: string) => Buffer.concat([Buffer.from([6, hex.length / 2]), Buffer.from(hex, 'hex')])

/** SignedData around a mail, as Outlook writes it where it does not sign in the clear; with lengths and without. */
function signed(entity: string, indefinite: boolean) {
  const piece = (tag: number, ...content: Buffer[]): Buffer => {
    const all = Buffer.concat(content)
    if (indefinite && (tag & 0x20) !== 0) return Buffer.concat([Buffer.from([tag, 0x80]), all, Buffer.from([0, 0])])
    return Buffer.concat([Buffer.from([tag, 0x83, all.length >> 16, (all.length >> 8) & 0xff, all.length & 0xff]), all])
  }
  const bytes = latin(entity)
  const octets = indefinite ? piece(0x24, piece(4, bytes.subarray(0, 20)), piece(4, bytes.subarray(20))) : piece(4, bytes)
  return piece(
    0x30,
    named('2a864886f70d010702'),
    piece(
      0xa0,
      piece(0x30, Buffer.from([2, 1, 1]), piece(0x31), piece(0x30, named('2a864886f70d010701'), piece(0xa0, octets)), piece(0x31)),
    ),
  )
}

const uuencoded = (bytes: Buffer) => {
  let out = ''
  for (let at = 0; at < bytes.length; at += 45) {
    const line = bytes.subarray(at, at + 45)
    out += String.fromCharCode(32 + line.length)
    for (let i = 0; i < line.length; i += 3) {
      const n = ((line[i] ?? 0) << 16) | ((line[i + 1] ?? 0) << 8) | (line[i + 2] ?? 0)
      out += [18, 12, 6, 0].map((shift) => String.fromCharCode(((n >> shift) & 63) + 32).replace(' ', '`')).join('')
    }
    out += '\n'
  }
  return `${out}\`\nend`
}
const picture = Buffer.from(Array.from({ length: 200 }, (_, i) => (i * 37) % 256))

const invitation = `BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1@customer.example\nSUMMARY:Visit\nDTSTART:20261201T090000Z\nDTEND:20261201T100000Z\nEND:VEVENT\nEND:VCALENDAR`

export const worldMails: readonly WorldMail[] = [
  ...inCharset.map(([charset, hex, text, ...problems]): WorldMail => ({
    name: `${charset}${problems.length > 0 ? ', mislabelled' : ''}: ${text}`,
    raw: plain(charset, hex),
    text,
    problems,
  })),
  {
    name: 'encoded words of many charsets, letters cut in two between them',
    raw: latin(
      `From: =?iso-2022-jp?B?${b64('\x1b$B%F%9%H\x1b(B')}?= <jane@customer.example>\nTo: support@localhost\nSubject: =?utf-8?Q?=C5?= =?utf-8?Q?=BElu?= and =?koi8-r*ru?b?${b64(Buffer.from('f0d2c9', 'hex'))}?= =?klingon?Q?=FCx_y?= =?utf-7?Q?+AX4-?= =?utf-8?Q?broken\n\nbody words`,
    ),
    subject: 'žlu and Приüx yž =?utf-8?Q?broken',
    from: 'テスト',
    text: 'body words',
  },
  {
    name: '8-bit headers in the charset of the body',
    raw: latin(
      `From: J\xf8rg <jane@customer.example>\nSubject: P\xf8\xedli\xb9 \xbelu\xbb\nContent-Type: text/plain; charset=iso-8859-2\n\n\xbelu\xbb`,
    ),
    subject: 'Příliš žluť',
    text: 'žluť',
  },
  {
    name: '8-bit headers in UTF-8',
    raw: Buffer.from(`From: Jörg <jane@customer.example>\r\nSubject: Příliš žluť\r\n\r\nbody words`),
    subject: 'Příliš žluť',
    from: 'Jörg',
  },
  {
    name: 'file names by RFC 2231, RFC 2047 and 8-bit',
    raw: parts(
      'mixed',
      said,
      "Content-Type: application/pdf\nContent-Disposition: attachment; filename*0*=koi8-r''%F0%D2%C9; filename*1*=%D7%C5%D4; filename*2=.pdf\n\nx",
      'Content-Type: application/pdf\nContent-Disposition: attachment; filename*=UTF-8\'\'%C5%BElu%C5%A5.pdf; filename="zlut.pdf"\n\nx',
      'Content-Type: application/pdf; name="=?utf-8?B?xb5sdcWl?=\n =?utf-8?B?LnBkZg==?="\n\nx',
      'Content-Type: application/pdf\nContent-Disposition: attachment; filename=\xc5\xbelu\xc5\xa5.pdf\n\nx',
      'Content-Type: application/pdf\nContent-Disposition: attachment; filename="a very long; name with = signs.pdf"\n\nx',
      'Content-Type: application/pdf\nContent-Disposition: attachment; filename*0="first "; filename*1="second.pdf"\n\nx',
    ),
    text: 'body words',
    files: [
      ['Привет.pdf', 'application/pdf'],
      ['žluť.pdf', 'application/pdf'],
      ['žluť.pdf', 'application/pdf'],
      ['žluť.pdf', 'application/pdf'],
      ['a very long; name with = signs.pdf', 'application/pdf'],
      ['first second.pdf', 'application/pdf'],
    ],
  },
  {
    name: 'format=flowed',
    raw: latin(`${base}Content-Type: text/plain; format=flowed\n\nHello \nworld, \nhow are you?\n> quoted \n> more\n From here\n-- \nJane`),
    text: 'Hello world, how are you?\n> quoted more\nFrom here\n-- \nJane',
  },
  {
    name: 'format=flowed with delsp',
    raw: Buffer.from(
      `${base}Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n你 \n好，世 \n界\n`.replaceAll('\n', '\r\n'),
    ),
    text: '你好，世界',
  },
  {
    name: 'a file written into the text (uuencode)',
    raw: latin(`${base}\nbody words\nbegin 644 picture.png\n${uuencoded(picture)}\nmore words`),
    text: 'body words\n[picture.png]\nmore words',
    files: [['picture.png', 'application/octet-stream']],
    holds: [picture.toString('latin1')],
  },
  {
    name: 'prose that begins like a uuencoded file',
    raw: latin(`${base}\nbegin 644 apples\nand then there were pears, which took very long to count and to weigh`),
    text: 'begin 644 apples\nand then there were pears, which took very long to count and to weigh',
    files: [],
  },
  {
    name: 'winmail.dat with files of old and long names',
    raw: parts(
      'mixed',
      said,
      file(
        'application/ms-tnef; name="winmail.dat"',
        'filename="winmail.dat"',
        tnefFile({ 0x1000: 'words of Outlook' }, [
          { title: 'REPORT~1.TXT', content: Buffer.from('what it says'), props: { 0x3707: 'žlutý report.txt', 0x370e: 'text/plain' } },
          { title: '\x9elu\x9d.dat', content: Buffer.from('old') },
        ]),
      ),
    ),
    text: 'body words',
    files: [
      ['žlutý report.txt', 'text/plain'],
      ['žluť.dat', 'application/octet-stream'],
    ],
    holds: ['what it says', 'old'],
  },
  {
    name: 'winmail.dat that alone has the words',
    raw: parts(
      'mixed',
      file('application/ms-tnef', 'filename="winmail.dat"', tnefFile({ 0x1013: Buffer.from('<p>words of <b>Outlook</b></p>') }, [])),
    ),
    text: 'words of Outlook',
    files: [],
  },
  {
    name: 'winmail.dat with the words in its own format',
    raw: parts(
      'mixed',
      file(
        'application/ms-tnef',
        'filename="winmail.dat"',
        tnefFile(
          {
            0x1009: Buffer.concat([
              Buffer.from([0, 0, 0, 0, 200, 0, 0, 0]),
              Buffer.from('MELA\0\0\0\0', 'latin1'),
              Buffer.from(
                "{\\rtf1\\ansi\\ansicpg1250{\\fonttbl{\\f0 Arial;}}\\pard \\'9elu\\'9dou\\'e8k\\'fd \\u375?lut\\par second line}",
                'latin1',
              ),
            ]),
          },
          [],
        ),
      ),
    ),
    text: 'žluťoučký ŷlut\nsecond line',
  },
  {
    name: 'winmail.dat cut in two',
    raw: parts(
      'mixed',
      said,
      file(
        'application/ms-tnef',
        'filename="winmail.dat"',
        tnefFile({}, [{ title: 'a.txt', content: Buffer.alloc(500, 65) }]).subarray(0, 300),
      ),
    ),
    text: 'body words',
    files: [
      ['winmail.dat', 'application/ms-tnef'],
      ['attachment-2.bin', 'application/octet-stream'],
    ],
    problems: ['bad_structure'],
  },
  {
    name: 'winmail.dat that is none',
    raw: parts('mixed', said, file('application/ms-tnef', 'filename="winmail.dat"', 'nothing of the kind')),
    text: 'body words',
    files: [['winmail.dat', 'application/ms-tnef']],
    problems: ['bad_structure'],
  },
  {
    name: 'an attached message, and one in that',
    raw: parts(
      'mixed',
      said,
      'Content-Type: message/rfc822\n\nFrom: inner@customer.example\nSubject: Inner\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\ninner words\n--i\nContent-Type: message/rfc822\n\nSubject: Innermost\n\ninnermost words\n--i--',
    ),
    text: 'body words',
    files: [['Inner.eml', 'message/rfc822']],
  },
  {
    name: 'nothing but an attached message',
    raw: latin(`${base}Content-Type: message/rfc822\n\nFrom: inner@customer.example\nSubject: Inner\n\ninner words`),
    text: '',
    files: [['Inner.eml', 'message/rfc822']],
  },
  {
    name: 'an invitation beside the words',
    raw: parts('alternative', said, `Content-Type: text/calendar; method=REQUEST; charset=utf-8\n\n${invitation}`),
    text: 'body words',
    files: [['invitation.ics', 'text/calendar']],
  },
  {
    name: 'signed in the clear (S/MIME)',
    raw: parts(
      'signed; protocol="application/pkcs7-signature"; micalg=sha-256',
      said,
      file('application/pkcs7-signature; name=smime.p7s', 'filename=smime.p7s', 'sig'),
    ),
    text: 'body words',
    files: [['smime.p7s', 'application/pkcs7-signature']],
  },
  ...[false, true].map((indefinite): WorldMail => ({
    name: `wrapped in its signature (S/MIME)${indefinite ? ', in parts' : ''}`,
    raw: latin(
      `${base}Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n${b64(signed('Content-Type: multipart/mixed; boundary=s\n\n--s\n\nsigned words\n--s\nContent-Type: text/plain; name=log.txt\n\nlog\n--s--', indefinite))}`,
    ),
    text: 'signed words',
    files: [
      ['smime.p7m', 'application/pkcs7-mime'],
      ['log.txt', 'text/plain'],
    ],
  })),
  {
    name: 'encrypted (S/MIME)',
    raw: latin(
      `${base}Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHA6CAMIACAQA=`,
    ),
    text: '',
    files: [['smime.p7m', 'application/pkcs7-mime']],
  },
  {
    name: 'encrypted (PGP)',
    raw: parts(
      'encrypted; protocol="application/pgp-encrypted"',
      'Content-Type: application/pgp-encrypted\n\nVersion: 1',
      'Content-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\nxx\n-----END PGP MESSAGE-----',
    ),
    text: '',
    files: [
      ['attachment-1.asc', 'application/pgp-encrypted'],
      ['encrypted.asc', 'application/octet-stream'],
    ],
  },
  {
    name: 'a ZIP that would grow to gigabytes stays a file',
    raw: parts(
      'mixed',
      said,
      file('application/zip', 'filename=bomb.zip', Buffer.concat([Buffer.from('504b0304140000000800', 'hex'), Buffer.alloc(20_000)])),
    ),
    text: 'body words',
    files: [['bomb.zip', 'application/zip']],
  },
]
