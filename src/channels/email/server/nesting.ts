/** A guard before any reading of HTML: elements nested a hundred thousand deep would cost a parser seconds and its stack. */

const maxDepth = 300 // browsers themselves flatten what is deeper than 512
const noContent = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr'])
/** Careless mail leaves these open: the next one closes the one before it. */
const closes = new Map([
  ['p', ['p']],
  ['li', ['li']],
  ['dt', ['dt', 'dd']],
  ['dd', ['dt', 'dd']],
  ['option', ['option']],
  ['td', ['td', 'th']],
  ['th', ['td', 'th']],
  ['tr', ['td', 'th', 'tr']],
])

/** The HTML itself; where elements nest too deep, without the tags of those that do. Linear in its length. */
export function boundedNesting(html: string): string {
  if (!mayNest(html)) return html
  const open: string[] = []
  const counts = new Map<string, number>()
  const close = () => {
    const name = open.pop() ?? ''
    counts.set(name, (counts.get(name) ?? 1) - 1)
    return name
  }
  // After the last > no tag can end: left out, or each < there would be searched to the end.
  const last = html.lastIndexOf('>') + 1
  const flat = html.slice(0, last).replaceAll(/<(\/?)([a-z][a-z0-9:_-]*)[^>]*>/gi, (tag, slash: string, written: string) => {
    const name = written.toLowerCase()
    if (noContent.has(name)) return tag
    if (slash === '') {
      for (const sibling of closes.get(name) ?? []) if (open.at(-1) === sibling) close()
      if (open.length >= maxDepth) return ''
      open.push(name)
      counts.set(name, (counts.get(name) ?? 0) + 1)
      return tag
    }
    if ((counts.get(name) ?? 0) === 0) return ''
    while (close() !== name);
    return tag
  })
  return flat + html.slice(last)
}

/** Whether there are enough tags to nest too deep at all: for much mail, the only thing that is looked at. */
function mayNest(html: string) {
  let tags = 0
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) if ((tags += 1) > maxDepth) return true
  return false
}
