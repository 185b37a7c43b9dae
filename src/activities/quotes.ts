/**
 * Where the quoted part of a message begins and where its signature does, so that the feed can fold them. Folding hides and never cuts, and it
 * never hides new words: answers written between quoted lines leave the whole message open, and so does any doubt.
 */
import { announcesBelow, hasNews, headLine, isAttribution, isForward, isHead, isSentLine, separatorKind } from './quoteMarks.ts'

const maxLine = 500 // longer lines are prose
const mostLines = 2_000 // of one's own words: what is longer is looked at for seconds by every reader of the feed

interface Line {
  text: string
  start: number
}

function linesOf(text: string): Line[] {
  const lines: Line[] = []
  for (let start = 0; start <= text.length;) {
    const feed = text.indexOf('\n', start)
    const end = feed === -1 ? text.length : feed
    lines.push({ text: text.slice(start, Math.min(end, start + maxLine + 1)).trimEnd(), start })
    start = end + 1
  }
  return lines
}

const quoted = (line: Line | undefined) => line !== undefined && /^\s{0,3}>/.test(line.text)
const blank = (line: Line | undefined) => line !== undefined && line.text.trim() === ''

/** The place (in characters) from which on a plain text is quoted to its end; null where nothing is to be folded. */
export function quoteStart(text: string): number | null {
  if (text.length > 2_000_000) return null
  const lines = linesOf(text)
  const lastMarked = lines.findLastIndex(quoted)
  let above = ''
  for (const [i, line] of lines.slice(0, mostLines).entries()) {
    if (blank(line)) continue
    if (isForward(line.text)) return null
    const begin = quoted(line) ? prefixedQuote(lines, i) : headed(lines, i, lastMarked)
    // With nothing new above it, the quote is the message: forwarded, or answered within.
    if (begin) return hasNews(above) && !announcesBelow(above) ? line.start : null
    // Words stand below this quote.
    if (quoted(line)) return null
    if (above.length < 20_000) above += `${line.text}\n`
  }
  return null
}

/** Quoted lines and nothing else to the end, but for a signature. */
function prefixedQuote(lines: Line[], from: number) {
  let i = from
  while (i < lines.length && (quoted(lines[i]) || blank(lines[i]))) i += 1
  return i === lines.length || isSignature(lines, i)
}

/** A line that announces what is quoted: “On Monday Jane wrote:”, “-----Original Message-----”, or the head of the quoted mail. */
function headed(lines: Line[], i: number, lastMarked: number) {
  const first = lines[i]?.text ?? ''
  if (first.length > maxLine) return false
  const separator = separatorKind(first)
  if (separator === 'alone') return true
  if (separator === 'head') return headAt(lines, nextFilled(lines, i + 1))
  if (headLine(first) !== null) return headAt(lines, i)
  // Long ones are broken into two or three lines.
  for (let count = 1; count <= 3; count += 1) {
    const joined = joinedLines(lines, i, count)
    if (joined.length > maxLine || blank(lines[i + count - 1])) return false
    if (!/[:：]$/.test(joined)) continue
    const next = nextFilled(lines, i + count)
    if (next === lines.length) return false
    const marked = quoted(lines[next])
    // Prose right above a broken one does not belong to it.
    for (let later = 1; later < count; later += 1) if (isAttribution(joinedLines(lines, i + later, count - later), false)) return false
    if (!isAttribution(joined, marked && count === 1)) return false
    if (marked) return prefixedQuote(lines, next)
    // Without marks on what follows, only a line that nobody types by hand tells that the rest is quoted; with marks further down it is answers.
    return /<[^<>\s]+@[^<>\s]+>/.test(joined) && /\d{1,2}[:.]\d{2}/.test(joined) && lastMarked < next
  }
  return false
}

const joinedLines = (lines: Line[], from: number, count: number) =>
  lines
    .slice(from, from + count)
    .map((l) => l.text.trim())
    .join(' ')

const nextFilled = (lines: Line[], from: number) => {
  let i = from
  while (i < lines.length && blank(lines[i])) i += 1
  return i
}

const headAt = (lines: Line[], from: number) => isHead(lines.slice(from, from + 10).map((line) => line.text))

const longest = { lines: 12, line: 120 }

/** From here to the end a signature: `-- ` and a few short lines, or what a program says of itself. One in which somebody wrote on is none. */
function isSignature(lines: Line[], from: number) {
  if (lines.length - from > 10 * longest.lines) return false
  const rest = lines.slice(from).filter((line) => line.text.trim() !== '')
  const [first, ...more] = rest
  if (!first || rest.length > longest.lines) return false
  if (isSentLine(first.text)) return more.every((line) => isSentLine(line.text))
  return /^-- ?$/.test(first.text) && more.every((line) => isSentLine(line.text) || (!isProse(line.text) && !quoted(line)))
}

/** A sentence: longer than a name, an address or a claim, with the end of one. */
const isProse = (line: string) =>
  line.length > longest.line || /[?？]/.test(line) || (/[.!…。！]$/.test(line.trim()) && line.trim().split(/\s+/).length >= 4)

/** The place from which on a plain text is its sender's signature, to the end or to the quote; null where there is none, or nothing above it. */
export function signatureStart(text: string): number | null {
  if (text.length > 2_000_000) return null
  const end = quoteStart(text) ?? text.length
  const lines = linesOf(text.slice(0, end).trimEnd())
  let found: Line | null = null
  for (let i = lines.length - 1; i >= Math.max(0, lines.length - 2 * longest.lines); i -= 1) {
    const line = lines[i]
    if (line && (/^-- ?$/.test(line.text) || isSentLine(line.text)) && isSignature(lines, i)) found = line
  }
  return found && text.slice(0, found.start).trim() !== '' ? found.start : null
}
