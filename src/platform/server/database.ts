/** The connections to PostgreSQL, and how its values arrive in TypeScript. */
import { Kysely } from 'kysely'
import pg from 'pg'
import { PreparingDialect } from './prepared.ts'
import type { DB } from './tables.ts'

/** One pool, seen as plain `pg` and as Kysely. */
export interface Database {
  pool: pg.Pool
  db: Kysely<DB>
  /** Waits for queries under way, then ends the connections. */
  close: () => Promise<void>
}

export interface ConnectOptions {
  /** As PostgreSQL's activity list shows it. */
  name?: string
  /** Most connections at once. */
  max?: number
  /** Hears of connections that broke while idle; the pool has replaced them by then. */
  onError?: (error: Error) => void
}

/** Opens a pool. Nothing is connected yet: the first query is the first to learn that the database is away. */
export function connect(url: string, { name = 'tessera', max = 20, onError = () => {} }: ConnectOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    options: '-c timezone=UTC',
    types: { getTypeParser },
  })
  let closing = false
  const broken = (error: Error) => {
    if (!closing) onError(error) // while closing, the server may hang up first
  }
  pool.on('error', broken)
  pool.on('connect', (client) => client.on('error', broken))
  const close = () => {
    closing = true
    return pool.end() // Kysely would leave a pool open that only plain pg has used
  }
  const db = new Kysely<DB>({ dialect: new PreparingDialect(pool) })
  return { pool, db, close }
}

const int8 = 20
const int8List = 1016
const timestamptz = 1184
const timestamptzList = 1185

/** A time as ISO 8601 in UTC with milliseconds, so that texts compare as times and no Date is made for each row of a list. */
function instant(text: string): string {
  if (!text.endsWith('+00') || text.length < 22 || text[10] !== ' ') return text // infinity, or a year beyond 9999
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).slice(0, 3).padEnd(3, '0')}Z`
}

/** Lists of numbers and times hold nothing that PostgreSQL would quote or escape, apart from the quotes around times. */
const listOf = (one: (text: string) => unknown) => (text: string) =>
  text === '{}'
    ? []
    : text
        .slice(1, -1)
        .split(',')
        .map((item) => (item === 'NULL' ? null : one(item.replaceAll('"', ''))))

const ours = new Map<number, (text: string) => unknown>([
  [int8, Number],
  [int8List, listOf(Number)],
  [timestamptz, instant],
  [timestamptzList, listOf(instant)],
])

const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (oid: number, format?: 'text' | 'binary') =>
  (format !== 'binary' && ours.get(oid)) || pg.types.getTypeParser(oid, format)
