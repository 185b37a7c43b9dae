/** The twin of a row: the very statements that Tessera runs for it, taken down from its own functions, run by bare `pg`. */
import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { permissions } from '#platform/permission.ts'
import type { Context } from '#platform/server/context.ts'
import { preparedName } from '#platform/server/prepared.ts'
import type { DB } from '#platform/server/tables.ts'

export interface Statement {
  sql: string
  parameters: unknown[]
}

/** A context that may see and do everything, as the user `id`. */
export const contextOf = (db: Kysely<DB>, id: number): Context => ({
  db,
  actor: {
    kind: 'user',
    id,
    name: 'Bench',
    permissions: new Set(permissions),
    right: {
      everything: true,
      workCategories: [],
      handCategories: [],
      queues: [],
      flags: [],
      handUsers: null,
      views: [],
      articleFolders: [],
    },
    teamIds: [],
  },
  now: new Date(),
  requestId: 'bench',
  via: 'api',
  announcer: { announce: () => undefined },
})

/** What a query asks the database. */
export async function statementsOf(pool: pg.Pool, userId: number, query: (ctx: Context) => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = []
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query: asked }) => void statements.push({ sql: asked.sql, parameters: [...asked.parameters] }),
  })
  await query(contextOf(db, userId))
  return statements
}

/** Runs them as they were, prepared where Tessera would, one after the other. */
export async function replay(pool: pg.Pool, statements: readonly Statement[]) {
  for (const { sql, parameters } of statements) {
    const name = preparedName(sql)
    await pool.query({ ...(name && { name }), text: sql, values: parameters })
  }
}
