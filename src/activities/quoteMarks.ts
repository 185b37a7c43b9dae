/** Knows the lines by which mail programs announce a quoted mail, and what they write beneath a message, by the table of languages. */
import { brands, devices, eastern, mine, quoteLanguages } from './quoteLanguages.ts'

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
const address = String.raw`(?:<[^<>\s]+@[^<>\s]+>|\[[^\][\s]+@[^\][\s]+\]|\([^()]*\))`
const source = (form: string) =>
  form
    .split('…')
    .map((part) => part.split('<@>').map(escaped).join(address))
    .join('.+')

/** A whole line (joined where it was broken) that ends in a colon. Each has its date or sender in the middle. */
const attributions = quoteLanguages
  .flatMap((language) => language.wrote)
  .map((form) => ({ open: form.startsWith('…'), pattern: new RegExp(`^${source(form)}\\s?[:：]$`, 'iu') }))

/**
 * Whether a line announces a quote. `marked`: quoted lines with `>` follow, so that a line of any language will do which names an address,
 * or a date or time.
 */
export function isAttribution(line: string, marked: boolean): boolean {
  // The end of a broken one, its address cut in two, is none by itself.
  const dated = /\d|@/.test(line) && !/^[^<]*>/.test(line)
  if (attributions.some(({ open, pattern }) => (dated || !open) && pattern.test(line))) return true
  return (
    marked &&
    line.length <= 300 &&
    (/[^\s@<>]+@[^\s@<>]+/.test(line) || /\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}|\d{1,2}[:.]\d{2}/.test(line.slice(0, -1)))
  )
}

const dashed = (words: readonly string[]) => new RegExp(`^[>\\s]*[-_—]{2,}\\s*(?:${words.map(escaped).join('|')})\\s*[-_—]{2,}\\s*$`, 'iu')
const original = dashed(quoteLanguages.flatMap((language) => language.original))
const passedOn = dashed(quoteLanguages.flatMap((language) => language.forwarded))
const passedOnWords = new RegExp(
  `^[>\\s]*(?:${quoteLanguages
    .flatMap((language) => language.forwarded)
    .map(escaped)
    .join('|')})\\s?[:：]$`,
  'iu',
)

/** A line between the message and the mail that it answers. `alone`: whatever follows; `head`: only with the head of a mail below it. */
export function separatorKind(line: string): 'alone' | 'head' | null {
  if (original.test(line)) return 'alone'
  return /^_{20,}$/.test(line.trim()) ? 'head' : null // Outlook
}

/** A line above a mail that is passed on, to be read. */
export const isForward = (line: string) => passedOn.test(line) || passedOnWords.test(line)

const kinds = ['from', 'date', 'to', 'subject', 'copy'] as const
const headLines = kinds.map((kind) => {
  const words = quoteLanguages.flatMap((language) => language.head[kind])
  return [kind, new RegExp(`^[>\\s]*\\*?(?:${[...new Set(words)].map(escaped).join('|')})\\s?[:：]\\*?`, 'iu')] as const
})

/** Which line of a quoted mail's head this is; null for any other line. */
export const headLine = (line: string) => headLines.find(([, pattern]) => pattern.test(line.slice(0, 40)))?.[0] ?? null

/** Whether these lines begin with the head of a mail. Without a subject it may be anybody's list: from Prague, to London, on this date. */
export function isHead(lines: readonly string[]): boolean {
  if (headLine(lines[0] ?? '') === null) return false
  const found = new Set(lines.slice(0, 10).map(headLine))
  found.delete(null)
  return found.size >= 3 && found.has('from') && found.has('subject')
}

const own = quoteLanguages.flatMap((language) => language.sent).map((form) => new RegExp(`^${source(form)}$`, 'iu'))
const anyOf = (words: readonly string[]) => words.map(escaped).join('|')
// With the ending that a language may give it, and no longer word: opportunity is none.
const brand = new RegExp(`(?<!\\p{L})(?:${anyOf(brands)})(?!\\p{L}{4})`, 'iu')
const device = new RegExp(`(?<!\\p{L})(?:${anyOf(devices)})`, 'iu')
const ownOne = new RegExp(`(?<!\\p{L})(?:${anyOf(mine)})(?!\\p{L})`, 'iu')
const easternOne = new RegExp(anyOf(eastern), 'iu')
const namesSender = (line: string) =>
  /[\u3040-\u30ff\u4e00-\u9fff]/.test(line) ? easternOne.test(line) : brand.test(line) || (device.test(line) && ownOne.test(line))

/** “Sent from my iPhone” and what other programs say of themselves, as a line of its own. */
export function isSentLine(line: string): boolean {
  const said = line.trim().replace(/[.。]$/, '')
  return said.length > 3 && said.length <= 80 && namesSender(said) && own.some((pattern) => pattern.test(said))
}

/** Whether somebody wrote anything above a quote: a signature alone says nothing, and then the answer may stand within the quote. */
export function hasNews(above: string): boolean {
  const lines = above.split('\n').map((line) => line.trim())
  const signed = lines.findIndex((line) => /^--$/.test(line))
  return lines.slice(0, signed < 0 ? undefined : signed).some((line) => line !== '' && !isSentLine(line))
}

const announcements = new RegExp(
  quoteLanguages
    .flatMap((language) => language.below)
    .map((word) => (/[\u3040-\u9fff]/.test(word) ? word : `(?<!\\p{L})${escaped(word)}(?!\\p{L})`))
    .join('|'),
  'iu',
)

/** Whether the text above a quote says that answers stand within it. */
export const announcesBelow = (text: string) => announcements.test(text)
