/** The lines of an iCalendar text: unfolded, parameters apart, parts within parts. Bounded. */

export interface CalendarLine {
  name: string
  /** Names in capitals, values without their quotes. */
  params: ReadonlyMap<string, string>
  value: string
}
export interface CalendarPart {
  name: string
  lines: CalendarLine[]
  parts: CalendarPart[]
}

const maxLines = 20_000
const deepest = 10

/** The outermost parts: calendars. What is never closed ends with the text. */
export function readParts(text: string): CalendarPart[] {
  const root: CalendarPart = { name: '', lines: [], parts: [] }
  const open = [root]
  const unfolded = text.replaceAll(/\r\n?/g, '\n').replaceAll(/\n[ \t]/g, '')
  for (const written of unfolded.split('\n', maxLines)) {
    const line = readLine(written)
    const top = open.at(-1)
    if (!line || !top) continue
    const name = line.value.trim().toUpperCase()
    if (line.name === 'BEGIN') {
      const part: CalendarPart = { name, lines: [], parts: [] }
      top.parts.push(part)
      if (open.length < deepest) open.push(part)
    } else if (line.name === 'END') {
      if (open.length > 1 && top.name === name) open.pop()
    } else top.lines.push(line)
  }
  return root.parts
}

function readLine(written: string): CalendarLine | null {
  const name = /^([A-Za-z0-9-]{1,60})(?=[;:])/.exec(written)?.[1]
  if (name === undefined) return null
  const params = new Map<string, string>()
  let at = name.length
  const param = /;([A-Za-z0-9-]{1,60})=("[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*/y
  for (;;) {
    param.lastIndex = at
    const found = param.exec(written)
    if (!found) break
    params.set((found[1] ?? '').toUpperCase(), (found[2] ?? '').replaceAll('"', ''))
    at = param.lastIndex
  }
  return written[at] === ':' ? { name: name.toUpperCase(), params, value: written.slice(at + 1) } : null
}
