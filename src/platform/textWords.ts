/** The words of a text for full-text search: the same for what is searched and for what is asked. */
import { fold } from './fold.ts'

/** A longer word is known by its beginning. */
const longest = 100
/** Writing without spaces between words is known by its pairs of signs. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u
const runs =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{M}ー]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]+/gu
const between = /[^\p{L}\p{N}]+/gu
const edges = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu

/** One asked or written piece: itself, as far as it has signs inside (`r-21070`, `jana@north.cz`), and the words in it. */
export interface Piece {
  whole: string | null
  words: string[]
}

/** The pieces of a text, in their order. */
export function* pieces(text: string): Generator<Piece> {
  for (const chunk of fold(text).split(' ')) {
    const whole = chunk.replaceAll(edges, '')
    if (whole === '') continue
    if (unspaced.test(whole)) {
      for (const run of whole.match(runs) ?? []) {
        if (unspaced.test(run)) yield { whole: null, words: pairs(run) }
        else yield* pieces(run)
      }
      continue
    }
    const words = whole.split(between).map((word) => word.slice(0, longest))
    yield { whole: words.length > 1 ? whole.slice(0, longest) : null, words }
  }
}

/** All words of a text, whole pieces among them, each as often as it stands there. */
export function* wordsOf(text: string): Generator<string> {
  for (const { whole, words } of pieces(text)) {
    if (whole !== null) yield whole
    for (const word of words) {
      yield word
      if (unspaced.test(word)) yield* word
    }
  }
}

function pairs(run: string): string[] {
  const signs = Array.from(run)
  return signs.length === 1 ? signs : signs.slice(1).flatMap((sign, n) => [`${signs[n]}${sign}`])
}
