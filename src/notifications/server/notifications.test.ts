/** Who is told of what, why, and by which way: on a real database, through the doors. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addComment } from '#activities/api.ts'
import { activityRoutes } from '#activities/server/routes.ts'
import { categories } from '#categories/categorySettings.ts'
import { keptCategories } from '#categories/server/categorySettings.ts'
import { folderStore } from '#files/server/fileStore.ts'
import * as api from '#notifications/api.ts'
import { setPreferences } from '#people/preferences.ts'
import { peopleRoutes } from '#people/server/routes.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { readOnce } from '#platform/server/reader.ts'
import { testFolder } from '#platform/server/testing/folder.ts'
import { recordAll } from '#platform/server/record.ts'
import { inTransaction } from '#platform/server/context.ts'
import { ticketChanged } from '#tickets/events.ts'
import { changeTicket } from '#tickets/api.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { ticketRoutes } from '#tickets/server/routes.ts'
import { gatherMails, notificationLetter } from './digests.ts'
import { notify } from './notifyReader.ts'
import { notificationRoutes } from './routes.ts'
import { watchClock } from './watchClock.ts'

const folder = testFolder()
const store = await folderStore(folder.path, Buffer.alloc(32))
const desk = await testDesk([...peopleRoutes, ...ticketRoutes, ...activityRoutes(store), ...notificationRoutes, ...keptCategories.routes])
const { db, pool } = desk.database
afterAll(async () => {
  await desk.close()
  folder.remove()
})
const ada = await desk.user({ name: 'Ada', access: 'Administrator' })
const eva = await desk.user({ name: 'Eva', access: 'Agent' })
const jan = await desk.user({ name: 'Jan', access: 'Agent' })
type Person = typeof eva

beforeAll(() => read())
const read = async () => {
  while ((await readOnce(db, notify, new Date())) !== 0);
}
const told = async (who: Person, more: object = {}) => {
  await read()
  const { notifications } = (await who.call(api.listNotifications, { unread: 'true', ...more })).body
  return notifications.map(({ kind, why, ticket, times }) => [kind, why, ticket?.id ?? times].join(' '))
}
const clean = async () => {
  await read()
  for (const who of [ada, eva, jan]) await who.call(api.readNotifications, {})
}
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const given = (wanted: Parameters<typeof givenTicket>[1]) => givenTicket(desk.ctx(), wanted)
const change = (who: Person, id: number, field: string, from: unknown, to: unknown) =>
  who.call(changeTicket, { id, changes: { [field]: { from, to } } })
const comment = (who: Person, id: number, text: string, mentionIds: number[] = []) =>
  who.call(addComment, { id, text, mentionIds, sendKey: crypto.randomUUID() })

test('the owner hears that a ticket became theirs, followers what happens, the mentioned once; nobody of their own doing', async () => {
  const { id } = await given({ followerIds: [jan.id] })
  await clean()
  await change(ada, id, 'userId', null, eva.id)
  expect(await told(eva)).toEqual([`assigned owner ${id}`])
  expect(await told(ada)).toEqual([])
  await comment(eva, id, 'Look')
  expect(await told(jan)).toEqual([`commented follower ${id}`])
  expect(await told(eva)).toEqual([`assigned owner ${id}`])
  await comment(ada, id, `@Jan see`, [jan.id])
  expect(await told(jan)).toEqual([`mentioned mentioned ${id}`, `commented follower ${id}`])
  await change(eva, id, 'state', 'open', 'closed')
  expect((await told(jan))[0]).toBe(`state_changed follower ${id}`)
  // Read twice, told once.
  await pool.query(`delete from event_reader_done`)
  await pool.query(
    `update event_readers set horizon = (select tx from events where name = 'ticket.changed' order by id limit 1) where name = 'notify'`,
  )
  const before = await pool.query('select count(*) as n from notifications')
  await read()
  expect((await pool.query('select count(*) as n from notifications')).rows).toEqual(before.rows)
})

test('of a ticket out of sight nobody is told, and what was told is silent while it is out of sight', async () => {
  const [plain, secret] = (await pool.query<{ id: number }>(`insert into categories (name) values ('Plain'), ('Secret') returning id`)).rows
  const narrow = await desk.user({ name: 'Narrow', access: 'Agent', right: { workCategories: [plain?.id ?? 0] } })
  const { id } = await given({ categoryId: plain?.id ?? 0, followerIds: [narrow.id] })
  await read()
  await comment(ada, id, 'Seen')
  expect(await told(narrow)).toEqual([`commented follower ${id}`])
  await change(ada, id, 'categoryId', plain?.id, secret?.id)
  await comment(ada, id, 'Not seen')
  expect(await told(narrow)).toEqual([])
  expect((await narrow.call(api.listNotifications, {})).body.unread).toBe(0)
  await change(ada, id, 'categoryId', secret?.id, plain?.id)
  expect(await told(narrow)).toEqual([`commented follower ${id}`])
})

test('a change of many tickets is told once, with how many they were', async () => {
  const tickets = [await given({ userId: eva.id }), await given({ userId: eva.id }), await given({ userId: eva.id })]
  await clean()
  const ctx = { ...desk.ctx(), actor: ada.ctx().actor, requestId: 'run:77' }
  await inTransaction(ctx, async (writing) => {
    await recordAll(
      writing,
      ticketChanged,
      tickets.map(({ id }) => ({ subject: { id, version: 2 }, payload: { changes: { state: { from: 'open', to: 'waiting' } } } })),
    )
  })
  expect(await told(eva)).toEqual(['many owner 3'])
})

test('whoever is away is told for later, and what needs somebody goes to their Team too, which is told why', async () => {
  await pool.query(`insert into teams (name, member_ids, changed_at) values ('Sales', array[$1, $2]::bigint[], now())`, [eva.id, jan.id])
  expect((await eva.call(api.setAway, { away: { from: day(1), until: day(0) } })).status).toBe(400)
  expect((await eva.call(api.setAway, { away: { from: day(-1), until: day(1) } })).body.away).toEqual({ from: day(-1), until: day(1) })
  const { id } = await given({})
  await clean()
  await change(ada, id, 'userId', null, eva.id)
  expect(await told(jan)).toEqual([`assigned team ${id}`])
  const { notifications } = (await jan.call(api.listNotifications, {})).body
  expect(notifications[0]?.awayFor).toEqual({ id: eva.id, name: 'Eva' })
  expect(await told(eva)).toEqual([`assigned owner ${id}`])
  await eva.call(api.setAway, { away: null })
})

test('a Category tells whom its rules name: new tickets, deadlines that are near or passed, and what nobody takes', async () => {
  const { id, version } = (await ada.call(categories.doors.create, { name: 'Watched' })).body
  const rules = [
    { kind: 'new_ticket' as const, userIds: [jan.id] },
    { kind: 'breached' as const, userIds: [jan.id] },
    { kind: 'unassigned' as const, userIds: [jan.id], minutes: 10 },
  ]
  const refused = await ada.call(categories.doors.change, {
    id,
    version,
    name: 'Watched',
    notify: [{ kind: 'unassigned', userIds: [jan.id] }],
  })
  expect(refused.status).toBe(400)
  expect((await ada.call(categories.doors.change, { id, version, name: 'Watched', notify: rules })).status).toBe(200)
  await clean()
  const now = new Date()
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
  const mine = await given({ categoryId: id, userId: eva.id })
  const lonely = await given({ categoryId: id })
  expect(await told(jan)).toEqual([`new_ticket category ${lonely.id}`, `new_ticket category ${mine.id}`])
  await clean()
  await pool.query(`update tickets set deadline_at = $1, deadline_by_hand = true where id = $2`, [at(70), mine.id])
  await pool.query(`update tickets set created_at = $1 where id = $2`, [at(-1), lonely.id])
  await watchClock(db, now)
  await watchClock(db, at(8))
  expect(await told(eva)).toEqual([])
  await watchClock(db, at(11))
  expect([await told(eva), await told(jan)]).toEqual([[`due_soon owner ${mine.id}`], [`unassigned category ${lonely.id}`]])
  await watchClock(db, at(71))
  await watchClock(db, at(71))
  expect(await told(eva)).toEqual([`breached owner ${mine.id}`, `due_soon owner ${mine.id}`])
  expect((await told(jan))[0]).toBe(`breached category ${mine.id}`)
})

test('each chooses by which way; a mail tells what was not read, by the Right one has when it leaves', async () => {
  await eva.call(setPreferences, {
    notify: { commented: { app: false, desktop: false, email: false }, assigned: { app: true, desktop: false, email: true } },
  })
  const { id, title } = await given({})
  await clean()
  await change(ada, id, 'userId', null, eva.id)
  await comment(ada, id, 'Not told')
  expect(await told(eva)).toEqual([`assigned owner ${id}`])
  await pool.query(`insert into settings (key, value, changed_at) select 'system_address', json_build_object('queueId', id), now() from email_queues limit 1
    on conflict (key) do update set value = excluded.value`)
  const due = new Date(Date.now() + 180_000)
  await gatherMails(db, new Date())
  expect((await pool.query(`select from system_mails where kind = 'notifications'`)).rows).toHaveLength(0)
  await gatherMails(db, due)
  const { rows } = await pool.query<{ id: number; user_id: number }>(`select id, user_id from system_mails where kind = 'notifications'`)
  const mail = rows.find((row) => row.user_id === eva.id)
  const letter = notificationLetter({ db, publicUrl: () => 'https://desk.example' })
  const written = await letter({ id: mail?.id ?? 0, userId: eva.id })
  expect(written?.subject).toBe(`#${id} ${title}: Ada gave you this ticket`)
  expect(written?.text).toContain(`https://desk.example/tickets/${id}`)
  await gatherMails(db, due)
  expect((await pool.query(`select from system_mails where kind = 'notifications' and user_id = ${eva.id}`)).rows).toHaveLength(1)
  await eva.call(api.readNotifications, { ticketId: id })
  expect(await letter({ id: mail?.id ?? 0, userId: eva.id })).toBeNull()
})
