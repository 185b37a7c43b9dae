/** The account of the operating system that PostgreSQL runs as, because it refuses to be root. */
import { execFileSync, spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { StartProblem } from '../startProblem.ts'

export interface Account {
  uid: number
  gid: number
}

/** The other account that has to run this cluster; undefined when our own does. */
export function accountFor(cluster: string): Account | undefined {
  const mine = process.getuid?.()
  if (mine === undefined) return undefined // Windows
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (mine === 0) {
    if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
    return namedAccount()
  }
  if (owner && owner.uid !== mine)
    throw new StartProblem(
      `The database in ${cluster} belongs to the user with the id ${owner.uid}, and this process runs as ${mine}.\nStart Tessera as that user, or as root.`,
    )
  try {
    userInfo()
  } catch {
    throw new StartProblem(
      `This process runs as user id ${mine}, which has no name on this system, and PostgreSQL refuses to run so.\nStart Tessera as a user with a name, or set DATABASE_URL to a PostgreSQL server.`,
    )
  }
  return undefined
}

function namedAccount(): Account {
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      // This system has no such user.
    }
  }
  throw new StartProblem(
    'PostgreSQL refuses to run as root, and this system has neither a user "postgres" nor "nobody".\nStart Tessera as an ordinary user, or set DATABASE_URL to a PostgreSQL server.',
  )
}

/** Whether that account can enter a folder: every folder above it counts. */
export const canEnter = (account: Account, folder: string) => spawnSync('test', ['-x', folder], { ...account, cwd: '/' }).status === 0
