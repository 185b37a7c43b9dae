/** The command line, as a person or a script at a console meets it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tessera } from '#app/server/testing/processes.ts'
import { version } from '#platform/server/installation.ts'
import { testDatabase } from '#platform/server/testing/database.ts'
import { testFolder } from '#platform/server/testing/folder.ts'

const database = await testDatabase()
const folder = testFolder()
const settings = { DATABASE_URL: database.url, TESSERA_DATA: folder.path }
afterAll(async () => {
  await database.close()
  folder.remove()
})

async function run(...words: string[]) {
  const started = tessera(words, settings)
  const code = await started.ended
  const printed = started.printed()
  return { code, printed, said: started.said() }
}

// What has to be built is built here.
beforeAll(async () => void (await run('--version')), 120_000)

test('tessera explains itself: all commands, a group of them, or one.', async () => {
  expect(await run('--version')).toMatchObject({ code: 0, printed: `${version}\n` })
  const all = await run('--help')
  expect(all.code).toBe(0)
  for (const name of [
    'start',
    'migrate',
    'backup',
    'restore',
    'doctor',
    'user create',
    'user list',
    'user disable',
    'user enable',
    'user password',
    'token create',
    'seed',
  ])
    expect(all.printed).toMatch(new RegExp(`^  ${name} +\\S`, 'm'))
  expect((await run('user', '--help')).printed).toMatch(/user disable/)
  expect((await run('backup', '--help')).printed).toMatch(/Usage: tessera backup <to>\n\n {2}<to> +a new or empty folder/)
  expect((await run('token', 'create', '--help')).printed).toMatch(/--email … +address of the User that the token acts as \(required\)/)
})

test('Wrong words end with 2 and show the way to the help.', async () => {
  expect(await run('strat')).toMatchObject({ code: 2, said: 'There is no command "strat".\ntessera --help lists them.\n' })
  expect(await run('restore')).toMatchObject({ code: 2, said: expect.stringContaining('<from> is missing: the folder or file') })
  expect(await run('backup', 'a', 'b')).toMatchObject({ code: 2, said: expect.stringContaining('Too many words: b') })
  expect(await run('token', 'create')).toMatchObject({ code: 2, said: expect.stringContaining('--email is missing: address of the User') })
  expect(await run('token', 'create', '--emial', 'x')).toMatchObject({ code: 2, said: expect.stringContaining("Unknown option '--emial'") })
  expect(await run('token', 'create', '--email', 'a@b.example', '--days', 'ten')).toMatchObject({
    code: 2,
    said: expect.stringContaining('--days is wrong'),
  })
})

test('Users are created, listed, disabled and enabled; a script gets the token or the password alone.', async () => {
  const made = await run('user', 'create', '--email', 'Ada@desk.example', '--name', 'Ada Lovelace', '--access', 'Administrator')
  expect(made.code).toBe(0)
  expect(made.printed).toMatch(/^\S{16}\n$/)
  expect(await run('user', 'create', '--email', 'bo@desk.example', '--name', 'Bo', '--password', 'long enough words')).toMatchObject({
    code: 0,
    printed: '',
  })
  expect(await run('user', 'create', '--email', 'bo@desk.example', '--name', 'Bo')).toMatchObject({
    code: 1,
    printed: '',
    said: expect.stringContaining('already a User with the address bo@desk.example'),
  })

  const token = await run('token', 'create', '--email', 'bo@desk.example', '--name', 'Till', '--days', '30')
  expect(token).toMatchObject({ code: 0, printed: expect.stringMatching(/^tess_\S+\n$/) })
  expect(await run('token', 'create', '--email', 'none@desk.example')).toMatchObject({ code: 1, printed: '' })

  expect(await run('user', 'disable', '--email', 'bo@desk.example')).toMatchObject({ code: 0 })
  expect((await run('user', 'list')).printed).toMatch(
    /^ada@desk\.example +Administrator +Ada Lovelace\nbo@desk\.example +Agent +Bo \(disabled\)\n$/,
  )
  expect(await run('user', 'enable', '--email', 'bo@desk.example')).toMatchObject({ code: 0 })
  expect((await run('user', 'list')).printed).not.toContain('(disabled)')
  expect((await run('user', 'password', '--email', 'bo@desk.example')).printed).toMatch(/^\S{16}\n$/)
  expect(await run('user', 'password', '--email', 'none@desk.example')).toMatchObject({ code: 1, printed: '' })
  expect(await run('user', 'disable', '--email', 'ada@desk.example')).toMatchObject({
    code: 1,
    said: expect.stringContaining('There must remain an administrator'),
  })
})

test('The doctor explains every setting, hides what is secret, and tries every part.', async () => {
  const started = tessera(['doctor'], { ...settings, TESSERA_ADMIN_EMAIL: 'a@b.example', TESSERA_ADMIN_PASSWORD: 'topsecret words' })
  expect(await started.ended).toBe(0)
  expect(started.printed()).toMatch(/TESSERA_URL = \(not set\)\n {4}Public address/)
  expect(started.printed()).toContain('TESSERA_ADMIN_PASSWORD = (set, hidden)')
  for (const part of ['Settings', 'Data folder', 'Web port', 'Mail port', 'Database', 'Migrations', 'Email queue'])
    expect(started.printed()).toMatch(new RegExp(`ok +${part} +\\S`))
  expect(started.said()).not.toContain('topsecret')
})

test('The doctor names what is wrong, and ends with 1.', async () => {
  const started = tessera(['doctor'], { ...settings, DATABASE_URL: 'postgres://u:topsecret@127.0.0.1:1/x' })
  expect(await started.ended).toBe(1)
  expect(started.printed()).toMatch(/WRONG +Database +The database at 127\.0\.0\.1:1\/x cannot be used: nothing listens there/)
  expect(started.said()).not.toContain('topsecret')
})
