/** Where a search hit: the piece of text around it, its words marked. */
import { fold } from '#platform/fold.ts'
import type { AskedWord } from '#platform/textQuery.ts'

export interface Marked {
  text: string
  hit: boolean
}

const around = 60
const longest = 200
const written = /[\p{L}\p{N}\p{M}]+/gu

/** Null where no asked word stands in the text; otherwise a piece of it that holds as many of them as fit. */
export function markedPiece(text: string, asked: readonly AskedWord[], alike: ReadonlyMap<string, readonly string[]>): Marked[] | null {
  const places = hitsIn(text, asked, alike)
  if (places.length === 0) return null
  const [from, to] = bestStretch(text, places)
  const pieces: Marked[] = []
  let at = from
  for (const place of places.filter((p) => p.from >= from && p.to <= to)) {
    if (place.from > at) pieces.push({ text: text.slice(at, place.from), hit: false })
    pieces.push({ text: text.slice(place.from, place.to), hit: true })
    at = place.to
  }
  if (at < to) pieces.push({ text: text.slice(at, to), hit: false })
  if (from > 0) pieces.unshift({ text: '… ', hit: false })
  if (to < text.length) pieces.push({ text: ' …', hit: false })
  return pieces.map(({ text: piece, hit }) => ({ text: piece.replaceAll(/\s+/g, ' '), hit }))
}

interface Place {
  from: number
  to: number
  word: number
}

function hitsIn(text: string, asked: readonly AskedWord[], alike: ReadonlyMap<string, readonly string[]>): Place[] {
  const exact = new Map<string, number>()
  const beginnings: [string, number][] = []
  for (const [n, { words, prefix }] of asked.entries())
    for (const [k, word] of words.entries()) {
      for (const one of [word, ...(alike.get(word) ?? [])]) exact.set(one, n)
      if (prefix && k === words.length - 1) beginnings.push([word, n])
    }
  const places: Place[] = []
  for (const match of text.matchAll(written)) {
    const word = fold(match[0])
    const n = exact.get(word) ?? beginnings.find(([beginning]) => word.startsWith(beginning))?.[1] ?? partOf(word, exact)
    if (n !== undefined) places.push({ from: match.index, to: match.index + match[0].length, word: n })
  }
  return places
}

/** Writing without spaces: an asked pair of signs stands somewhere in the run. */
function partOf(run: string, exact: ReadonlyMap<string, number>) {
  if (!/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(run)) return undefined
  for (const [word, n] of exact) if (run.includes(word)) return n
  return undefined
}

/** The stretch with the most different words; of equal ones the first. */
function bestStretch(text: string, places: readonly Place[]): [number, number] {
  let best = { words: 0, from: 0 }
  for (const [n, { from }] of places.entries()) {
    const inside = places.slice(n).filter((p) => p.to <= from + longest - around)
    const words = new Set(inside.map((p) => p.word)).size
    if (words > best.words) best = { words, from }
  }
  const start = best.from <= around ? 0 : text.indexOf(' ', best.from - around) + 1
  const from = start > best.from || start === 0 ? Math.max(0, Math.min(best.from, start)) : start
  return [from, Math.min(text.length, from + longest)]
}
