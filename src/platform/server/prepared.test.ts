/** What is asked often is prepared, pages are not, and a table that changes under a prepared statement costs one try at most. */
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from './testing/database.ts'

const { db, close } = await testDatabase()
afterAll(close)

const often = async (ask: () => Promise<unknown>) => {
  for (let n = 0; n < 8; n++) await ask()
}

test('A statement that is asked often is prepared; a page never is, because its best plan hangs on the values.', async () => {
  await db.connection().execute(async (one) => {
    await often(() => sql`select id from users where id = ${1}`.execute(one))
    await often(() => sql`select id from users order by id limit ${7}`.execute(one))
    const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(one)
    expect(rows.map((r) => r.statement)).toEqual(['select id from users where id = $1'])
  })
})

test('When another process adds a column, a prepared statement fails once at most.', async () => {
  await sql`create table changing (id integer)`.execute(db)
  const ask = () => sql`select * from changing`.execute(db)
  await often(ask)
  await sql`alter table changing add column name text`.execute(db)
  await ask().catch(() => undefined)
  await expect(ask()).resolves.toMatchObject({ rows: [] })
})
