/** Opens the database that the settings name: a server of the operator's, or the embedded one, which this process then owns or joins. */
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Config } from './config.ts'
import { connect, type ConnectOptions, type Database } from './database.ts'
import { databaseFolder } from './dataFolder.ts'
import { embeddedUrl, startEmbedded } from './embedded/startEmbedded.ts'
import { own, ownerOf, type Owner } from './owner.ts'
import { StartProblem } from './startProblem.ts'

export interface OpenDatabase extends Database {
  url: string
  /** As in `18.4`. */
  version: string
  /** Whether this process runs it, uses one that another process of Tessera runs, or neither. */
  how: 'external' | 'embedded' | 'joined'
  /** Tells other processes of this data folder where the server listens. */
  announce: (address: string) => void
  /** Resolves if the embedded database ends although nobody asked it to. */
  lost: Promise<void>
}

export interface OpenOptions extends ConnectOptions {
  /** `start`, or the command that needs the database for a while. */
  command: string
  /** Hears what is being waited for. */
  say?: (line: string) => void
}

const oldest = 15

/** Opens it and makes sure that it answers and is new enough. `close` also stops an embedded database that was started for this. */
export async function openDatabase(config: Config, dataFolder: string, options: OpenOptions): Promise<OpenDatabase> {
  if (config.databaseUrl) return opened(config.databaseUrl, 'external', options)
  for (let told = false; ; told = true) {
    const ownership = own(dataFolder, options.command)
    if (ownership) {
      try {
        const embedded = await startEmbedded(databaseFolder(dataFolder))
        ownership.tell({ databasePort: Number(new URL(embedded.url).port) })
        const database = await opened(embedded.url, 'embedded', options)
        let asked = false
        const lost = new Promise<void>((resolve) => void embedded.ended.then(() => asked || resolve()))
        const close = async () => {
          asked = true
          await database.close()
          await embedded.stop()
          ownership.release()
        }
        return { ...database, close, lost, announce: (address) => ownership.tell({ address }) }
      } catch (error) {
        ownership.release()
        throw error
      }
    }
    const owner = ownerOf(dataFolder)
    if (owner?.command === 'start') {
      if (options.command === 'start') throw new StartProblem(alreadyRunning(owner, dataFolder))
      if (owner.databasePort) return opened(joinedUrl(dataFolder, owner.databasePort), 'joined', options)
    } else if (owner && !told) options.say?.(`Waiting for tessera ${owner.command} (process ${owner.pid}), which is using the database …`)
    await pause(100)
  }
}

async function opened(url: string, how: OpenDatabase['how'], options: ConnectOptions): Promise<OpenDatabase> {
  const database = connect(url, options)
  try {
    const { rows } = await database.pool.query<{ version: string }>(`select current_setting('server_version') as version`)
    const version = rows[0]?.version.split(' ')[0] ?? ''
    if (Number.parseInt(version, 10) < oldest)
      throw new StartProblem(`The database at ${placeOf(url)} is PostgreSQL ${version}. Tessera needs PostgreSQL ${oldest} or newer.`)
    return { ...database, url, version, how, announce: () => {}, lost: new Promise(() => {}) }
  } catch (error) {
    await database.close()
    if (error instanceof StartProblem) throw error
    throw new StartProblem(`The database at ${placeOf(url)} cannot be used: ${reasonOf(error)}.\n${advice(how)}`, { cause: error })
  }
}

const advice = (how: OpenDatabase['how']) =>
  how === 'external'
    ? 'Correct DATABASE_URL, or leave it out to use the embedded database.'
    : 'Its log is in the folder database/log of TESSERA_DATA.'

function alreadyRunning({ address, pid }: Owner, dataFolder: string) {
  return `Tessera is already running${address ? ` at ${address}` : ''} (process ${pid}) with the data in ${dataFolder}.
Stop it first, or give this one a folder of its own with TESSERA_DATA.`
}

function joinedUrl(dataFolder: string, port: number): string {
  try {
    return embeddedUrl(databaseFolder(dataFolder), port)
  } catch (error) {
    throw new StartProblem(
      `The password of the embedded database in ${dataFolder} cannot be read. Run this command as the user who runs Tessera, or as root.`,
      { cause: error },
    )
  }
}

/** Host, port and database: an address without its password. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host || 'localhost'}${pathname}`
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'the host cannot be reached',
  '28P01': 'wrong user or password',
  '28000': 'this user may not connect',
  '3D000': 'there is no such database',
  '53300': 'it has no free connection',
}

function reasonOf(error: unknown): string {
  const inner = error instanceof AggregateError ? error.errors[0] : error
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : ''
  if (reasons[code]) return inner instanceof pg.DatabaseError ? `${reasons[code]} (${inner.message})` : reasons[code]
  return inner instanceof Error ? inner.message : String(inner)
}
