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

/** The text of these bytes by the charset that the mail names. Bytes that are not what they claim are read as Windows-1252. */
export function decodeBytes(bytes: Uint8Array, charset: string): Decoded {
  const name = charset.trim().replaceAll(/^["']|["']$/g, '')
  if (utf7Names.test(name)) return { text: decodeUtf7(Buffer.from(bytes).toString('latin1')), guessed: false }
  if (utf8Names.test(name)) return asUtf8(bytes, true)
  const known = decoderOf(name)
  if (known) return { text: known.decode(bytes), guessed: false }
  // libmime knows charsets of old systems that the web never had (ibm850); what it does not know it reads as UTF-8.
  const text = libmime.decodeWord(name, 'B', Buffer.from(bytes).toString('base64'))
  return text.includes('\ufffd') ? asUtf8(bytes, false) : { text, guessed: false }
}

function asUtf8(bytes: Uint8Array, named: boolean): Decoded {
  try {
    return { text: strictUtf8.decode(bytes), guessed: !named }
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), guessed: true }
  }
}

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

const utf7Word = /=\?(?:x-)?(?:unicode-1-1-)?utf-?7\?([BQ])\?([^?]*)\?=/gi

/** Encoded words of a header value (RFC 2047), decoded; broken ones stay as they are. */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value
  const prepared = value.replaceAll(utf7Word, (_, encoding: string, coded: string) => {
    const ascii = libmime.decodeWord('ascii', encoding.toUpperCase(), coded)
    return `=?utf-8?B?${Buffer.from(decodeUtf7(ascii)).toString('base64')}?=`
  })
  try {
    return libmime.decodeWords(prepared)
  } catch {
    return value
  }
}
