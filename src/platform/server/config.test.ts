/** Settings have defaults that work, and a wrong one is named without its value. */
import { expect, test } from 'vitest'
import { readConfig, settings } from './config.ts'

test('Without any setting Tessera listens on this machine alone, on the ports 3000 and 2525.', () => {
  expect(readConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    smtpPort: 2525,
    publicUrl: 'http://localhost:3000',
    databaseUrl: undefined,
  })
})

test('A setting that is left empty counts as not set.', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: ' ', TESSERA_URL: '' })).toEqual(readConfig({}))
})

test.each([
  [{ PORT: '80000' }, 'PORT'],
  [{ PORT: 'three' }, 'PORT'],
  [{ DATABASE_URL: 'mysql://u:topsecret@h/d' }, 'DATABASE_URL'],
  [{ TESSERA_ADMIN_EMAIL: 'nobody' }, 'TESSERA_ADMIN_EMAIL'],
  [{ TESSERA_ADMIN_EMAIL: 'a@b.example' }, 'belong together'],
  [{ TESSERA_ADMIN_EMAIL: 'a@b.example', TESSERA_ADMIN_PASSWORD: 'topsecret' }, 'TESSERA_ADMIN_PASSWORD'],
  [{ TESSERA_URL: 'desk.example.com' }, 'TESSERA_URL'],
  [{ TESSERA_LOG_LEVEL: 'loud' }, 'TESSERA_LOG_LEVEL'],
])('A wrong setting is named: %j', (environment, named) => {
  expect(() => readConfig(environment)).toThrow(named)
  expect(() => readConfig(environment)).not.toThrow('topsecret')
})

test('Links use the public address without the slash at its end.', () => {
  expect(readConfig({ TESSERA_URL: 'https://desk.example.com/' }).publicUrl).toBe('https://desk.example.com')
  expect(readConfig({ HOST: '0.0.0.0', PORT: '80' }).publicUrl).toBe('http://localhost:80')
})

test('Every setting explains itself.', () => {
  for (const [name, setting] of Object.entries(settings.shape)) expect(setting.description, name).toMatch(/\.$/)
})
