/** An uploaded file of tickets: what it is, how it is to be read, and its rows, again and again from the file store. */
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { delimiterOf, unguardedCell, type Delimiter } from '#crm/csv.ts'
import type { Encoding } from '#crm/importApi.ts'
import { decoded, encodingOf } from '#crm/server/decodeCsv.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { wellFormed } from '#platform/shapes.ts'
import type { formats } from '#transfer/ticketImport.ts'
import { csvRows, decodedChunks } from './csvRows.ts'
import { xlsxRows } from './xlsxRows.ts'
import { unreadable } from './zipFile.ts'

export interface FileReading {
  hash: Buffer
  format: (typeof formats)[number]
  encoding: Encoding
  delimiter: Delimiter
}

const looked = 1024 * 1024

/** What the file is, by its bytes. */
export async function recognise(store: FileStore, hash: Buffer): Promise<Omit<FileReading, 'hash'>> {
  const first = await firstBytes(store, hash)
  if (first.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) return { format: 'xlsx', encoding: 'utf-8', delimiter: ',' }
  // What old spreadsheets, PDF and programs begin with.
  if (['d0cf11e0', '25504446', '7f454c46', '1f8b0800'].includes(first.toString('hex', 0, 4))) throw unreadable()
  const marked = encodingOf(first.subarray(0, 2))
  const encoding = marked.startsWith('utf-16')
    ? marked
    : (await isUtf8(store.get(hash)))
      ? 'utf-8'
      : encodingOf(Buffer.concat([first, Buffer.from([0xff])]))
  return { format: 'csv', encoding, delimiter: delimiterOf(decoded(first, encoding)) }
}

async function firstBytes(store: FileStore, hash: Buffer): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let count = 0
  for await (const chunk of store.get(hash)) {
    const bytes: Uint8Array = chunk
    parts.push(bytes)
    count += bytes.length
    if (count >= looked) break
  }
  return Buffer.concat(parts).subarray(0, looked)
}

async function isUtf8(bytes: AsyncIterable<Uint8Array>): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of bytes) decoder.decode(chunk, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** All rows, the first one too; an apostrophe that guards a cell of CSV against becoming a formula is taken off. A workbook is read from its middle, so it lies in a folder of its own meanwhile. */
export async function* rowsOf(store: FileStore, { hash, format, encoding, delimiter }: FileReading): AsyncGenerator<string[]> {
  if (format === 'csv') {
    for await (const row of csvRows(decodedChunks(store.get(hash), encoding), delimiter))
      yield row.map((cell) => wellFormed(unguardedCell(cell)))
    return
  }
  const folder = await mkdtemp(join(tmpdir(), 'tessera-import-'))
  try {
    const path = join(folder, 'book.xlsx')
    await pipeline(store.get(hash), createWriteStream(path, { mode: 0o600 }))
    for await (const row of xlsxRows(path)) yield row.map(wellFormed)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
