/** Brings the files of a backup back, each checked by its name, before the rows that name them. */
import type { Readable } from 'node:stream'
import { blobsIn } from './backupFiles.ts'
import { memberOf } from './manifest.ts'
import type { OpenBackup } from './openBackup.ts'

/** The store that files go to; it tells under which name it keeps them. */
interface WriteFiles {
  put: (bytes: Readable) => Promise<{ hash: Buffer }>
  has: (hash: Buffer) => Promise<boolean>
  remove: (hash: Buffer) => Promise<void>
}

/** Returns what cannot be brought back, for a person. All else is there, durably. */
export async function restoreFiles(
  backup: OpenBackup,
  store: WriteFiles,
  progress: (done: number, all: number) => void,
): Promise<string[]> {
  const { manifest, read, has } = backup
  const problems: string[] = []
  let done = 0
  for await (const { hash, size } of blobsIn(read(memberOf.files(manifest.folder)))) {
    const member = memberOf.file(hash)
    if (!(await has(member))) problems.push(`The file ${hash} is missing in the backup.`)
    else if (!(await store.has(Buffer.from(hash, 'hex')))) {
      const stored = await store.put(read(member))
      if (stored.hash.toString('hex') !== hash) {
        await store.remove(stored.hash)
        problems.push(`The file ${hash} is damaged in the backup and was left out.`)
      }
    }
    done += size
    progress(done, manifest.files.bytes)
  }
  return problems
}
