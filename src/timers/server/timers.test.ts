/** Automatic re-open at its time, auto-archive after N days. */
import { afterAll, expect, test } from 'vitest'
import { testDesk } from '#people/server/testing/desk.ts'
import { changeTicket } from '#tickets/server/changeTicket.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { getTicket } from '#tickets/server/ticketQueries.ts'
import { archiveOne } from './archiveOld.ts'
import { reopenOne } from './reopenDue.ts'

const desk = await testDesk([])
afterAll(() => desk.close())
const { pool } = desk.database
const ticket = (id: number) => getTicket(desk.ctx(), id)
const timer = () => ({ ...desk.ctx(), via: 'timer' as const })
const drain = async (one: (ctx: ReturnType<typeof timer>) => Promise<boolean>) => {
  while (await one(timer())) {}
}
const reopenAt = '2026-11-24T08:00:00.000Z'
const given = (wanted: object) => {
  desk.setTime(new Date('2026-11-23T08:00:00.000Z'))
  return givenTicket(desk.ctx(), wanted)
}

test('at its time to re-open a ticket becomes Open by itself, and not a moment before', async () => {
  const [waiting, closed] = [await given({ state: 'waiting', reopenAt }), await given({ state: 'closed', reopenAt })]
  desk.setTime(new Date('2026-11-24T07:59:59.999Z'))
  await drain(reopenOne)
  expect((await ticket(waiting.id)).state).toBe('waiting')
  desk.setTime(new Date(reopenAt))
  await drain(reopenOne)
  for (const { id } of [waiting, closed]) expect(await ticket(id)).toMatchObject({ state: 'open', reopenAt: null })
  const { rows } = await pool.query<{ via: string; payload: unknown }>(
    `select via, payload from events where subject_id = $1 and name = 'ticket.changed'`,
    [waiting.id],
  )
  expect(rows).toEqual([
    {
      via: 'timer',
      payload: {
        changes: { state: { from: 'waiting', to: 'open' }, reopenAt: { from: reopenAt, to: null } },
        because: 'reopen_time',
      },
    },
  ])
})

test('what two processes find due at once happens once, and rules refuse no timer', async () => {
  await pool.query(`update categories set status_required = 'always', status_ids = array[1]::bigint[]`)
  const { id, version } = await given({ state: 'waiting', reopenAt })
  desk.setTime(new Date('2026-12-24T08:00:00.000Z'))
  await Promise.all([drain(reopenOne), drain(reopenOne)])
  expect(await ticket(id)).toMatchObject({ state: 'open', version: version + 1 })
  await pool.query(`update categories set status_required = 'never'`)
})

test('a category archives tickets so many days after the last closing', async () => {
  await pool.query('update categories set auto_archive_days = 30')
  const { id } = await given({ state: 'closed' })
  desk.setTime(new Date('2026-12-23T07:59:59.999Z'))
  await drain(archiveOne)
  expect((await ticket(id)).state).toBe('closed')
  desk.setTime(new Date('2026-12-23T08:00:00.000Z'))
  await drain(archiveOne)
  expect((await ticket(id)).state).toBe('archived')
})

test('auto-archive leaves a ticket Closed that a rule keeps, says so once, and archives it later', async () => {
  await pool.query('update categories set auto_archive_days = 30, check_children = true')
  const parent = await given({ state: 'closed' })
  const child = await given({ parentId: parent.id })
  for (const day of ['24', '25', '26']) {
    desk.setTime(new Date(`2026-12-${day}T08:00:00.000Z`))
    await drain(archiveOne)
  }
  expect((await ticket(parent.id)).state).toBe('closed')
  const { rows } = await pool.query(`select payload from events where subject_id = $1 and name = 'ticket.not_archived'`, [parent.id])
  expect(rows).toEqual([{ payload: { problems: [{ field: 'state', code: 'open_children' }] } }])
  await changeTicket(desk.ctx(), { id: child.id, changes: { state: { from: 'open', to: 'closed' } } })
  desk.setTime(new Date('2026-12-28T08:00:00.000Z'))
  await drain(archiveOne)
  expect((await ticket(parent.id)).state).toBe('archived')
})
