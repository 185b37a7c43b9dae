/** Two processes never take one data folder, and a dead one never keeps it. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { own, ownerOf } from './owner.ts'
import { testFolder } from './testing/folder.ts'

const folder = testFolder()
const file = join(folder.path, 'owner.json')
afterAll(folder.remove)

test('The data folder has one owner, and others learn who it is and where it listens.', () => {
  const mine = own(folder.path, 'start')
  expect(own(folder.path, 'start')).toBeUndefined()
  mine?.tell({ address: 'http://localhost:3000' })
  expect(ownerOf(folder.path)).toMatchObject({ pid: process.pid, command: 'start', address: 'http://localhost:3000' })
  mine?.release()
  expect(ownerOf(folder.path)).toBeUndefined()
})

test('What a dead process left does not keep the folder.', () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(file, JSON.stringify({ pid, began: '1', command: 'start' }))
  expect(ownerOf(folder.path)).toBeUndefined()
  const mine = own(folder.path, 'seed')
  expect(ownerOf(folder.path)?.command).toBe('seed')
  mine?.release()
})

test('A process that was given the number of a dead owner is not taken for it.', () => {
  const mine = own(folder.path, 'start')
  const text = readFileSync(file, 'utf8')
  mine?.release()
  writeFileSync(file, text.replace(/"began":"\d*"/, '"began":"1"'))
  expect(ownerOf(folder.path)).toBeUndefined()
})

test('A damaged file is no owner.', () => {
  writeFileSync(file, '{"pid":')
  const mine = own(folder.path, 'start')
  expect(mine).toBeDefined()
  mine?.release()
})
