/**
 * Where the quoted part of a message begins, so that the feed can fold it. Folding hides and never cuts, and it never hides new words:
 * answers written between quoted lines leave the whole message open, and so does any doubt.
 */
import { announcesBelow, isAttribution, isHeaderLine, isSeparator } from './quoteMarks.ts'

const maxLine = 500 // longer lines are prose

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
  let above = ''
  let seenQuote = false
  for (const [i, line] of lines.entries()) {
    if (blank(line)) continue
    const begin = quoted(line) ? prefixedQuote(lines, i) : headed(lines, i)
    // With nothing new above it, the quote is the message: forwarded, or answered within.
    if (begin) return !seenQuote && above.trim() !== '' && !announcesBelow(above) ? line.start : null
    if (quoted(line)) seenQuote = true
    else if (above.length < 20_000) above += `${line.text}\n`
  }
  return null
}

/** Quoted lines and nothing else to the end, but for a signature. */
function prefixedQuote(lines: Line[], from: number) {
  let i = from
  while (i < lines.length && (quoted(lines[i]) || blank(lines[i]))) i += 1
  return i === lines.length || isSignature(lines, i)
}

/** A line that announces what is quoted: “On Monday Jane wrote:”, “-----Original Message-----”, or the header of the quoted mail. */
function headed(lines: Line[], i: number) {
  const first = lines[i]?.text ?? ''
  if (first.length > maxLine) return false
  if (isSeparator(first)) return headerBlock(lines, nextFilled(lines, i + 1)) || /original|p[ůu]vodn|urspr|d'origine|message/i.test(first)
  if (isHeaderLine(first)) return headerBlock(lines, i)
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
    // Without marks on what follows, only a line that nobody types by hand tells that the rest is quoted.
    return marked ? prefixedQuote(lines, next) : /<[^<>\s]+@[^<>\s]+>/.test(joined) && /\d{1,2}[:.]\d{2}/.test(joined)
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

/** At least three header lines of the quoted mail within a few lines. */
function headerBlock(lines: Line[], from: number) {
  if (!isHeaderLine(lines[from]?.text ?? '')) return false
  const found = new Set<string>()
  for (const line of lines.slice(from, from + 10)) {
    const name = isHeaderLine(line.text)
    if (name) found.add(name)
  }
  return found.size >= 3
}

const isSignature = (lines: Line[], i: number) => /^-- ?$/.test(lines[i]?.text ?? '') && lines.length - i <= 20

/** The place from which on a plain text is its sender's signature (`-- `, to the end or to the quote); null where there is none. */
export function signatureStart(text: string): number | null {
  const end = quoteStart(text) ?? text.length
  const lines = linesOf(text.slice(0, end).trimEnd())
  for (let i = lines.length - 1; i >= Math.max(0, lines.length - 20); i -= 1) {
    const line = lines[i]
    if (line && /^-- ?$/.test(line.text)) return line.start
  }
  return null
}
