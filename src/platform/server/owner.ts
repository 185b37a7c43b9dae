/** One process owns the embedded database and what else lies in the data folder. A file there says which, and is believed only while that process lives. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const shape = z.object({
  pid: z.number(),
  /** When the process began, as the kernel counts: a number that was given to another process since is told apart. */
  began: z.string(),
  /** `start` for the server, otherwise the command. */
  command: z.string(),
  /** Where the server is found, once it listens. */
  address: z.string().optional(),
  /** Once the embedded database answers. */
  databasePort: z.number().optional(),
})

/** The process that owns a data folder. */
export type Owner = z.output<typeof shape>

/** Our own hold on a data folder. */
export interface Ownership {
  /** Adds to what others read about us. */
  tell: (about: Pick<Owner, 'address' | 'databasePort'>) => void
  release: () => void
}

const fileIn = (folder: string) => join(folder, 'owner.json')

/** The living owner, if there is one. */
export function ownerOf(folder: string): Owner | undefined {
  const owner = read(fileIn(folder))
  return owner && alive(owner) ? owner : undefined
}

/** Takes the folder for this process; undefined when a living process has it. */
export function own(folder: string, command: string): Ownership | undefined {
  const file = fileIn(folder)
  const draft = `${file}.${process.pid}`
  let me: Owner = { pid: process.pid, began: beginOf(process.pid), command }
  writeFileSync(draft, JSON.stringify(me))
  try {
    for (;;) {
      try {
        linkSync(draft, file) // appears with its content or not at all
        break
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
      }
      if (ownerOf(folder)) return undefined
      clear(file)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  const release = () => {
    if (read(file)?.pid === process.pid) rmSync(file, { force: true })
  }
  process.once('exit', release)
  return {
    tell(about) {
      me = { ...me, ...about }
      writeFileSync(draft, JSON.stringify(me))
      renameSync(draft, file)
    },
    release() {
      process.removeListener('exit', release)
      release()
    },
  }
}

/** Removes what a dead process left. Of two that find it, one may meet the other's fresh file: that goes back to its place. */
function clear(file: string) {
  const aside = `${file}.dead.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  const owner = read(aside)
  if (owner && alive(owner))
    try {
      linkSync(aside, file)
    } catch {
      // A third one has it by now.
    }
  rmSync(aside, { force: true })
}

function read(file: string): Owner | undefined {
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

function alive({ pid, began }: Owner): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  return beginOf(pid) === began
}

function beginOf(pid: number): string {
  if (process.platform !== 'linux') return ''
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '')
  } catch {
    return 'ended'
  }
}
