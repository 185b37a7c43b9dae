/** The one way in which text is folded to be compared: filters, lookups and stored keys mean the same text by it. Changing it is a migration. */
import { wellFormed } from './shapes.ts'

const plain = /^[\x20-\x7e]*$/
const runs = / {2,}/g
const whole: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', ø: 'o', ł: 'l', đ: 'd', ı: 'i' }

/** Without accents, case, and the way white space was typed. PostgreSQL never folds: it compares what this made, byte by byte. */
export function fold(text: string): string {
  if (plain.test(text)) return text.toLowerCase().replaceAll(runs, ' ')
  return wellFormed(text)
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[ßæøłđı]/g, (letter) => whole[letter] ?? letter)
}
