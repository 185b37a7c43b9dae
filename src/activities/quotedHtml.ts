/**
 * The same for HTML: what is quoted to the end of a message is wrapped in `<div data-quoted="">`, its signature above that or at the end in
 * `<div data-signature="">`, for the page to fold.
 * Works on markup as the sanitiser writes it (every tag closed, `<` and `>` nowhere but in tags), in which `data-quote` marks what mail programs quote.
 */
import { announcesBelow, hasNews, isAttribution, isForward, isHead, isSentLine, separatorKind } from './quoteMarks.ts'

/**
 * `part`: quotes and what announces them, answers perhaps between them (Gmail, Apple Mail, Thunderbird); `whole`: nothing but quoted (Yahoo);
 * `end`: this and all that follows (Outlook); `intro`: announces the quote below it; `signature`: stands under the message.
 */
export type QuoteMark = 'part' | 'whole' | 'end' | 'intro' | 'signature'

interface Piece {
  kind: 'open' | 'close' | 'text' | 'void'
  name: string
  mark: QuoteMark | null
  start: number
  end: number
}

// Elements between whose children a div may stand.
const flow = new Set(['', 'div', 'td', 'th', 'blockquote', 'center', 'section', 'article', 'main', 'li', 'dd'])
const block = new Set([
  'p',
  'div',
  'blockquote',
  'table',
  'ul',
  'ol',
  'pre',
  'hr',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'center',
  'section',
  'article',
])
const empty = new Set(['br', 'hr', 'img', 'wbr', 'col'])
const maxPieces = 40_000

/** The HTML with its quoted rest and its signature wrapped; unchanged where nothing is to be folded. */
export function markQuoted(html: string): string {
  const pieces = read(html)
  if (pieces === null) return html
  const start = quoteBegin(html, pieces)
  const end = start ?? pieces.length
  const signature = signatureBegin(html, pieces, end)
  const quotes = start === null ? [] : rangesOf(html, pieces, start, pieces.length, 'quoted')
  // A quote that cannot be wrapped stays, and then what stands above it is no end of the message.
  const signatures =
    signature === null || (start !== null && quotes.length === 0) ? [] : rangesOf(html, pieces, signature, end, 'signature')
  return wrapped(html, [...signatures, ...quotes])
}

function read(html: string): Piece[] | null {
  const pieces: Piece[] = []
  let at = 0
  for (const tag of html.matchAll(/<(\/?)([a-z][a-z0-9]*)([^<>]*)>/g)) {
    if (tag.index > at) pieces.push({ kind: 'text', name: '', mark: null, start: at, end: tag.index })
    const [whole, slash, name = '', attributes = ''] = tag
    at = tag.index + whole.length
    const kind = slash ? 'close' : empty.has(name) ? 'void' : 'open'
    pieces.push({ kind, name, mark: kind === 'close' ? null : markOf(name, attributes), start: tag.index, end: at })
    if (pieces.length > maxPieces) return null
  }
  if (at < html.length) pieces.push({ kind: 'text', name: '', mark: null, start: at, end: html.length })
  return pieces
}

function markOf(name: string, attributes: string): QuoteMark | null {
  const written = / data-quote="(\w+)"/.exec(attributes)?.[1]
  if (written === 'part' || written === 'whole' || written === 'end' || written === 'intro' || written === 'signature') return written
  return name === 'blockquote' ? 'part' : null
}

const says = (html: string, piece: Piece) => (piece.kind === 'text' ? plain(html.slice(piece.start, piece.end)) : '')
const plain = (text: string) => text.replaceAll('&nbsp;', ' ').replaceAll(/[\s\u00a0\u200b]+/g, ' ')
const visible = (html: string, piece: Piece) => (piece.name === 'img' && piece.kind === 'void') || says(html, piece).trim() !== ''

/** Index of the piece with which the quoted rest begins. */
function quoteBegin(html: string, pieces: Piece[]): number | null {
  let above = ''
  let tried = 0
  for (let i = 0; i < pieces.length; i += 1) {
    const piece = pieces[i]
    if (!piece) break
    const opens = piece.kind === 'open' || piece.name === 'hr'
    if (opens && piece.mark !== 'signature' && (piece.mark !== null || block.has(piece.name))) {
      // Each mark is followed to the end: a document made of marks is nobody's mail.
      if (piece.mark !== null && (tried += 1) > 50) return null
      const begins = beginsQuote(html, pieces, i, piece)
      // With nothing new above it, the quote is the message: forwarded, or answered within.
      if (begins) return hasNews(above) && !announcesBelow(above) && !passedOn(html, pieces, i, above) ? i : null
    }
    // A quote with more words below it was answered within: nothing is folded.
    if (piece.mark === 'part') return null
    if (above.length < 20_000) above += piece.kind === 'text' ? says(html, piece) : block.has(piece.name) || piece.name === 'br' ? '\n' : ''
  }
  return null
}

/** A mail that is passed on is what its sender wants to be read. */
const passedOn = (html: string, pieces: Piece[], i: number, above: string) =>
  isForward(above.trim().split('\n').at(-1) ?? '') ||
  firstLines(html, pieces.slice(i, i + 60))
    .slice(0, 2)
    .some(isForward)

function beginsQuote(html: string, pieces: Piece[], i: number, piece: Piece) {
  if (piece.mark === 'end') return pieces.slice(i).some((p) => visible(html, p))
  if (piece.mark === 'whole') return !pieces.slice(endOf(pieces, i)).some((p) => visible(html, p))
  if (piece.mark === 'part') return onlyQuote(html, pieces, i)
  const next = endOf(pieces, i)
  if (piece.mark === 'intro') return onlyQuote(html, pieces, next)
  const lines = firstLines(html, pieces.slice(i, Math.min(next, i + 60)))
  if (lines.length === 0) return false
  const first = lines[0] ?? ''
  const separator = separatorKind(first)
  if (separator === 'alone') return true
  const below = separator === null ? lines : [...lines.slice(1), ...firstLines(html, pieces.slice(next, next + 60))]
  if (isHead(below)) return true
  // An attribution counts only with the quote right below it.
  const quote = lines.length <= 4 ? nextMark(html, pieces, next) : null
  return quote !== null && isAttribution(lines.join(' '), true) && onlyQuote(html, pieces, quote)
}

/** Whether from here on there are quotes only, each without words between its own inner quotes; a few words may introduce them. */
function onlyQuote(html: string, pieces: Piece[], from: number) {
  let depth = 0 // inside of blockquotes
  let intro = ''
  let quoted = false
  for (const piece of pieces.slice(from)) {
    if (piece.name === 'blockquote') depth += piece.kind === 'open' ? 1 : -1
    if (depth > 0) quoted = true
    else if (visible(html, piece)) {
      // Words after a quote, or more of them than an introduction has.
      if (quoted) return false
      intro += `${says(html, piece)} `
      if (intro.length > 600) return false
    }
  }
  return quoted
}

/** The piece after the end of the element that this piece opens. */
function endOf(pieces: Piece[], i: number) {
  let depth = 0
  for (let next = i; next < pieces.length; next += 1) {
    const kind = pieces[next]?.kind
    if (kind === 'open') depth += 1
    else if (kind === 'close') depth -= 1
    if (depth <= 0) return next + 1
  }
  return pieces.length
}

/** The first ten lines of text that these pieces show. */
function firstLines(html: string, pieces: Piece[]) {
  const text = pieces.map((piece) => (piece.kind === 'text' ? says(html, piece) : block.has(piece.name) || piece.name === 'br' ? '\n' : ''))
  return text
    .join('')
    .slice(0, 2_000)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 10)
}

/** The next marked quote, where nothing visible stands before it. */
function nextMark(html: string, pieces: Piece[], from: number) {
  for (let i = from; i < pieces.length; i += 1) {
    const piece = pieces[i]
    if (!piece || visible(html, piece)) return null
    if (piece.mark === 'part') return i
  }
  return null
}

/** Words of a signature: few, and no sentence in which somebody wrote on. */
const longestSignature = 600

/** Index of the piece with which a signature begins that reaches to `end`: one that its program marks, or what a device says of itself. */
function signatureBegin(html: string, pieces: Piece[], end: number): number | null {
  let found: number | null = null
  for (let i = end - 1; i >= 0 && i > end - 2_000; i -= 1) {
    const piece = pieces[i]
    if (!piece || piece.kind !== 'open' || (piece.mark !== 'signature' && !block.has(piece.name) && piece.name !== 'span')) continue
    const inside = pieces.slice(i, Math.min(endOf(pieces, i), end))
    // All that is seen from here to the end belongs to it.
    if (endOf(pieces, i) > end || pieces.slice(endOf(pieces, i), found ?? end).some((p) => visible(html, p))) continue
    // Whole pages within one element are no signature.
    if (inside.length > (piece.mark === 'signature' ? 400 : 40)) continue
    const lines = firstLines(html, inside)
    if (lines.length === 0) continue
    if (piece.mark === 'signature' ? isBrief(html, inside) : lines.every(isSentLine)) found = i
  }
  return found === null || !pieces.slice(0, found).some((p) => visible(html, p)) ? null : found
}

function isBrief(html: string, pieces: Piece[]) {
  const text = pieces.map((piece) => says(html, piece)).join(' ')
  return text.length <= longestSignature && !/[?？]/.test(text)
}

interface Range {
  what: 'quoted' | 'signature'
  start: number
  end: number
}

/** What is to be wrapped from this piece to that one: within each element still open, what is left of it. None where it cannot be. */
function rangesOf(html: string, pieces: Piece[], from: number, to: number, what: Range['what']): Range[] {
  const open: string[] = []
  for (const piece of pieces.slice(0, from)) {
    if (piece.kind === 'open') open.push(piece.name)
    else if (piece.kind === 'close') open.pop()
  }
  if (!open.every((name) => flow.has(name))) return []
  const ranges: Range[] = []
  let start = pieces[from]?.start ?? html.length
  const flush = (end: number) => {
    if (/\S/.test(html.slice(start, end))) ranges.push({ what, start, end })
  }
  let depth = 0
  let last = start
  for (const piece of pieces.slice(from, to)) {
    if (piece.kind === 'open') depth += 1
    else if (piece.kind === 'close') depth -= 1
    if (depth < 0) {
      flush(piece.start)
      start = piece.end
      depth = 0
    }
    last = piece.end
  }
  if (depth > 0) return []
  flush(last)
  return ranges
}

function wrapped(html: string, ranges: Range[]): string {
  let out = ''
  let at = 0
  for (const { what, start, end } of ranges) {
    out += `${html.slice(at, start)}<div data-${what}="">${html.slice(start, end)}</div>`
    at = end
  }
  return out + html.slice(at)
}
