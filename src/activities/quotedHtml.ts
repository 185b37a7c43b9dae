/**
 * The same for HTML: what is quoted to the end of a message is wrapped in `<div data-quoted="">`, for the page to fold.
 * Works on markup as the sanitiser writes it (every tag closed, `<` and `>` nowhere but in tags), in which `data-quote` marks what mail programs quote.
 */
import { announcesBelow, isAttribution, isHeaderLine, isSeparator } from './quoteMarks.ts'

/**
 * `part`: quotes and what announces them, answers perhaps between them (Gmail, Apple Mail, Thunderbird); `whole`: nothing but quoted (Yahoo);
 * `end`: this and all that follows (Outlook); `intro`: announces the quote below it.
 */
export type QuoteMark = 'part' | 'whole' | 'end' | 'intro'

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

/** The HTML with its quoted rest wrapped; unchanged where nothing is to be folded. */
export function markQuoted(html: string): string {
  const pieces = read(html)
  if (pieces === null) return html
  const start = quoteBegin(html, pieces)
  return start === null ? html : wrapFrom(html, pieces, start)
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
  if (written === 'part' || written === 'whole' || written === 'end' || written === 'intro') return written
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
    if (opens && (piece.mark !== null || block.has(piece.name))) {
      // Each mark is followed to the end: a document made of marks is nobody's mail.
      if (piece.mark !== null && (tried += 1) > 50) return null
      const begins = beginsQuote(html, pieces, i, piece)
      // With nothing new above it, the quote is the message: forwarded, or answered within.
      if (begins) return above.trim() !== '' && !announcesBelow(above) ? i : null
    }
    // A quote with more words below it was answered within: nothing is folded.
    if (piece.mark === 'part') return null
    if (above.length < 20_000) above += piece.kind === 'text' ? says(html, piece) : block.has(piece.name) || piece.name === 'br' ? '\n' : ''
  }
  return null
}

function beginsQuote(html: string, pieces: Piece[], i: number, piece: Piece) {
  if (piece.mark === 'end') return pieces.slice(i).some((p) => visible(html, p))
  if (piece.mark === 'whole') return !pieces.slice(endOf(pieces, i)).some((p) => visible(html, p))
  if (piece.mark === 'part') return onlyQuote(html, pieces, i)
  const next = endOf(pieces, i)
  if (piece.mark === 'intro') return onlyQuote(html, pieces, next)
  const lines = firstLines(html, pieces.slice(i, Math.min(next, i + 60)))
  if (lines.length === 0) return false
  if (isSeparator(lines[0] ?? '')) return true
  if (new Set(lines.map((line) => isHeaderLine(line)).filter((name) => name !== null)).size >= 3 && isHeaderLine(lines[0] ?? '') !== null)
    return true
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

/** Wraps from this piece to the end: within each element still open, what is left of it. */
function wrapFrom(html: string, pieces: Piece[], from: number): string {
  const open: string[] = []
  for (const piece of pieces.slice(0, from)) {
    if (piece.kind === 'open') open.push(piece.name)
    else if (piece.kind === 'close') open.pop()
  }
  if (!open.every((name) => flow.has(name))) return html
  let out = html.slice(0, pieces[from]?.start ?? html.length)
  let wrapped = ''
  const flush = () => {
    out += /\S/.test(wrapped) ? `<div data-quoted="">${wrapped}</div>` : wrapped
    wrapped = ''
  }
  let depth = 0
  for (const piece of pieces.slice(from)) {
    if (piece.kind === 'open') depth += 1
    else if (piece.kind === 'close') depth -= 1
    if (depth < 0) {
      flush()
      out += html.slice(piece.start, piece.end)
      depth = 0
    } else wrapped += html.slice(piece.start, piece.end)
  }
  flush()
  return out
}
