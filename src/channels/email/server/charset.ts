/** Bytes of a mail become text: any charset seen in the wild decodes; a wrong or unknown name degrades visibly and never fails. */
import libmime from 'libmime'

const utf8Names = /^(?:utf-?8|us-?ascii|ascii|ansi_x3\.4-19\d\d|7bit|8bit|default|unknown(?:-8bit)?|x-unknown|binary)?$/i
const utf7Names = /^(?:x-)?(?:unicode-1-1-)?utf-?7$/i
const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** What a text was read as: `guessed` says that the named charset was unknown, missing or plainly wrong. */
export interface Decoded {
  text: string
  guessed: boolean
}

/** The text of these bytes by the charset that the mail names. Bytes that are not what they claim are read as what they are: UTF-8, else Windows-1252. */
export function decodeBytes(bytes: Uint8Array, charset: string): Decoded {
  const name = charset.trim().replaceAll(/^["']|["']$/g, '')
  if (utf7Names.test(name)) return { text: decodeUtf7(Buffer.from(bytes).toString('latin1')), guessed: false }
  if (utf8Names.test(name)) return asUtf8(bytes, true)
  const shifted = shiftedText(name, bytes)
  if (shifted !== null) return { text: shifted, guessed: false }
  const known = decoderOf(name)
  if (known) {
    const text = known.encoding === 'windows-1252' ? windows1252(bytes) : known.decode(bytes)
    return mislabelled(bytes, known.encoding, text) ? asUtf8(bytes, false) : { text, guessed: false }
  }
  // libmime knows charsets of old systems that the web never had (ibm850); what it does not know it reads as UTF-8.
  const text = libmime.decodeWord(name, 'B', Buffer.from(bytes).toString('base64'))
  return text.includes('\ufffd') ? asUtf8(bytes, false) : { text, guessed: false }
}

function asUtf8(bytes: Uint8Array, named: boolean): Decoded {
  try {
    return { text: strictUtf8.decode(bytes), guessed: !named }
  } catch {
    // A letter that was cut through does not make the whole mail another charset's.
    const text = looseUtf8.decode(bytes)
    if (lettersOf(text) >= 4 * damageOf(text)) return { text, guessed: true }
    return { text: windows1252(bytes), guessed: true }
  }
}

const from0x80 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/** Node reads this charset as ISO-8859-1, without its quotation marks and euro sign. */
const windows1252 = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/[\x80-\x9f]/g, (c) => from0x80[c.charCodeAt(0) - 0x80] ?? c)

const looseUtf8 = new TextDecoder('utf-8')
const damageOf = (text: string) => text.split('\ufffd').length - 1
// eslint-disable-next-line no-control-regex -- letters beyond ASCII are what is counted
const lettersOf = (text: string) => text.match(/[^\x00-\x7f\ufffd]/g)?.length ?? 0

const severalBytes = /^(?:gb|big5|euc|shift|iso-2022|utf)/

/**
 * Bytes that are UTF-8 although the mail names another charset. Words of Latin letters in an old charset are never that by chance; two letters of
 * another script may be, and Chinese, Japanese and Korean words often are, so those are doubted only where their own charset fails.
 */
function mislabelled(bytes: Uint8Array, encoding: string, text: string) {
  if (encoding.startsWith('utf-16') || !bytes.some((b) => b > 0x7f)) return false
  if (severalBytes.test(encoding) && !text.includes('\ufffd')) return false
  try {
    return lettersOf(strictUtf8.decode(bytes)) >= (encoding === 'windows-1252' ? 1 : 3)
  } catch {
    return false
  }
}

/** HZ and ISO-2022-KR write two-byte letters in seven bits between shifts; no decoder of ours knows them, but the charsets that they shift. */
function shiftedText(name: string, bytes: Uint8Array): string | null {
  const written = Buffer.from(bytes).toString('latin1')
  if (/^hz(?:-gb-?2312)?$/i.test(name))
    return read(
      written.replaceAll(
        /~\r?\n|~~|~\{(.*?)(?:~\}|$)/gs,
        (shift, inside?: string) => inside?.replaceAll(/[!-~]/g, high) ?? (shift === '~~' ? '~' : ''),
      ),
      'gb18030',
    )
  if (/^(?:cs)?iso-?2022-?kr$/i.test(name))
    return read(
      // eslint-disable-next-line no-control-regex -- the shifts
      written.replaceAll('\x1b$)C', '').replaceAll(/\x0e(.*?)(?:\x0f|$)/gs, (_, inside: string) => inside.replaceAll(/[!-~]/g, high)),
      'euc-kr',
    )
  return null
}

const read = (text: string, charset: string) => new TextDecoder(charset).decode(Buffer.from(text, 'latin1'))
const high = (c: string) => String.fromCharCode(c.charCodeAt(0) | 0x80)

function decoderOf(name: string) {
  for (const label of [
    name,
    name
      .replace(/^windows-?(\d)/i, 'windows-$1')
      .replace(/^cp-(\d)/i, 'cp$1')
      .replace(/^(?:iso-?)?(8859-\d)/i, 'iso-$1'),
  ]) {
    try {
      return new TextDecoder(label)
    } catch {
      // Not a name that this decoder knows.
    }
  }
  return null
}

/** UTF-7 (RFC 2152): the mail parser refuses it for fear of markup behind filters; here every text is filtered after it was decoded. */
export const decodeUtf7 = (ascii: string) =>
  ascii.replaceAll(/\+([A-Za-z0-9+/]*)-?/g, (_, coded: string) => {
    if (coded === '') return '+'
    const bytes = Buffer.from(coded, 'base64')
    let text = ''
    for (let i = 0; i + 1 < bytes.length; i += 2) text += String.fromCharCode(bytes.readUInt16BE(i))
    return text
  })

const encodedWord = /=\?([^?*\s]{1,60})(?:\*[^?\s]*)?\?([BQ])\?([^?]*)\?=/gi

/** Encoded words of a header value (RFC 2047), decoded; broken ones stay as they are. A letter cut in two between words becomes whole again. */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value
  let out = ''
  let at = 0
  let charset = ''
  let parts: Buffer[] = []
  const flush = () => {
    if (parts.length > 0) out += decodeBytes(Buffer.concat(parts), charset).text
    parts = []
  }
  for (const word of value.matchAll(encodedWord)) {
    const [whole, named = '', encoding = '', coded = ''] = word
    const between = value.slice(at, word.index)
    const plain = between.trim() !== '' || at === 0
    if (plain || charset !== named.toLowerCase()) flush()
    // White space between two words is none; between a word and plain text it is.
    if (plain) out += between
    charset = named.toLowerCase()
    parts.push(wordBytes(encoding, coded))
    at = word.index + whole.length
  }
  flush()
  return out + value.slice(at)
}

const wordBytes = (encoding: string, coded: string) =>
  encoding.toUpperCase() === 'B'
    ? Buffer.from(coded, 'base64')
    : Buffer.from(
        coded.replaceAll('_', ' ').replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      )
