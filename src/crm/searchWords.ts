/** The words by whose beginnings a Contact or Account is found: those of its name, its addresses, its numbers. */
import { fold } from '#platform/fold.ts'

const longest = 200

/** A name's words as written and their parts between signs (`o'neil`, `o`, `neil`); an address besides by its domain, a number by its digits. */
export function searchWords(of: { name: string; emails?: readonly string[]; phones?: readonly string[] }): string[] {
  const texts = [of.name, ...(of.emails ?? []).flatMap((address) => [address, address.slice(address.lastIndexOf('@') + 1)])]
  const words = new Set(texts.map(fold).flatMap((text) => [...text.split(' '), ...text.split(/[^\p{L}\p{N}]+/u)]))
  for (const phone of of.phones ?? []) {
    const digits = (phone.split(' x')[0] ?? '').replaceAll(/\D/g, '')
    // The last nine are the same with and without the country.
    words.add(digits).add(digits.slice(-9))
  }
  words.delete('')
  return [...words].map((word) => word.slice(0, longest))
}

/** PostgreSQL's form of what was typed: each word has to begin one of theirs. Null when nothing was typed. */
export function searchQuery(typed: string): string | null {
  const trimmed = typed.trim()
  // A number is typed with spaces and signs, and means one word.
  const digits = /^\+?[\d\s()./-]{5,}$/.test(trimmed) ? trimmed.replaceAll(/\D/g, '') : ''
  const words =
    digits.length >= 5
      ? [digits.replace(/^00/, '')]
      : fold(trimmed)
          .split(' ')
          .map((word) => word.replace(/^@/, ''))
  const asked = words.filter((word) => word !== '').slice(0, 10)
  if (asked.length === 0) return null
  return asked.map((word) => `'${word.slice(0, longest).replaceAll('\\', '\\\\').replaceAll("'", "''")}':*`).join(' & ')
}
