/** Stored passwords of mailboxes are safe in a stolen database, and a wrong key is said before anything is overwritten. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { checkKey, openSecrets, secretsFrom } from './secrets.ts'
import { testDatabase } from './testing/database.ts'

const database = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'tessera secrets '))
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await database.close()
})

const mine = secretsFrom('a master key of at least 32 characters')

test('What is encrypted can be read again, and never looks the same twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, bound) => {
      const sealed = mine.encrypt('queue-secrets', text, bound)
      expect(mine.decrypt('queue-secrets', sealed, bound)).toBe(text)
      expect(mine.encrypt('queue-secrets', text, bound)).not.toEqual(sealed)
    }),
  )
})

test('Another key, another purpose, another place or one changed bit open nothing', () => {
  const sealed = mine.encrypt('queue-secrets', 'hunter2', 'queue:1')
  expect(() => secretsFrom('another key of at least 32 characters').decrypt('queue-secrets', sealed, 'queue:1')).toThrow()
  expect(() => mine.decrypt('mail-signature', sealed, 'queue:1')).toThrow()
  expect(() => mine.decrypt('queue-secrets', sealed, 'queue:2')).toThrow()
  for (let i = 0; i < sealed.length; i += 1) {
    const changed = Buffer.from(sealed)
    changed[i] = (changed[i] ?? 0) ^ 1
    expect(() => mine.decrypt('queue-secrets', changed, 'queue:1')).toThrow()
  }
  expect(() => mine.decrypt('queue-secrets', Buffer.alloc(0), 'queue:1')).toThrow()
})

test('Without a setting the key is made once, for its owner’s eyes only', () => {
  const first = openSecrets({ secretKey: undefined }, folder).key('mail-signature')
  expect(openSecrets({ secretKey: undefined }, folder).key('mail-signature')).toEqual(first)
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
  const text = readFileSync(join(folder, 'secret'), 'utf8').trim()
  expect(openSecrets({ secretKey: text }, '/nowhere').key('mail-signature')).toEqual(first)
})

test('A damaged key file is said, not replaced', () => {
  const damaged = mkdtempSync(join(folder, 'damaged'))
  writeFileSync(join(damaged, 'secret'), 'short')
  expect(() => openSecrets({ secretKey: undefined }, damaged)).toThrow(/too short to be a key[\s\S]*TESSERA_SECRET_KEY/)
})

test('The database remembers which key it was used with', async () => {
  await checkKey(database.db, mine)
  await checkKey(database.db, mine)
  await expect(checkKey(database.db, secretsFrom('another key of at least 32 characters'))).rejects.toThrow(/not the secret key/)
})
