/** The embedded PostgreSQL also listens on a socket in the file system, which answers twice as fast as one of the network. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { placesIn } from './cluster.ts'

/** `sockaddr_un` holds 108 bytes on Linux and 104 elsewhere, the zero at the end included. */
const longest = 103
const fileOf = (folder: string, port: number | string) => join(folder, `.s.PGSQL.${port}`)

/** Where the socket stands: the cluster's own folder, which nobody else may enter. None where the system or the path allows none. */
export function socketFolder(folder: string): string | undefined {
  const { cluster } = placesIn(folder)
  const fits = Buffer.byteLength(fileOf(cluster, '65535')) <= longest
  // PostgreSQL reads a list of quoted names here.
  return process.platform !== 'win32' && fits && !/["',\\]/.test(cluster) ? cluster : undefined
}

/** The folder of the socket on which a server with this port answers; undefined where only the network leads to it. */
export function socketAt(folder: string, port: number): string | undefined {
  const there = socketFolder(folder)
  return there !== undefined && existsSync(fileOf(there, port)) ? there : undefined
}
