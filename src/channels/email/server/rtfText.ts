/** The words of a text that Outlook hides in its own format (RTF, compressed or not), with the HTML that it wraps in it. Bounded; any bytes give an answer. */
import { decodeBytes } from './charset.ts'

const maxRaw = 4 * 1024 * 1024
const begun = Buffer.from(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
  'latin1',
)

/** Takes the compression off (MS-OXRTFCP); null where these bytes are no such text. */
export function uncompressedRtf(bytes: Buffer): Buffer | null {
  if (bytes.length < 16) return null
  const size = Math.min(bytes.readUInt32LE(4), maxRaw)
  const kind = bytes.toString('latin1', 8, 12)
  if (kind === 'MELA') return bytes.subarray(16, 16 + size)
  if (kind !== 'LZFu') return null
  const window = Buffer.alloc(4096)
  begun.copy(window)
  const out = Buffer.alloc(size)
  let [to, place, at] = [0, begun.length, 16]
  const put = (byte: number) => {
    window[place] = byte
    place = (place + 1) % 4096
    if (to < size) out[to++] = byte
  }
  while (at < bytes.length && to < size) {
    const flags = bytes[at++] ?? 0
    for (let bit = 0; bit < 8 && at < bytes.length && to < size; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        put(bytes[at++] ?? 0)
        continue
      }
      const pair = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
      at += 2
      const from = pair >> 4
      if (from === place) return out.subarray(0, to)
      for (let n = 0; n < (pair & 15) + 2; n += 1) put(window[(from + n) % 4096] ?? 0)
    }
  }
  return out.subarray(0, to)
}

const unsaid = /^(?:fonttbl|colortbl|stylesheet|info|pict|object|header|footer|themedata|colorschememapping|listtable|generator)$/
const signs: Record<string, string> = {
  par: '\n',
  line: '\n',
  tab: '\t',
  cell: '\t',
  row: '\n',
  emdash: '—',
  endash: '–',
  bullet: '•',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
}
const tokens = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi

interface Group {
  silent: boolean
  /** Within `htmltag`: its text is markup. */
  markup: boolean
  skip: number
}

/** What an RTF says: as HTML where it was made from that, else as text. */
export function readRtf(bytes: Buffer): { text: string } | { html: string } {
  const rtf = bytes.toString('latin1', 0, maxRaw)
  const ofHtml = /\\fromhtml1\b/.test(rtf.slice(0, 1_000))
  const charset = `windows-${/\\ansicpg(\d{3,5})/.exec(rtf.slice(0, 2_000))?.[1] ?? '1252'}`
  const stack: Group[] = []
  let now: Group = { silent: false, markup: false, skip: 1 }
  let unshown = false // htmlrtf: only for readers that know no HTML
  let left = 0 // characters that stand for a letter already told by its number
  let out = ''
  let held: number[] = []
  const flush = () => {
    if (held.length > 0) out += decodeBytes(Buffer.from(held), charset).text
    held = []
  }
  const say = (text: string) => {
    flush()
    if (!now.silent && !unshown) out += text
  }
  for (const [, word, number, hex, sign, brace, plain] of rtf.matchAll(tokens)) {
    if (hex !== undefined) {
      if (left > 0) left -= 1
      else if (!now.silent && !unshown) held.push(Number.parseInt(hex, 16))
    } else if (plain !== undefined) {
      const shown = plain.slice(left)
      left = Math.max(0, left - plain.length)
      if (shown !== '') say(shown)
    } else if (brace === '{') {
      flush()
      if (stack.length < 500) stack.push({ ...now })
    } else if (brace === '}') {
      flush()
      now = stack.pop() ?? now
    } else if (sign !== undefined) {
      if (sign === '*') now.silent = true
      else say(sign === '~' ? '\u00a0' : /[\\{}]/.test(sign) ? sign : '')
    } else if (word !== undefined) {
      const n = number === undefined ? null : Number(number)
      if (word === 'htmltag') now = { ...now, silent: !ofHtml, markup: true }
      else if (word === 'htmlrtf') unshown = ofHtml && n !== 0
      else if (word === 'uc') now.skip = Math.min(n ?? 1, 10)
      else if (word === 'u' && n !== null) {
        say(String.fromCharCode(n & 0xffff))
        left = now.skip
      } else if (unsaid.test(word)) now.silent = true
      else if (signs[word] !== undefined && !(ofHtml && !now.markup && word === 'par')) say(signs[word])
    }
  }
  flush()
  return ofHtml ? { html: out } : { text: out.trim() }
}
