/** Where the bytes of attachments and of filed mail lie: a folder, each file under the salted hash of its content. */
import { createHmac, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'

export interface Stored {
  hash: Buffer
  /** Bytes. */
  size: number
}

/** The same bytes are kept once; a store of objects on the network can stand in for the folder. */
export interface FileStore {
  /** Resolves when the bytes are durable. */
  put: (bytes: Readable | Uint8Array) => Promise<Stored>
  /** `part`: from which byte to which, both included. */
  get: (hash: Buffer, part?: { start: number; end: number }) => Readable
  has: (hash: Buffer) => Promise<boolean>
  remove: (hash: Buffer) => Promise<void>
}

/** `salt` is the installation's own, so that nobody can tell from a name that a known file lies here. */
export async function folderStore(folder: string, salt: Uint8Array): Promise<FileStore> {
  const arriving = join(folder, 'arriving')
  await mkdir(arriving, { recursive: true })
  const placeOf = (hash: Buffer) => {
    const name = hash.toString('hex')
    return { folder: join(folder, name.slice(0, 2)), path: join(folder, name.slice(0, 2), name) }
  }
  return {
    async put(bytes) {
      const temporary = join(arriving, randomUUID())
      try {
        const stored = await write(temporary, bytes, salt)
        const place = placeOf(stored.hash)
        if ((await stat(place.path).catch(() => null))?.size !== stored.size) {
          if (await mkdir(place.folder, { recursive: true })) await sync(folder)
          await rename(temporary, place.path)
          await sync(place.folder)
        }
        return stored
      } finally {
        await rm(temporary, { force: true })
      }
    },
    get: (hash, part) => createReadStream(placeOf(hash).path, part),
    remove: (hash) => rm(placeOf(hash).path, { force: true }),
    has: async (hash) => (await stat(placeOf(hash).path).catch(() => null)) !== null,
  }
}

async function write(path: string, bytes: Readable | Uint8Array, salt: Uint8Array): Promise<Stored> {
  const file = await open(path, 'wx', 0o600)
  try {
    const hash = createHmac('sha256', salt)
    let size = 0
    for await (const chunk of bytes instanceof Readable ? bytes : [bytes]) {
      const part = bytesOf(chunk)
      hash.update(part)
      size += part.length
      await file.writeFile(part)
    }
    await file.datasync()
    return { hash: hash.digest(), size }
  } finally {
    await file.close()
  }
}

/** Text comes in UTF-16, whose length is not what lies on the disk. */
const bytesOf = (chunk: string | Uint8Array) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk)

/** A rename is durable only when its folder is. */
async function sync(folder: string) {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
