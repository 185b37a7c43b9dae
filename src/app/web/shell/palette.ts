/** What typed words mean in the palette. */

export interface Goal<Icon> {
  key: string
  name: string
  group: string
  icon: Icon
  /** Undefined: not here. */
  run: (() => void) | undefined
  /** The single key that does the same. */
  hint?: string
  /** Stands whatever was typed. */
  always?: boolean
}

/** `#1024` or `1024` names a ticket. */
export function ticketNumber(words: string): number | undefined {
  const number = /^\s*#?(\d{1,15})\s*$/.exec(words)?.[1]
  return number === undefined || Number(number) === 0 ? undefined : Number(number)
}

const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase()

/** Goals in which every typed word begins a word, whatever the accents; those whose name begins with what was typed come first. */
export function found<Icon>(goals: readonly Goal<Icon>[], words: string): Goal<Icon>[] {
  const typed = plain(words).split(/\s+/).filter(Boolean)
  const fits = (goal: Goal<Icon>) => {
    const parts = plain(`${goal.name} ${goal.group}`).split(/[^\p{L}\p{N}#]+/u)
    return typed.every((word) => parts.some((part) => part.startsWith(word)))
  }
  const rank = (goal: Goal<Icon>) => (goal.always ? 0 : plain(goal.name).startsWith(typed[0] ?? '') ? 1 : 2)
  return goals.filter((goal) => goal.always || fits(goal)).toSorted((a, b) => rank(a) - rank(b))
}
