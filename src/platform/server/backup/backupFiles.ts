/** The files of a backup: after the tables, because every file that a row names was there before the row. */
import { createHash, createHmac } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Manifest } from './manifest.ts'
import type { BackupPlace } from './place.ts'

/** The store that files are read from. */
interface ReadFiles {
  get: (hash: Buffer) => Readable
  has: (hash: Buffer) => Promise<boolean>
}

interface Result {
  files: Manifest['files']
  /** What is wrong with the store itself, for a person. */
  problems: string[]
}

/** Copies every file of `blobs` (hash and size on each line) that is not there yet, checks it by its name, and lists in `list` what there is. */
export async function backupFiles(options: {
  blobs: string
  list: string
  store: ReadFiles
  /** By which the store names its files. */
  salt: Uint8Array
  place: BackupPlace
  progress: (done: number, all: number) => void
}): Promise<Result> {
  const { store, salt, place, progress } = options
  const problems: string[] = []
  const files = { count: 0, bytes: 0, missing: 0, damaged: 0 }
  const all = await bytesOf(options.blobs)
  const sha256 = createHash('sha256')
  const list = await open(options.list, 'wx', 0o600)
  try {
    let passed = 0
    for await (const { hash, size } of blobsIn(options.blobs)) {
      passed += size
      const name = Buffer.from(hash, 'hex')
      if (!(await store.has(name))) {
        files.missing++
        problems.push(`The file ${hash} is missing in the data folder.`)
        continue
      }
      if (!(await place.has(hash, size))) {
        const mac = createHmac('sha256', salt)
        let found = 0
        const bytes = watched(store.get(name), (chunk) => {
          mac.update(chunk)
          found += chunk.length
        })
        await place.addFile(hash, size, bytes)
        if (found !== size || mac.digest('hex') !== hash) {
          files.damaged++
          problems.push(`The file ${hash} is damaged in the data folder.`)
        }
      }
      const line = `${hash} ${size}\n`
      sha256.update(line)
      await list.writeFile(line)
      files.count++
      files.bytes += size
      progress(passed, all)
    }
    await list.sync()
  } finally {
    await list.close()
  }
  return { files: { ...files, size: (await stat(options.list)).size, sha256: sha256.digest('hex') }, problems }
}

/** The files that a list names. */
export async function* blobsIn(list: string | Readable): AsyncGenerator<{ hash: string; size: number }> {
  const input = typeof list === 'string' ? createReadStream(list) : list
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    const [hash = '', size = ''] = line.split(/\s/)
    if (/^[0-9a-f]{64}$/.test(hash)) yield { hash, size: Number(size) }
  }
}

async function bytesOf(list: string) {
  let sum = 0
  for await (const { size } of blobsIn(list)) sum += size
  return sum
}

async function* watched(bytes: AsyncIterable<Buffer>, see: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    see(chunk)
    yield chunk
  }
}
