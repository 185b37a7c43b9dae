/** The parts of a ZIP file, each inflated as it is read and never beyond a bound: what is small to send may be huge to unpack. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInflateRaw } from 'node:zlib'
import { BadInput } from '#platform/problem.ts'

export const unreadable = () =>
  new BadInput('This is no file that can be read.', [{ field: 'file', code: 'unreadable_file' }], 'unreadable_file')
export const tooLarge = () =>
  new BadInput('The file unpacks to more than can be read.', [{ field: 'file', code: 'file_too_large' }], 'file_too_large')

const mostEntries = 5000
const mostDirectory = 4 * 1024 * 1024

interface Entry {
  method: number
  size: number
  at: number
}

export interface ZipFile {
  has: (name: string) => boolean
  /** The bytes of a part; more than `most` are refused. */
  read: (name: string, most: number) => AsyncGenerator<Uint8Array>
}

/** Of a file on disk. Encrypted ones and those beyond 4 GB are not read. */
export async function zipFile(path: string): Promise<ZipFile> {
  const entries = await directoryOf(path)
  return {
    has: (name) => entries.has(name),
    async *read(name, most) {
      const entry = entries.get(name)
      if (!entry) throw unreadable()
      if (entry.size === 0) return
      const start = await dataStart(path, entry.at)
      const raw = createReadStream(path, { start, end: start + entry.size - 1 })
      const inflate = createInflateRaw()
      const parts = entry.method === 0 ? raw : raw.pipe(inflate)
      raw.on('error', (error) => inflate.destroy(error))
      let count = 0
      try {
        for await (const part of parts) {
          const bytes: Uint8Array = part
          count += bytes.length
          if (count > most) throw tooLarge()
          yield bytes
        }
      } catch (error) {
        throw error instanceof BadInput ? error : unreadable()
      } finally {
        raw.destroy()
        inflate.destroy()
      }
    },
  }
}

async function directoryOf(path: string): Promise<Map<string, Entry>> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const tail = Buffer.alloc(Math.min(size, 65_557))
    await file.read(tail, 0, tail.length, size - tail.length)
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
    if (end === -1 || end + 22 > tail.length) throw unreadable()
    const count = tail.readUInt16LE(end + 10)
    const length = tail.readUInt32LE(end + 12)
    const start = tail.readUInt32LE(end + 16)
    if (count > mostEntries || length > mostDirectory || start + length > size) throw unreadable()
    const directory = Buffer.alloc(length)
    await file.read(directory, 0, length, start)
    return entriesIn(directory, count)
  } finally {
    await file.close()
  }
}

function entriesIn(directory: Buffer, count: number): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  for (let n = 0, at = 0; n < count; n++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) throw unreadable()
    const flags = directory.readUInt16LE(at + 8)
    const method = directory.readUInt16LE(at + 10)
    const nameLength = directory.readUInt16LE(at + 28)
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength)
    // 1 is encrypted; 0 is stored, 8 is deflated.
    if ((flags & 1) === 0 && (method === 0 || method === 8))
      entries.set(name, { method, size: directory.readUInt32LE(at + 20), at: directory.readUInt32LE(at + 42) })
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

/** The length of the names before the bytes stands before them once more, and may differ. */
async function dataStart(path: string, at: number): Promise<number> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(30)
    const { bytesRead } = await file.read(head, 0, 30, at)
    if (bytesRead < 30 || head.readUInt32LE(0) !== 0x04034b50) throw unreadable()
    return at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  } finally {
    await file.close()
  }
}
