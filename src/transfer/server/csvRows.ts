/** The rows of a CSV file as it arrives, never more of it in memory than a row that is not at its end yet. */
import { readCsv, type Delimiter } from '#crm/csv.ts'
import { BadInput } from '#platform/problem.ts'

/** A row that is longer is none: a quote that nobody closed. */
const longestRow = 4_000_000

export async function* csvRows(chunks: AsyncIterable<string>, delimiter: Delimiter): AsyncGenerator<string[]> {
  let text = ''
  for await (const chunk of chunks) {
    text += chunk
    let at = 0
    for (;;) {
      const end = endOfRow(text, at, delimiter)
      if (end === null) break
      yield* readCsv(text.slice(at, end), delimiter)
      at = end
    }
    text = text.slice(at)
    if (text.length > longestRow)
      throw new BadInput('A row of the file has no end.', [{ field: 'file', code: 'row_too_long' }], 'row_too_long')
  }
  yield* readCsv(text, delimiter)
}

/** Where the row that begins here ends, its line end included; null where that is not to be seen yet. */
function endOfRow(text: string, from: number, delimiter: Delimiter): number | null {
  for (let at = from; at < text.length;) {
    if (text[at] === '"') {
      const after = afterQuote(text, at)
      if (after === null) return null
      at = after
    }
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++
    if (text[at] === '\n') return at + 1
    // Whether a line feed follows must be known.
    if (text[at] === '\r') return at + 1 === text.length ? null : text[at + 1] === '\n' ? at + 2 : at + 1
    at++
  }
  return null
}

function afterQuote(text: string, from: number): number | null {
  for (let at = from + 1; ;) {
    const end = text.indexOf('"', at)
    if (end === -1 || end + 1 === text.length) return null
    if (text[end + 1] !== '"') return end + 1
    at = end + 2
  }
}

/** The text of bytes as they arrive, without NULs. */
export async function* decodedChunks(bytes: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true }).replaceAll('\0', '')
  yield decoder.decode().replaceAll('\0', '')
}
