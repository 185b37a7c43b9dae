/** The keys of the desk. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { actionKeys, actionOf, clashes, keyOfAction, movable, possibleKey, takenBy } from './actions.ts'

test('no two actions that are offered at the same place share a key', () => {
  const usual = Object.fromEntries(movable.map((action) => [action, keyOfAction(action, {})]))
  expect(clashes(usual)).toEqual([])
  for (const scope of ['list', 'ticket', 'everywhere'] as const) {
    const taken = actionKeys.filter((key) => actionOf(key).scope === scope).flatMap((key) => actionOf(key).key ?? [])
    expect(taken).toHaveLength(new Set(taken).size)
  }
})

test('each usual key can be chosen again', () => {
  for (const action of movable) expect(keyOfAction(action, {}) ?? 'x').toMatch(possibleKey)
})

test('a conflict is named, and a TicketPeek has the keys of its list and of its ticket', () => {
  expect(takenBy('listTake', 'x', {})).toEqual(['listSelect'])
  expect(takenBy('ticketReply', 'x', {})).toEqual(['listSelect'])
  expect(takenBy('ticketNext', 'x', {})).toEqual([])
  expect(takenBy('listTake', 'x', { listSelect: 'y' })).toEqual([])
  expect(clashes({ listTake: 'y', listSelect: 'y' })).toEqual([
    { action: 'listSelect', by: 'listTake' },
    { action: 'listTake', by: 'listSelect' },
  ])
})

test('keys of the platform stay where they are', () => {
  expect(keyOfAction('palette', { palette: 'y' })).toBe('Mod+k')
})

test('keys are bound through the table alone', () => {
  const root = join(import.meta.dirname, '..')
  const pages = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.tsx?$/.test(path) && !/\.test\.|testing/.test(path),
  )
  // Something unfolded may hear arrows and Escape for itself; what a sign does to the page stands in the table.
  const listens = /(?:document|window)\.addEventListener\(\s*'key/
  const meansSign = /key(?:\.toLowerCase\(\))?\s*[!=]==?\s*'[^']'|case '[^']'/
  const others = pages.filter((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    return listens.test(text) && meansSign.test(text)
  })
  expect(others).toEqual(['platform/web/keys.ts'])
})
