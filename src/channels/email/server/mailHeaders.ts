/** The header of a mail, read from its bytes within bounds: a bomb of header lines costs nothing and hides none that matter. */
import { wellFormed } from '#platform/shapes.ts'
import { decodeBytes, decodeWords } from './charset.ts'

/** One header as it stood, unfolded, still encoded: `value` holds one byte per character. */
export interface HeaderLine {
  name: string
  key: string
  value: string
}

export interface MailHead {
  lines: HeaderLine[]
  /** The header lines that describe the structure of the body, as bytes, ready for the parser of the body. */
  structure: string
  bodyOffset: number
  /** Lines were left out. */
  cut: boolean
}

const maxHeadBytes = 8 * 1024 * 1024
const maxOthers = 400
const maxPerName = 50
const maxValue = 128 * 1024
const needed =
  /^(?:from|to|cc|sender|reply-to|return-path|subject|date|message-id|in-reply-to|references|mime-version|content-.*|auto-submitted|precedence|x-auto.*|x-failed-recipients|x-ms-exchange-generated-message-source|list-.*|delivered-to|x-original-to|x-delivered-to|envelope-to|x-envelope-to|resent-to|x-spam-flag)$/
const structural = /^(?:mime-version|content-type|content-transfer-encoding|content-disposition|content-id)$/

/** Splits a mail into its header lines and the offset of its body. Text without any header line is all body. */
export function readHead(raw: Buffer): MailHead {
  const bodyOffset = endOfHead(raw)
  const text = raw.toString('latin1', 0, Math.min(bodyOffset, maxHeadBytes))
  const head: MailHead = { lines: [], structure: '', bodyOffset, cut: bodyOffset > maxHeadBytes }
  const counts = new Map<string, number>()
  let others = 0
  for (const line of unfoldedLines(text)) {
    const match = /^([!-9;-~]{1,200})[ \t]*:/.exec(line)
    if (!match) continue
    const name = match[1] ?? ''
    const key = name.toLowerCase()
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    const matters = needed.test(key)
    if (matters ? count > maxPerName : (others += 1) > maxOthers) {
      head.cut = true
      continue
    }
    const value = line.slice(match[0].length, match[0].length + maxValue)
    if (line.length > match[0].length + maxValue) head.cut = true
    head.lines.push({ name, key, value: value.trim() })
    if (structural.test(key) && count === 1) head.structure += `${name}: ${value.trim().replaceAll(/[\r\n]+/g, ' ')}\r\n`
  }
  if (head.lines.length === 0) return { ...head, bodyOffset: 0 }
  return head
}

function endOfHead(raw: Buffer) {
  if (raw[0] === 0x0a) return 1
  if (raw[0] === 0x0d && raw[1] === 0x0a) return 2
  for (let at = raw.indexOf(0x0a); at !== -1; at = raw.indexOf(0x0a, at + 1)) {
    if (raw[at + 1] === 0x0a) return at + 2
    if (raw[at + 1] === 0x0d && raw[at + 2] === 0x0a) return at + 3
  }
  return raw.length
}

function* unfoldedLines(head: string) {
  let line = ''
  let start = 0
  while (start < head.length) {
    const feed = head.indexOf('\n', start)
    const end = feed === -1 ? head.length : feed
    const part = head.slice(start, head[end - 1] === '\r' ? end - 1 : end)
    if (part.startsWith(' ') || part.startsWith('\t')) {
      if (line.length < 2 * maxValue) line += part
    } else {
      if (line !== '') yield line
      line = part
    }
    start = end + 1
  }
  if (line !== '') yield line
}

/** A header's bytes as text: UTF-8 where they are that, else the charset that the body names; still with its encoded words. */
export const headerText = (value: string, charset: string) =>
  // eslint-disable-next-line no-control-regex -- bytes above ASCII are what is looked for
  wellFormed(/[^\x00-\x7f]/.test(value) ? decodeRaw(value, charset) : value).replaceAll(/[\r\n\t]+/g, ' ')

function decodeRaw(value: string, charset: string) {
  const bytes = Buffer.from(value, 'latin1')
  const utf8 = decodeBytes(bytes, 'utf-8')
  return utf8.guessed && charset !== '' ? decodeBytes(bytes, charset).text : utf8.text
}

/** A header as people read it: words decoded, one line. */
export const readable = (value: string, charset: string) =>
  wellFormed(decodeWords(headerText(value, charset)))
    // eslint-disable-next-line no-control-regex -- what decoded words may smuggle in
    .replaceAll(/[\x00-\x1f\x7f\u2028\u2029]+/g, ' ')
    .trim()
