/** Where a backup is written: a folder, which further backups bring up to date, or one file. Until it is complete, it is none, and an earlier one stays. */
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { StartProblem } from '../startProblem.ts'
import { memberOf, type Manifest } from './manifest.ts'
import { createTar } from './tar.ts'

/** A backup that is being written. */
export interface BackupPlace {
  /** An own folder, to which the tables and the list of files are written first. */
  staging: string
  /** Whether an earlier backup left this file here. */
  has: (hash: string, size: number) => Promise<boolean>
  /** Resolves when the bytes are written, whether they are what `hash` says or not. */
  addFile: (hash: string, size: number, bytes: AsyncIterable<Buffer>) => Promise<void>
  /** Makes it the backup. Returns its size in bytes. */
  finish: (manifest: Manifest, secret: string | null) => Promise<number>
  /** Takes away what was begun. */
  abandon: () => Promise<void>
}

/** Begins a backup at `path`: one file if that ends in `.tar`, otherwise a folder. `folder` is its name for the tables. */
export const openPlace = (path: string, folder: string): Promise<BackupPlace> =>
  path.endsWith('.tar') ? tarPlace(resolve(path), folder) : folderPlace(resolve(path), folder)

async function folderPlace(path: string, folder: string): Promise<BackupPlace> {
  const staging = join(path, folder)
  const there = existsSync(path) ? await readdir(path) : []
  if (there.length > 0 && !there.includes(memberOf.manifest) && !there.every((name) => /^(database-\d{8}T\d{9}Z|files)$/.test(name)))
    throw new StartProblem(`${path} holds something that is not a backup. Name an empty or new folder, or the folder of an earlier backup.`)
  await mkdir(staging, { recursive: true, mode: 0o700 })
  const kept = new Set<string>()
  return {
    staging,
    async has(hash, size) {
      const found = await stat(join(path, memberOf.file(hash))).catch(() => null)
      if (found?.size === size) kept.add(hash)
      return found?.size === size
    },
    async addFile(hash, _size, bytes) {
      const file = join(path, memberOf.file(hash))
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      await writeDurably(file, bytes)
      kept.add(hash)
    },
    async finish(manifest, secret) {
      if (secret !== null) await writeDurably(join(path, memberOf.secret), [Buffer.from(secret)])
      await writeDurably(join(path, memberOf.manifest), [Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)])
      await syncFolder(path)
      await forgetEarlier(path, folder, kept)
      if (secret === null) await rm(join(path, memberOf.secret), { force: true })
      return sizeOf(manifest)
    },
    abandon: () => rm(staging, { recursive: true, force: true }),
  }
}

/** What only earlier backups named goes, above all what was erased on the desk since. */
async function forgetEarlier(path: string, folder: string, kept: ReadonlySet<string>) {
  for (const name of await readdir(path))
    if (name.startsWith('database-') && name !== folder) await rm(join(path, name), { recursive: true, force: true })
  const files = join(path, 'files')
  for (const part of existsSync(files) ? await readdir(files) : [])
    for (const name of await readdir(join(files, part))) if (!kept.has(name)) await rm(join(files, part, name), { force: true })
}

async function tarPlace(path: string, folder: string): Promise<BackupPlace> {
  if (existsSync(path)) throw new StartProblem(`There is already a file ${path}. Nothing was written.`)
  await mkdir(dirname(path), { recursive: true })
  const staging = `${path}.tables`
  const partial = `${path}.part`
  await rm(staging, { recursive: true, force: true }) // of an earlier try that was killed
  await rm(partial, { force: true })
  await mkdir(staging, { mode: 0o700 })
  const tar = await createTar(partial)
  const abandon = async () => {
    await tar.close().catch(() => undefined)
    await rm(partial, { force: true })
    await rm(staging, { recursive: true, force: true })
  }
  return {
    staging,
    has: async () => false,
    addFile: (hash, size, bytes) => tar.add(memberOf.file(hash), size, bytes),
    async finish(manifest, secret) {
      for (const name of (await readdir(staging)).toSorted()) {
        const file = join(staging, name)
        await tar.add(`${folder}/${name}`, (await stat(file)).size, createReadStream(file))
      }
      const add = (name: string, bytes: Buffer) => tar.add(name, bytes.length, only(bytes))
      if (secret !== null) await add(memberOf.secret, Buffer.from(secret))
      await add(memberOf.manifest, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
      const size = await tar.finish()
      await tar.close()
      await rename(partial, path)
      await syncFolder(dirname(path))
      await rm(staging, { recursive: true, force: true })
      return size
    },
    abandon,
  }
}

// oxlint-disable-next-line require-await -- a stream of one piece
async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

const sizeOf = ({ tables, jobs, files }: Manifest) =>
  tables.reduce((sum, table) => sum + table.size, 0) + (jobs?.size ?? 0) + files.size + files.bytes

/** Appears whole or not at all, readable by its owner alone. */
async function writeDurably(path: string, bytes: AsyncIterable<Buffer> | Iterable<Buffer>) {
  const partial = `${path}.part`
  await pipeline(bytes, createWriteStream(partial, { mode: 0o600, flush: true }))
  await rename(partial, path)
}

async function syncFolder(path: string) {
  if (process.platform === 'win32') return // does not open folders
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
