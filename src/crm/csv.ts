/** CSV as the world writes it (RFC 4180 and what spreadsheets make of it): read in pieces, and written so that no cell becomes a formula. */

export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

/**
 * The rows of a text. Quoted cells may hold delimiters, line ends and doubled quotes; a quote inside an unquoted cell is a letter; lines end
 * by CRLF, LF or CR; empty lines are no rows. A quote that nobody closes ends with the text.
 */
export function* readCsv(text: string, delimiter: Delimiter): Generator<string[]> {
  let at = text.startsWith('\ufeff') ? 1 : 0
  let row: string[] = []
  while (at < text.length) {
    const cell = text[at] === '"' ? quoted(text, at) : { value: '', next: at }
    let end = cell.next
    while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++
    row.push(cell.value + text.slice(cell.next, end))
    at = end + 1
    if (text[end] === delimiter) {
      if (at >= text.length) row.push('')
      else continue
    }
    if (text[end] === '\r' && text[at] === '\n') at++
    if (row.length > 1 || row[0] !== '') yield row
    row = []
  }
}

function quoted(text: string, from: number): { value: string; next: number } {
  let value = ''
  let at = from + 1
  for (;;) {
    const end = text.indexOf('"', at)
    if (end === -1) return { value: value + text.slice(at), next: text.length }
    value += text.slice(at, end)
    if (text[end + 1] !== '"') return { value, next: end + 1 }
    value += '"'
    at = end + 2
  }
}

/** The delimiter that gives the first lines the most columns, and the same number of them. */
export function delimiterOf(text: string): Delimiter {
  const score = (delimiter: Delimiter) => {
    const widths: number[] = []
    for (const row of readCsv(text.slice(0, 20_000), delimiter)) {
      widths.push(row.length)
      if (widths.length === 20) break
    }
    const [head = 0] = widths
    const even = widths.filter((width) => width === head).length
    return head < 2 ? 0 : even / widths.length + head / 1000
  }
  return delimiters.reduce((best, one) => (score(one) > score(best) ? one : best), ',')
}

/** One line. A cell that a spreadsheet would take for a formula gets an apostrophe in front. */
export const csvLine = (cells: readonly string[]) => `${cells.map(csvCell).join(',')}\r\n`

const csvCell = (cell: string) => {
  const guarded = guardedCell(cell)
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/** One more for what begins with apostrophes itself, so that taking one off gives back what was there. */
const guardedCell = (cell: string) => (/^'*\s*[=+\-@\t\r＝＋－＠]/.test(cell) && !/^[+-]?[\d\s().-]+$/.test(cell) ? `'${cell}` : cell)

/** A cell without the apostrophe that such a guard put in front; one that anybody else wrote stays. */
export const unguardedCell = (cell: string) => (cell.startsWith("'") && guardedCell(cell.slice(1)) === cell ? cell.slice(1) : cell)
