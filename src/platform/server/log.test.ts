/** What may stand in the log and what never does. */
import { expect, test } from 'vitest'
import { createLog } from './log.ts'

function lines(write: (log: ReturnType<typeof createLog>) => void) {
  const written: string[] = []
  write(createLog({ logLevel: 'info' }, { write: (line) => void written.push(line) }))
  return written.join('')
}

const utc: unknown = expect.stringMatching(/Z$/)

test('Each line is JSON with a time, a level and a message', () => {
  const line: unknown = JSON.parse(lines((log) => log.info({ requestId: 'r1' }, 'request')))
  expect(line).toMatchObject({ level: 'info', msg: 'request', requestId: 'r1', at: utc })
})

test('Secrets never reach the log, wherever they stand', () => {
  const text = lines((log) => {
    log.info(
      { password: 'hunter2', user: { token: 'hunter2' }, request: { headers: { cookie: 'hunter2', authorization: 'hunter2' } } },
      'x',
    )
    log.info({ queue: { secret: 'hunter2' } }, 'y')
  })
  expect(text).not.toContain('hunter2')
  expect(text).toContain('[hidden]')
})

test('An error tells its kind and place, not the data that PostgreSQL quotes', () => {
  const error = Object.assign(new Error('duplicate key value violates unique constraint "users_email_key"'), {
    code: '23505',
    constraint: 'users_email_key',
    detail: 'Key (email)=(ana@desk.example) already exists.',
  })
  const text = lines((log) => log.error({ error: new Error('outer', { cause: error }) }, 'failed'))
  expect(text).not.toContain('ana@desk.example')
  expect(text).toContain('users_email_key')
  expect(text).toContain('23505')
})

test('Below the level of the settings nothing is written', () => {
  expect(lines((log) => log.debug('quiet'))).toBe('')
})
