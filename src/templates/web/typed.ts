/** What is being typed of a placeholder or of a Template's name, and what it may become. Pure. */

export interface Choice {
  name: string
  about: string
  example: string
  /** Where two may have the same name. */
  key?: number
  /** Nothing is known for it here. */
  missing?: boolean
}

/** From the two braces to the cursor, and the name begun so far; null where no placeholder is being typed. */
export function typedPlaceholder(before: string): { written: string; name: string } | null {
  const found = /\{\{\s*([\w.]{0,60})$/.exec(before)
  return found ? { written: found[0], name: found[1] ?? '' } : null
}

/** Those whose name or description has the words; names that begin so come first. */
export function matching(choices: readonly Choice[], words: string): Choice[] {
  const wanted = words.trim().toLowerCase()
  const has = choices.filter(({ name, about }) => name.toLowerCase().includes(wanted) || about.toLowerCase().includes(wanted))
  const begins = ({ name }: Choice) => name.toLowerCase().startsWith(wanted)
  return [...has.filter(begins), ...has.filter((choice) => !begins(choice))]
}

/** From the slash to the cursor, where a Template's name is begun: a slash within a word or an address is only a slash. */
export function typedTemplate(before: string): { written: string; name: string } | null {
  const found = /(?:^|\s)(\/([\p{L}\p{N}_-]{0,40}))$/u.exec(before)
  return found?.[1] === undefined ? null : { written: found[1], name: found[2] ?? '' }
}
