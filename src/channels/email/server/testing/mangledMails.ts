/** Mails mangled at random: parts of known ones cut, doubled, mixed and strewn with what parsers stumble over. */
import fc from 'fast-check'
import { hostileMails, unreadableMails } from './hostileMails.ts'
import { worldMails } from './worldMails.ts'

const longestSeed = 20_000
const seeds = [...worldMails, ...hostileMails, ...unreadableMails]
  .map((mail) => mail.raw)
  .filter((raw) => raw.length > 0 && raw.length <= longestSeed)

const tokens = [
  '\r\n',
  '\r\n\r\n',
  '\0',
  '\r',
  '--a',
  '--a--',
  '\r\n--a\r\nContent-Type: message/rfc822\r\n\r\n',
  '\r\nContent-Type: multipart/mixed; boundary=a\r\n',
  '\r\nContent-Type: multipart/alternative; boundary="',
  '\r\nContent-Type: text/html; charset=utf-7\r\n\r\n<b',
  '\r\nContent-Type: text/plain; format=flowed; delsp=yes\r\n',
  '\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID="x:20261301T999999\r\n',
  '\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n',
  '\r\nContent-Type: application/pkcs7-mime\r\n',
  '\r\nContent-Transfer-Encoding: base64\r\n',
  '\r\nContent-Transfer-Encoding: quoted-printable\r\n',
  "\r\nContent-Disposition: attachment; filename*0*=utf-8''%ff; filename*9*=%",
  '\r\nMessage-ID: <<x@y>>\r\n',
  '\r\nReferences: <a@b> <c\r\n',
  '\r\nFrom: "x" <a@@b>, =?utf-8?B?/////?= <>\r\n',
  '\r\nReply-To: <support@localhost>\r\n',
  '\r\nAuto-Submitted: auto-replied\r\n',
  '\r\nSubject: [#1024] Re: [#99999999999999999999]\r\n',
  '\r\nDate: 31 Feb 99999 99:99:99 +9999\r\n',
  '=?iso-2022-jp?B?GyRCGyRC?=',
  '=?gb18030?Q?=81=30=81',
  '\x1b$B',
  '\xed\xa0\x80',
  '\xff\xfe',
  'begin 644 x\r\nM\r\n',
  '<blockquote><div class="gmail_quote">',
  '<style>p{color:red',
  '<img src="cid:',
  '\r\n> > On 1/1/26 10:00, x <a@b> wrote:\r\n',
  '\r\n-- \r\n',
  '"',
  '(',
  '<',
  ';',
  '%',
].map((token) => Buffer.from(token, 'latin1'))

type Change = (bytes: Buffer) => Buffer
const at = (bytes: Buffer, place: number) => Math.floor(place * (bytes.length + 1))
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
const insert = (bytes: Buffer, where: number, given: Buffer) => Buffer.concat([bytes.subarray(0, where), given, bytes.subarray(where)])
const slice = (bytes: Buffer, a: number, b: number) =>
  bytes.subarray(Math.min(at(bytes, a), at(bytes, b)), Math.max(at(bytes, a), at(bytes, b)))

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(place, fc.constantFrom(...tokens)).map(
      ([p, token]): Change =>
        (bytes) =>
          insert(bytes, at(bytes, p), token),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 8 })).map(
      ([p, some]): Change =>
        (bytes) =>
          insert(bytes, at(bytes, p), Buffer.from(some)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(([p, byte]): Change => (bytes) => {
      const changed = Buffer.from(bytes)
      if (changed.length > 0) changed[at(bytes, p) % changed.length] = byte
      return changed
    }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(place, place).map(
      ([a, b]): Change =>
        (bytes) =>
          Buffer.concat([bytes.subarray(0, Math.min(at(bytes, a), at(bytes, b))), bytes.subarray(Math.max(at(bytes, a), at(bytes, b)))]),
    ),
  },
  {
    weight: 1,
    arbitrary: place.map(
      (p): Change =>
        (bytes) =>
          bytes.subarray(0, at(bytes, p)),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(place, place, place, fc.integer({ min: 2, max: 200 })).map(([a, b, p, times]): Change => (bytes) => {
      const part = slice(bytes, a, b).subarray(0, 500)
      return insert(bytes, at(bytes, p), Buffer.concat(Array.from({ length: times }, () => part)))
    }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(place, place, place, fc.constantFrom(...seeds)).map(
      ([p, a, b, other]): Change =>
        (bytes) =>
          insert(bytes, at(bytes, p), slice(other, a, b)),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('message/rfc822', 'application/pkcs7-mime', 'application/ms-tnef', 'text/html', 'text/calendar').map(
      (type): Change =>
        (bytes) =>
          Buffer.concat([
            Buffer.from(`From: a@b.example\r\nContent-Type: multipart/mixed; boundary=wrap\r\n\r\n--wrap\r\nContent-Type: ${type}\r\n\r\n`),
            bytes,
            Buffer.from('\r\n--wrap--\r\n'),
          ]),
    ),
  },
)

/** Any of the known mails after one to a dozen changes. */
export const mangledMail: fc.Arbitrary<Buffer> = fc
  .tuple(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 12 }))
  .map(([seed, changes]) => changes.reduce<Buffer>((bytes, one) => one(bytes).subarray(0, 2_000_000), seed))
