/** What is being typed of a placeholder, and which placeholders it may become. Pure. */

export interface Choice {
  name: string
  about: string
  example: string
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
