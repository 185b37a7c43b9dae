/**
 * What somebody typed as a full-text question: every word must be there, in any order, accents and case aside; `refun*` is any word that
 * begins so. Words as written; what only sounds alike is the search box's affair.
 */
import { pieces } from './textWords.ts'

const mostWords = 20

export interface AskedWord {
  /** The words that must all be there, or the whole instead. */
  words: readonly string[]
  whole: string | null
  /** Any word with this beginning. */
  prefix: boolean
}

/** `prefixLast`: the last word may still be being typed. */
export function askedWords(typed: string, prefixLast = false): AskedWord[] {
  const chunks = typed.split(/\s+/).filter(Boolean)
  const asked = chunks.flatMap((chunk, n): AskedWord[] => {
    const prefix = chunk.endsWith('*') || (prefixLast && n === chunks.length - 1)
    return [...pieces(chunk)].map(({ words, whole }) => ({ words, whole, prefix }))
  })
  return asked.slice(0, mostWords)
}

/** PostgreSQL's form of it; null when nothing was asked: that matches nothing. */
export function queryText(asked: readonly AskedWord[], alike: (word: string) => readonly string[] = () => []): string | null {
  if (asked.length === 0) return null
  return asked
    .map(({ words, whole, prefix }) => {
      const each = words.map((word, n) => {
        const itself = `${quoted(word)}${prefix && n === words.length - 1 ? ':*' : ''}`
        return [itself, ...alike(word).map((other) => `${quoted(other)}:A`)].join(' | ')
      })
      const all = each.length === 1 ? (each[0] ?? '') : each.map((one) => `(${one})`).join(' & ')
      return `(${whole === null ? all : `${quoted(whole)}${prefix ? ':*' : ''} | (${all})`})`
    })
    .join(' & ')
}

/** A word as PostgreSQL reads it back unchanged. */
export const quoted = (word: string) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
