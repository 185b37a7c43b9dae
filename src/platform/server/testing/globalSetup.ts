/** One PostgreSQL for the whole run of server tests, with a migrated template that each test file clones. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { connect } from '../database.ts'
import { startEmbedded } from '../embedded/startEmbedded.ts'
import { migrate } from '../migrate.ts'
import { databaseAt, onServer } from './database.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    testDatabase: { server: string; template: string }
  }
}

/** A test database need not survive a power cut. */
const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300', shared_buffers: '128MB' }

export async function setup(project: TestProject) {
  const given = process.env['DATABASE_URL']
  const folder = mkdtempSync(join(tmpdir(), 'tessera-test-'))
  chmodSync(folder, 0o711) // PostgreSQL may run as another user
  const embedded = given ? undefined : await startEmbedded(join(folder, 'database'), { settings: fast, durable: false })
  const server = given ?? embedded?.url ?? ''
  const template = `tessera_test_${process.pid}`
  await onServer(server, `create database ${template}`)
  const { pool, close } = connect(databaseAt(server, template), { name: 'test', max: 1 })
  await migrate(pool)
  await close()
  project.provide('testDatabase', { server, template })
  return async () => {
    if (given) await onServer(server, `drop database ${template} with (force)`)
    await embedded?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
