/** Where everything lies that must survive: settled once at the start, so that a wrong place is said before anything is kept there. */
import { accessSync, chmodSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Config } from './config.ts'
import { accountFor, canEnter } from './embedded/account.ts'
import { StartProblem } from './startProblem.ts'

const rootsOwnPlace = '/var/lib/tessera'

/** Makes the data folder and returns where it is. `say` hears of a place that nobody asked for. */
export function settleDataFolder(config: Config, say: (line: string) => void): string {
  const folder = config.databaseUrl ? config.dataFolder : reachable(config, say)
  try {
    if (!existsSync(folder)) {
      mkdirSync(folder, { recursive: true })
      chmodSync(folder, 0o711) // others may pass through to what is theirs, and see nothing
    }
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StartProblem(
      `The data folder ${folder} cannot be written to: ${reasonOf(error)}.\nGive this user the right to write there, or set TESSERA_DATA to another folder.`,
    )
  }
  return folder
}

/** The folder of the embedded database inside of the data folder. */
export const databaseFolder = (dataFolder: string) => join(dataFolder, 'database')

/** PostgreSQL refuses to be root, and the account that it then runs as cannot enter a home that only root may enter. */
function reachable({ dataFolder, dataFolderGiven }: Config, say: (line: string) => void): string {
  if (process.getuid?.() !== 0) return dataFolder
  const account = accountFor(join(databaseFolder(dataFolder), 'cluster'))
  let nearest = dataFolder
  while (!existsSync(nearest)) nearest = dirname(nearest)
  if (!account || canEnter(account, nearest)) return dataFolder
  if (dataFolderGiven)
    throw new StartProblem(
      `The data folder ${dataFolder} lies where only root may enter, and the database may not run as root.\nSet TESSERA_DATA to a folder outside of it, for example ${rootsOwnPlace}.`,
    )
  say(`Only root may enter ${nearest}, so the data is kept in ${rootsOwnPlace} (TESSERA_DATA sets another folder).`)
  return rootsOwnPlace
}

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of this path is a file',
  EEXIST: 'there is a file of this name',
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return reasons[code] ?? (error instanceof Error ? error.message : String(error))
}
