/** Opening a port, or saying in plain words why it cannot be opened. */
import { StartProblem } from './startProblem.ts'

export interface Door {
  /** What listens there, as the person at the console calls it. */
  what: string
  host: string
  port: number
  /** The setting that chooses another port. */
  setting: string
}

/** Runs what opens the port and turns its failure into a message that names the setting. */
export async function openDoor<T>({ what, host, port, setting }: Door, open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE')
      throw new StartProblem(
        `${what} cannot use port ${port}: another program listens there.\nStop that program, or set ${setting} to another port.`,
      )
    if (code === 'EACCES')
      throw new StartProblem(`${what} may not use port ${port}: this user may not open it. Set ${setting} to a port above 1023.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartProblem(`${what} cannot listen on ${host}: this machine has no such address. Correct the setting HOST.`)
    throw error
  }
}
