/**
 * Statements that are asked all day long are prepared by a name, so that PostgreSQL reads and plans them once for a connection: for most of ours
 * that costs more than running them. It still plans anew where that promises to be cheaper. A condition that a partial index asks for stands in
 * the text itself (`sql.lit`): a plan for all values could not use that index.
 */
import { PostgresDialect, PostgresDriver, type CompiledQuery, type DatabaseConnection, type QueryResult } from 'kysely'
import pg from 'pg'

/** Kysely's way to PostgreSQL, with prepared statements. */
export class PreparingDialect extends PostgresDialect {
  readonly #pool: pg.Pool
  constructor(pool: pg.Pool) {
    super({ pool })
    this.#pool = pool
  }
  override createDriver() {
    return new PreparingDriver(this.#pool)
  }
}

class PreparingDriver extends PostgresDriver {
  readonly #pool: pg.Pool
  constructor(pool: pg.Pool) {
    super({ pool })
    this.#pool = pool
  }
  override async acquireConnection(): Promise<DatabaseConnection> {
    return new PreparingConnection(await this.#pool.connect())
  }
  override async releaseConnection(connection: DatabaseConnection) {
    if (connection instanceof PreparingConnection) connection.release()
  }
}

/** Another process has changed a table under a prepared statement. */
const outdated = '0A000'

class PreparingConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient
  #outdated = false
  constructor(client: pg.PoolClient) {
    this.#client = client
  }
  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const name = preparedName(sql)
    try {
      const { command, rowCount, rows } = await this.#client.query({ ...(name && { name }), text: sql, values: [...parameters] })
      return { rows: rows ?? [], ...(/^(?:INSERT|UPDATE|DELETE|MERGE)$/.test(command) && { numAffectedRows: BigInt(rowCount ?? 0) }) }
    } catch (error) {
      this.#outdated ||= error instanceof pg.DatabaseError && error.code === outdated
      throw error
    }
  }
  streamQuery(): never {
    throw new Error('Results are not streamed.')
  }
  release() {
    this.#client.release(this.#outdated)
  }
}

/** What is asked this often is worth it. */
const often = 5
/** How many texts are counted before the rare ones are forgotten. */
const most = 1000

const asked = new Map<string, number | string>()
let names = 0

/** The name that a statement is prepared by, from the time on that it is asked often. */
export function preparedName(text: string): string | undefined {
  const known = asked.get(text) ?? 0
  if (typeof known === 'string') return known
  if (known === 0 && !worthIt(text)) return undefined
  if (asked.size >= most) for (const [rare, times] of asked) if (typeof times === 'number') asked.delete(rare)
  if (names < most / 2) asked.set(text, known < often ? known + 1 : `tessera ${++names}`)
  return undefined
}

/** Pages are left alone: their best plan hangs on the values, and an average one may walk a million rows. */
const worthIt = (text: string) => /^\s*(?:select|insert|update|delete|with)\b/i.test(text) && !/\blimit \$\d/i.test(text)
