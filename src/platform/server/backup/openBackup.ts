/** A finished backup, opened for restoring: read only after every part of it has proved to be what was written. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { StartProblem } from '../startProblem.ts'
import { manifest as shape, memberOf, type Manifest } from './manifest.ts'
import { readTar } from './tar.ts'

export interface OpenBackup {
  manifest: Manifest
  read: (member: string) => Readable
  has: (member: string) => Promise<boolean>
}

/** `path` is the folder or the file that a backup was written to. */
export async function openBackup(path: string): Promise<OpenBackup> {
  const place = resolve(path)
  const found = await stat(place).catch(() => null)
  if (!found) throw new StartProblem(`There is no backup at ${place}.`)
  const members = found.isDirectory() ? inFolder(place) : await inTar(place)
  if (!(await members.has(memberOf.manifest)))
    throw new StartProblem(`${place} is not a complete backup: it has no ${memberOf.manifest}, which is written last.`)
  return { ...members, manifest: await readManifest(members, place) }
}

type Members = Omit<OpenBackup, 'manifest'>

const inFolder = (folder: string): Members => ({
  read: (member) => createReadStream(join(folder, member)),
  has: async (member) => (await stat(join(folder, member)).catch(() => null)) !== null,
})

async function inTar(file: string): Promise<Members> {
  const members = await readTar(file)
  return {
    has: async (member) => members.has(member),
    read(member) {
      const found = members.get(member)
      if (!found) throw new StartProblem(`${member} is missing in ${file}.`)
      return found.size === 0 ? Readable.from([]) : createReadStream(file, { start: found.start, end: found.start + found.size - 1 })
    },
  }
}

async function readManifest(members: Members, place: string): Promise<Manifest> {
  let given: unknown
  try {
    given = JSON.parse(await text(members.read(memberOf.manifest)))
  } catch {
    throw new StartProblem(`${memberOf.manifest} of ${place} cannot be read.`)
  }
  const parsed = shape.safeParse(given)
  if (parsed.success) return parsed.data
  const { format, tessera } = Object(given)
  throw new StartProblem(
    format !== 1 && typeof tessera === 'string'
      ? `The backup ${place} was made by Tessera ${tessera}, in a form that this version does not know. Restore it with that version.`
      : `${memberOf.manifest} of ${place} is damaged.`,
  )
}

/** Reads all tables and lists once and compares their digests, before anything is changed anywhere. */
export async function verifyBackup({ manifest, read, has }: OpenBackup, progress: (done: number, all: number) => void): Promise<void> {
  const parts = [
    ...[...manifest.tables, ...(manifest.jobs ? [manifest.jobs] : [])].map((t) => ({
      ...t,
      member: memberOf.table(manifest.folder, t.name),
    })),
    { ...manifest.files, member: memberOf.files(manifest.folder) },
  ]
  const all = parts.reduce((sum, part) => sum + part.size, 0)
  let done = 0
  for (const { member, sha256 } of parts) {
    const hash = createHash('sha256')
    if (await has(member))
      for await (const chunk of read(member)) {
        hash.update(chunk)
        done += chunk.length
        progress(Math.min(done, all), all)
      }
    if (hash.digest('hex') !== sha256)
      throw new StartProblem(`The backup is damaged: ${member} is not what was written. Nothing was restored; use another backup.`)
  }
}
