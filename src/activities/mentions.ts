/** Naming colleagues in a comment: `@` and their name, as it is written. Pure. */

interface Named {
  id: number
  name: string
}

/** The name that is being typed at the end of this text, and where its `@` stands; null where none is. */
export function typedMention(before: string): { at: number; name: string } | null {
  const found = /(?:^|[\s(])(@([\p{L}\p{M}\p{N}.'’-]*(?: [\p{L}\p{M}\p{N}.'’-]*){0,3}))$/u.exec(before)
  return found?.[1] === undefined ? null : { at: before.length - found[1].length, name: found[2] ?? '' }
}

const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** Those of whose name a word begins so, whatever the accents; those whose name begins so come first. */
export function offeredMentions<T extends Named>(people: readonly T[], typed: string): T[] {
  const wanted = plain(typed)
  const begins = (name: string) => plain(name).startsWith(wanted)
  const found = people.filter(({ name }) => begins(name) || name.split(/\s+/).some(begins))
  return [...found.filter(({ name }) => begins(name)), ...found.filter(({ name }) => !begins(name))]
}

/** The text in pieces: what names somebody, and what stands between. Of two names that begin alike the longer one is meant. */
export function mentionsIn<T extends Named>(text: string, people: readonly T[]): { text: string; person?: T }[] {
  const longest = people.filter(({ name }) => name !== '').toSorted((a, b) => b.name.length - a.name.length)
  const pieces: { text: string; person?: T }[] = []
  let from = 0
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    // In the middle of a word it is an address.
    if (at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) continue
    const person = longest.find(({ name }) => text.startsWith(name, at + 1) && !/^[\p{L}\p{N}]/u.test(text.slice(at + 1 + name.length)))
    if (!person) continue
    const end = at + 1 + person.name.length
    if (at > from) pieces.push({ text: text.slice(from, at) })
    pieces.push({ text: text.slice(at, end), person })
    from = end
  }
  if (from < text.length) pieces.push({ text: text.slice(from) })
  return pieces
}
