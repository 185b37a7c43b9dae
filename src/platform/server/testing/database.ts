/** A real, migrated PostgreSQL database for each test file: a clone of the run's template, dropped afterwards. */
import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { connect, type Database } from '../database.ts'

export interface TestDatabase extends Database {
  url: string
}

/** The server that this run of tests uses, and the name of its migrated template. */
export const testServer = (): { server: string; template: string } => inject('testDatabase')

/** Call it once at the head of a test file and `close` it in `afterAll`. */
export async function testDatabase(): Promise<TestDatabase> {
  const { server, template } = testServer()
  const name = `${template}_${randomUUID().slice(0, 8)}`
  await onServer(server, `create database ${name} template ${template}`)
  const url = databaseAt(server, name)
  const database = connect(url, { name: 'test', max: 12 })
  return {
    ...database,
    url,
    async close() {
      await database.close()
      await onServer(server, `drop database ${name} with (force)`)
    },
  }
}

/** The same server, another database. */
export function databaseAt(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** Runs one statement outside of any test's database. */
export async function onServer(server: string, statement: string): Promise<void> {
  const { pool, close } = connect(server, { name: 'test', max: 1 })
  try {
    await pool.query(statement)
  } finally {
    await close()
  }
}
