/** One policy decides: what is listed is what is counted, opened and told live; all else does not exist, and leaves no trace anywhere. */
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import * as activityApi from '#activities/api.ts'
import { listNotifications } from '#notifications/api.ts'
import { listOutbox, listLedger } from '#channels/email/api.ts'
import { accesses } from '#people/access.ts'
import * as peopleApi from '#people/api.ts'
import { rights } from '#people/right.ts'
import { users } from '#people/users.ts'
import { authenticator } from '#people/server/authenticate.ts'
import { pathNames, type Endpoint } from '#platform/endpoint.ts'
import type { LiveMessage } from '#platform/live.ts'
import { permissions, type Permission } from '#platform/permission.ts'
import { startLive, type LiveFeed } from '#platform/server/live.ts'
import { createLog } from '#platform/server/log.ts'
import { Presences } from '#presence/server/presences.ts'
import { PresentPages } from '#presence/server/presentPages.ts'
import * as ticketApi from '#tickets/api.ts'
import * as viewApi from '#views/api.ts'
import { LiveReaders } from '#views/server/live/liveReaders.ts'
import { openLiveSocket } from './liveSocket.ts'
import { numbersIn, rightsWorld, wordsIn, type KnownTicket } from './testing/rightsWorld.ts'

const world = await rightsWorld(12)
const { desk, queues } = world
const { pool } = desk.database
const authenticate = authenticator(pool)
const config = { publicUrl: 'http://localhost:3000' }
let feed: LiveFeed
let socket: ReturnType<typeof openLiveSocket>
let presences: Presences
let ada: Awaited<ReturnType<typeof desk.user>>
let tickets: KnownTicket[]
let categories: number[]

beforeAll(async () => {
  ada = await desk.user({ name: 'Ada', access: 'Administrator' })
  tickets = await world.tickets()
  categories = [...new Set(tickets.map((t) => t.categoryId))]
  for (const [n, { id, categoryId, word }] of tickets.entries()) {
    await ada.call(activityApi.addComment, { id, text: `A word about ${word}`, sendKey: crypto.randomUUID() })
    const queue = queues.find((q) => q.category_id === categoryId)
    const { activities } = (await ada.call(activityApi.listActivities, { id })).body
    const email = {
      to: [{ address: `customer${n}@example.com`, name: '' }],
      subject: `Re: ${word}`,
      html: `<p>${word} is on its way</p>`,
      queueId: queue?.id ?? 0,
      from: queue?.address ?? '',
      answersId: activities.find((a) => a.direction === 'in')?.id ?? null,
      sendKey: crypto.randomUUID(),
    }
    expect((await ada.call(activityApi.sendEmail, { id, ...email, ...(n % 4 === 1 ? { setState: 'waiting' as const } : {}) })).status).toBe(
      200,
    )
  }
  await world.sent()
  // Each ticket leads to the next, which is of another category: parent, follow-up, suggestion.
  const ids = tickets.map((t) => t.id)
  for (const [n, id] of ids.entries()) {
    const parent = ids[n - 1]
    if (parent === undefined) continue
    expect((await ada.call(ticketApi.changeTicket, { id, changes: { parentId: { from: null, to: parent } } })).status).toBe(200)
  }
  await pool.query(`update tickets set follow_up_of = id - 1 where id = any($1)`, [ids.slice(1)])
  await pool.query(
    `insert into suggested_tickets (activity_id, ticket_id, reason)
    select x.id, x.ticket_id + 1, 'threading' from activities x where x.direction = 'in' and x.ticket_id + 1 = any($1)`,
    [ids],
  )
  await desk.app.listen({ port: 0, host: '127.0.0.1' })
  feed = await startLive({ db: desk.database.db, url: desk.database.url, log: createLog({ logLevel: 'silent' }) })
  const readers = new LiveReaders(desk.database.db, world.liveCounts)
  presences = new Presences({ pool, url: desk.database.url, log: createLog({ logLevel: 'silent' }) })
  const presents = new PresentPages(desk.database.db, presences)
  socket = openLiveSocket({ server: desk.app.server, feed, readers, presents, authenticate, config })
}, 120_000)
afterAll(async () => {
  socket.stop()
  await presences.stop()
  await feed.stop()
  await world.close()
})

/** Random, but the same in every run: a failure can be looked at again. */
let seed = 20_261_122
const random = (below: number) => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff
  return Math.floor((seed / 0x8000_0000) * below)
}
const someOf = <T>(list: readonly T[], chance: number) => list.filter(() => random(100) < chance)

/** What reads, so that every door is tried; and now and then no tickets at all. */
const reading: Permission[] = [
  'ledger.read',
  'settings.read',
  'contacts.read',
  'accounts.read',
  'categories.read',
  'users.read',
  'queues.read',
  'audit.read',
]
const anyAccess = () => [
  ...(random(8) === 0 ? [] : (['tickets.read'] as const)),
  ...someOf(reading, 75),
  ...someOf(['tickets.update', 'activities.comment', 'templates.read', 'views.read', 'reports.read'] as const, 70),
]
const anyRight = () => ({
  workCategories: someOf(categories, 45),
  handCategories: someOf(categories, 30),
  queues: someOf(
    queues.map((q) => q.id),
    50,
  ),
})

type Person = Awaited<ReturnType<typeof someone>>
let count = 0
/** A User of an Access and a Right that administrators made, through the doors. */
async function someone(access: readonly Permission[], right: ReturnType<typeof anyRight> | 'Everything') {
  count += 1
  const made = (await ada.call(accesses.doors.create, { name: `Random ${count}`, permissions: [...access] })).body
  const user = await desk.user({ name: `Random ${count}`, access: 'Observer' })
  const of = right === 'Everything' ? null : (await ada.call(rights.doors.create, { name: `Random ${count}`, ...right })).body
  const held = (await ada.call(users.doors.get, { id: user.id })).body
  const { name, email, version } = held
  const rightId = of?.id ?? held.rightId
  expect((await ada.call(users.doors.change, { id: user.id, name, email, version, accessId: made.id, rightId })).status).toBe(200)
  // Told of every ticket, as if each had been in sight once.
  await pool.query(
    `insert into notifications (user_id, ticket_id, kind, why, key, at, desktop) select $1, id, 'commented', 'follower', 'test ' || id, now(), true from tickets`,
    [user.id],
  )
  return { ...user, access: new Set<string>(access), right: of, categories: right === 'Everything' ? categories : right.workCategories }
}

/** By this test's own reckoning, not the policy's. */
const visibleTo = (person: Pick<Person, 'access' | 'categories'>) => {
  const sees = (t: KnownTicket) => person.categories.includes(t.categoryId) && (!binned.has(t.id) || person.access.has('tickets.delete'))
  return person.access.has('tickets.read') ? tickets.filter((t) => sees(tickets.find((s) => s.id === survivors.get(t.id)) ?? t)) : []
}
const binned = new Set<number>()
const survivors = new Map<number, number>()

async function listed(person: Person, view: number) {
  const ids: number[] = []
  let after: string | undefined
  do {
    const page = (await person.call(viewApi.listTickets, { view, limit: 5, ...(after ? { after } : {}) })).body
    ids.push(...page.rows.map((row) => row.id))
    after = page.next ?? undefined
  } while (after)
  return ids
}

const sorted = (ids: Iterable<number>) => [...ids].toSorted((a, b) => a - b)

/** No number and no word of a ticket out of sight stands in an answer. */
function expectNoTrace(text: string, seen: readonly KnownTicket[], where: string) {
  const numbers = new Set(seen.map((t) => t.id))
  const words = new Set(seen.map((t) => t.word))
  expect(
    [...numbersIn(text)].filter((number) => !numbers.has(number)),
    `${where} names a ticket`,
  ).toEqual([])
  expect(
    [...wordsIn(text)].filter((word) => !words.has(word)),
    `${where} tells of a ticket`,
  ).toEqual([])
}

const all = async (table: string) => (await pool.query<{ id: number }>(`select id from ${table} order by id`)).rows.map((row) => row.id)

/** All ids that any path may ask for, by what the path's id is of. */
async function idsFor({ path }: Endpoint): Promise<number[]> {
  if (path.startsWith('/api/v1/tickets/')) return tickets.map((t) => t.id)
  if (path.startsWith('/api/v1/activities/')) return all('activities')
  if (path.startsWith('/api/v1/outbox/')) return all(`activities where delivery is not null`)
  if (path.startsWith('/api/v1/attachments/')) return all('attachments')
  if (path.startsWith('/api/v1/contacts/')) return (await all('contacts')).slice(0, 6)
  return [1, 2, 3]
}

/** What a User of this Access may ask at all of every reading door there is, whoever wrote it. */
async function sweep(person: Person) {
  const seen = visibleTo(person)
  const ids = new Set(seen.map((t) => t.id))
  const { rows: hanging } = await pool.query<{ kind: string; id: number; ticket_id: number }>(
    `select 'activities' as kind, id, ticket_id from activities union all select 'attachments', id, ticket_id from attachments`,
  )
  const ticketOf = new Map(hanging.map((h) => [`${h.kind} ${h.id}`, h.ticket_id]))
  for (const { endpoint } of world.routes) {
    if (endpoint.method !== 'GET' || endpoint.path.includes('/images/')) continue
    const names = pathNames(endpoint.path)
    const urls: { url: string; ticket: number | undefined }[] = []
    for (const id of names.length === 0 ? [0] : await idsFor(endpoint)) {
      const [kind] = endpoint.path.replace('/api/v1/', '').split('/')
      const ticket = kind === 'tickets' && names.length > 0 ? id : ticketOf.get(`${kind} ${id}`)
      for (const query of queriesFor(endpoint)) urls.push({ url: endpoint.path.replace(/\{\w+\}/, String(id)) + query, ticket })
    }
    const may = endpoint.access === 'public' || endpoint.access === 'signed-in' || person.access.has(endpoint.access)
    // A closed door is closed whatever is behind it.
    for (const { url, ticket } of may ? urls : urls.slice(0, 1)) {
      const answer = await desk.app.inject({ method: 'GET', url, headers: { cookie: person.cookie } })
      const where = `GET ${url}`
      expect(answer.statusCode, `${where} ${answer.body.slice(0, 300)}`).toBeLessThan(500)
      if (!may) expect(answer.statusCode, where).toBe(403)
      else if (ticket !== undefined && !ids.has(ticket)) expect(answer.statusCode, where).toBe(404)
      else if (ticket !== undefined && endpoint.gives === undefined && !/\/(body|text|calendar|letter)$/.test(endpoint.path))
        expect(answer.statusCode, where).toBe(200)
      if (answer.statusCode !== 404) expectNoTrace(answer.body, seen, where)
    }
  }
}

/** Queries without which a door says nothing, and where words can be looked for, those of the tickets. */
function queriesFor({ path, input }: Endpoint) {
  if (path.endsWith('/proposal')) return ['?kind=new']
  if (path.endsWith('/letter/file')) return ['?path=0']
  if (path === '/api/v1/time') return ['?from=2026-01-01&to=2026-12-31', '?user=all&from=2026-01-01&to=2026-12-31']
  if (path.endsWith('/at')) return ['?at=2099-01-01T00:00:00Z']
  if (path.endsWith('/rows')) return [`?ids=${tickets.map((t) => t.id).join(',')}`]
  return 'q' in input.shape ? ['', '?q=quince', `?q=${tickets[0]?.id}`] : ['']
}

test('for random Accesses and Rights, every door shows what is in sight and knows nothing of the rest', async () => {
  const people = [
    await someone([...permissions], 'Everything'),
    await someone([...permissions], { workCategories: [], handCategories: categories, queues: [] }),
    await someone(
      [...permissions].filter((p) => p !== 'tickets.read'),
      'Everything',
    ),
  ]
  for (let n = 0; n < 5; n++) people.push(await someone(anyAccess(), anyRight()))
  for (const person of people) {
    const seen = sorted(visibleTo(person).map((t) => t.id))
    if (person.access.has('tickets.read')) {
      const { counts } = (await person.call(viewApi.getCounts, {})).body
      const { views } = (await person.call(viewApi.listAllViews, {})).body
      for (const { view, count: counted } of counts) {
        const key = views.find(({ id }) => id === view)?.key
        const ids = await listed(person, view)
        expect(ids.length, `view ${key}`).toBe(counted)
        expect(
          ids.filter((id) => !seen.includes(id)),
          `view ${key}`,
        ).toEqual([])
        if (key === 'all') expect(sorted(ids)).toEqual(seen)
      }
    }
    const told = (await person.call(listNotifications, {})).body
    expect(sorted(told.notifications.flatMap(({ ticket }) => ticket?.id ?? []))).toEqual(seen)
    expect(told.unread).toBe(seen.length)
    await sweep(person)
  }
}, 120_000)

/** How many unread mails of this test a User finds who works in these categories. */
async function quarantined(work: number[]) {
  const person = await someone(['tickets.read', 'ledger.read'], { workCategories: work, handCategories: [], queues: [] })
  return (await person.call(listLedger, { q: 'quince999' })).body.mails.length
}

test('the ledger and the Outbox show the mail of the tickets in sight, all of it, and no other', async () => {
  for (const work of [[], categories.slice(0, 1), categories.slice(1)]) {
    const person = await someone(['tickets.read', 'ledger.read', 'settings.read'], { workCategories: work, handCategories: [], queues: [] })
    const seen = visibleTo(person)
    const ledger = (await person.call(listLedger, { limit: 200 })).body.mails
    expect(sorted(ledger.flatMap((m) => m.tickets))).toEqual(sorted(seen.map((t) => t.id)))
    expect(ledger).toHaveLength(seen.length)
    const outbox = (await person.call(listOutbox, {})).body.mails
    expect(sorted(outbox.flatMap((m) => m.ticketId ?? []))).toEqual(sorted(seen.map((t) => t.id)))
    const foreign = tickets.find((t) => !work.includes(t.categoryId))
    expect((await person.call(listLedger, { q: foreign?.word ?? '' })).body.mails).toEqual([])
  }
  // What came to a queue and is no ticket yet belongs to the queue’s category.
  await pool.query(`insert into incoming_mails (received_at, source, envelope_to, size, raw_hash, due_at, state, outcome, subject)
    values (now(), 'listener', array['Queue${categories[1] ?? 0}@localhost'], 1, '', now(), 'quarantined', 'quarantined', 'quince999')`)
  expect([await quarantined(categories.slice(0, 1)), await quarantined(categories.slice(1, 2))]).toEqual([0, 1])
  await pool.query(`delete from incoming_mails where subject = 'quince999'`)
})

test('nothing can be done to a ticket out of sight, and the refusal is that it does not exist', async () => {
  const person = await someone([...permissions], {
    workCategories: categories.slice(0, 1),
    handCategories: categories,
    queues: queues.map((q) => q.id),
  })
  const hidden = tickets.find((t) => t.categoryId !== categories[0])
  const { rows: before } = await pool.query('select * from tickets where id = $1', [hidden?.id])
  const { rows: activities } = await pool.query<{ id: number }>('select id from activities where ticket_id = $1', [hidden?.id])
  const { rows: files } = await pool.query<{ id: number }>('select id from attachments where ticket_id = $1', [hidden?.id])
  for (const { endpoint } of world.routes) {
    const { method, path } = endpoint
    const of = [
      { path: '/api/v1/tickets/{id}', id: hidden?.id },
      { path: '/api/v1/activities/{id}', id: activities[0]?.id },
      { path: '/api/v1/attachments/{id}', id: files[0]?.id },
    ].find((one) => path.startsWith(one.path))
    if (method === 'GET' || !of) continue
    const url = path.replace('{id}', String(of.id))
    const payload = bodies[path] ?? {}
    const answer = await desk.app.inject({ method, url, payload, headers: { cookie: person.cookie, origin: config.publicUrl } })
    expect([answer.statusCode, url], answer.body).toEqual([404, url])
    expectNoTrace(answer.body.replaceAll(String(hidden?.id), ''), [], url)
  }
  expect((await pool.query('select * from tickets where id = $1', [hidden?.id])).rows).toEqual(before)
})

const sendKey = '7b9c1f6e-3c0f-4d47-9d3f-0f3a4c4f1a11'
/** What each door needs to get as far as the ticket. */
const bodies: Record<string, object> = {
  [ticketApi.changeTicket.path]: { changes: { title: { from: 'a', to: 'b' } } },
  '/api/v1/tickets/{id}/check': { changes: {} },
  '/api/v1/tickets/{id}/reading': { activityId: 1 },
  [ticketApi.mergeTickets.path]: { ticketIds: [1] },
  [activityApi.splitTicket.path]: { activityIds: [1] },
  [activityApi.moveActivity.path]: { ticketId: 1 },
  [activityApi.addComment.path]: { text: 'x', sendKey },
  [activityApi.editComment.path]: { text: 'x', seen: null },
  [activityApi.sendEmail.path]: {
    to: [{ address: 'a@example.com' }],
    subject: 'x',
    html: 'x',
    queueId: 1,
    from: 'support@localhost',
    answersId: null,
    sendKey,
  },
}

test('a parent or child out of sight is not named by a rule or a conflict', async () => {
  const [parent, ticket, child] = tickets
  const own = ticket?.categoryId ?? 0
  const person = await someone(['tickets.read', 'tickets.update'], { workCategories: [own], handCategories: [], queues: [] })
  const mine = tickets.find((t) => t.categoryId === own && t !== ticket)
  const id = ticket?.id ?? 0
  const conflict = await person.call(ticketApi.changeTicket, { id, changes: { parentId: { from: mine?.id ?? 0, to: 999_999 } } })
  expect([conflict.status, conflict.problem?.problems]).toMatchObject([409, [{ field: 'parentId', details: { theirs: null } }]])
  await pool.query('update categories set check_children = true where id = $1', [own])
  const closed = await person.call(ticketApi.changeTicket, { id, changes: { state: { from: 'waiting', to: 'closed' } } })
  expect([closed.status, closed.problem?.problems]).toMatchObject([422, [{ code: 'open_children', details: { tickets: [] } }]])
  for (const answer of [conflict, closed]) expectNoTrace(JSON.stringify(answer.problem), visibleTo(person), 'the refusal')
  expect([parent, child].map((t) => t?.categoryId)).not.toContain(own)
})

test('mail is sent only from the queues of one’s Right, and only those are offered', async () => {
  const [one, two] = [queues[0], queues[1]]
  const person = await someone(['tickets.read', 'tickets.update'], {
    workCategories: categories,
    handCategories: [],
    queues: one ? [one.id] : [],
  })
  const id = tickets[0]?.id ?? 0
  expect((await person.call(activityApi.proposeEmail, { id, kind: 'new' })).body.queues.map((q) => q.id)).toEqual([one?.id])
  expect((await person.call(activityApi.listSenders, {})).body.queues.map((q) => q.id)).toEqual([one?.id])
  const from = (queue: typeof one) =>
    person.call(activityApi.sendEmail, {
      id,
      to: [{ address: 'someone@example.com', name: '' }],
      subject: 'x',
      html: 'x',
      queueId: queue?.id ?? 0,
      from: queue?.address ?? '',
      answersId: null,
      sendKey: crypto.randomUUID(),
    })
  const refused = await from(two)
  expect([refused.status, refused.problem?.problems]).toMatchObject([403, [{ field: 'queueId', code: 'queue_not_allowed' }]])
  expect((await from(one)).status).toBe(200)
})

const said = z.custom<LiveMessage>()

/** A browser’s socket: what it was told, by ticket; `gone` apart. */
async function listening(cookie: string, query = '') {
  const { port } = z.object({ port: z.int() }).parse(desk.app.server.address())
  const ws = new WebSocket(`ws://127.0.0.1:${port}/api/v1/live${query}`, { headers: { cookie, origin: config.publicUrl } })
  const messages: LiveMessage[] = []
  ws.on('message', (data) => messages.push(said.parse(JSON.parse(Buffer.isBuffer(data) ? data.toString() : ''))))
  const closed = new Promise<number>((resolve) => ws.once('close', resolve))
  await once(ws, 'open')
  ws.send('{}')
  await expect.poll(() => messages.length, { interval: 10 }).toBeGreaterThan(0)
  messages.length = 0
  const told = (gone: boolean) =>
    sorted(new Set(messages.flatMap((m) => m.events.filter((e) => e.subject === 'ticket' && (e.gone ?? false) === gone).map((e) => e.id))))
  return { ws, messages, told, closed, forget: () => void (messages.length = 0) }
}

/** Something happens to every ticket; then something that everybody hears, so that all has been told. */
async function stir() {
  for (const { id } of tickets) await ada.call(activityApi.addComment, { id, text: 'stirred', sendKey: crypto.randomUUID() })
  await pool.query(`insert into events (at, name, subject, subject_id, version, actor_kind, via, request_id, payload)
    values (now(), 'installation.fence', 'installation', 1, 1, 'system', 'cli', 'fence', '{}')`)
}
const fenced = (ear: Awaited<ReturnType<typeof listening>>) =>
  expect
    .poll(() => ear.messages.some((m) => m.events.some((e) => e.name === 'installation.fence')), { interval: 10, timeout: 5000 })
    .toBe(true)

test('what is told live is what can be opened, also after a Right, an Access or a User has changed under an open socket', async () => {
  const people = [await someone(['tickets.read', ...reading], 'Everything')]
  for (let n = 0; n < 5; n++) people.push(await someone(['tickets.read', ...someOf(reading, 50)], anyRight()))
  people.push(await someone(someOf(reading, 50), anyRight()))
  const ears = await Promise.all(people.map((person) => listening(person.cookie)))
  await stir()
  for (const [i, ear] of ears.entries()) {
    await fenced(ear)
    expect(ear.told(false), `person ${i}`).toEqual(sorted(visibleTo(people[i]!).map((t) => t.id)))
    expectNoTrace(JSON.stringify(ear.messages), visibleTo(people[i]!), 'the socket')
    ear.forget()
  }
  // Each Right becomes another, and the very next thing that happens is told by the new one.
  for (const person of people) {
    if (!person.right) continue
    const { id, version, name } = person.right
    const next = anyRight()
    expect((await ada.call(rights.doors.change, { id, version, name, ...next })).status).toBe(200)
    person.categories = next.workCategories
  }
  await stir()
  for (const [i, ear] of ears.entries()) {
    await fenced(ear)
    const afresh = ear.messages.findLastIndex((m) => m.afresh)
    expect(afresh >= 0, `person ${i} is told to load afresh`).toBe(people[i]!.right !== null)
    ear.messages.splice(0, afresh + 1)
    expect(ear.told(false), `person ${i}`).toEqual(sorted(visibleTo(people[i]!).map((t) => t.id)))
    ear.forget()
  }
  // Whose Access no longer reads tickets hears of none; who is disabled is cut off.
  const [first, second] = [people[1]!, people[2]!]
  const held = async (id: number) => {
    const { changedAt: _at, changedBy: _by, ...values } = (await ada.call(users.doors.get, { id })).body
    return values
  }
  const { accessId } = await held(first.id)
  const access = (await ada.call(accesses.doors.get, { id: accessId })).body
  await ada.call(accesses.doors.change, { id: accessId, version: access.version, name: access.name, permissions: ['contacts.read'] })
  await ada.call(users.doors.change, { ...(await held(second.id)), active: false })
  expect(await ears[2]!.closed).toBe(4401)
  await stir()
  await fenced(ears[1]!)
  ears[1]!.messages.splice(0, ears[1]!.messages.findLastIndex((m) => m.afresh) + 1)
  expect(ears[1]!.told(false)).toEqual([])
  for (const { ws } of ears) ws.close()
}, 120_000)

test('what happens at the very moment in which a Right is narrowed is told by the narrow one', async () => {
  const person = await someone(['tickets.read'], { workCategories: categories, handCategories: [], queues: [] })
  const ear = await listening(person.cookie)
  const event = `insert into events (at, name, subject, subject_id, version, actor_kind, via, request_id, payload)`
  const values = (name: string, subject: string, id: number) =>
    `${event} values (now(), '${name}', '${subject}', ${id}, 99, 'system', 'cli', 'now', '{}')`
  const right = person.right?.id ?? 0
  // One commit, so that both are read at once.
  await pool.query(`begin; update rights set work_categories = '{}' where id = ${right}; ${values('right.changed', 'right', right)};
    ${tickets.map(({ id }) => values('activity.added', 'ticket', id)).join(';')}; commit`)
  await stir()
  await fenced(ear)
  expect(ear.told(false)).toEqual([])
  // What happened before, making this User, may come first.
  expect(ear.messages.find((message) => message.afresh)).toMatchObject({ events: [] })
  ear.ws.close()
})

/** By ticket who is in it, as this browser was told last. */
function presentFor(ear: Awaited<ReturnType<typeof listening>>, user?: number) {
  const people = new Map<number, readonly { user: number }[]>()
  for (const { present } of ear.messages) for (const told of present ?? []) people.set(told.ticket, told.people)
  return sorted([...people].flatMap(([ticket, there]) => (there.some((one) => user === undefined || one.user === user) ? [ticket] : [])))
}

test('who is in a ticket is told to those who see it, and nobody is in a ticket out of their sight', async () => {
  const ids = tickets.map((t) => t.id)
  const say = (ear: Awaited<ReturnType<typeof listening>>) =>
    ear.ws.send(JSON.stringify({ here: ids.map((ticket) => ({ ticket, does: ['viewing'] })), near: ids }))
  const people = [await someone(['tickets.read'], 'Everything'), await someone(['contacts.read'], 'Everything')]
  for (let n = 0; n < 5; n++) people.push(await someone(['tickets.read', ...someOf(reading, 50)], anyRight()))
  const hers = await listening(ada.cookie)
  say(hers)
  const ears = await Promise.all(people.map((person) => listening(person.cookie)))
  for (const ear of ears) say(ear)
  const seenBy = (person: Person) => sorted(visibleTo(person).map((t) => t.id))
  for (const [i, person] of people.entries()) {
    await expect.poll(() => presentFor(ears[i]!), { timeout: 5000 }).toEqual(seenBy(person))
    await expect.poll(() => presentFor(hers, person.id), { timeout: 5000 }).toEqual(seenBy(person))
    expectNoTrace(JSON.stringify(ears[i]!.messages.map(({ present }) => present)), visibleTo(person), 'presence')
  }
  // Through another's eyes nobody is there, and one is nowhere.
  const eyes = await listening(ada.cookie, `?see-as=${people[0]!.id}`)
  say(eyes)
  // A Right that becomes another takes its User out of the tickets that go out of sight.
  const narrowed = people.find((person) => person.right && person.categories.length > 0)
  if (!narrowed?.right) throw new Error('nobody to narrow')
  const { id, version, name } = narrowed.right
  await ada.call(rights.doors.change, { id, version, name, workCategories: [], handCategories: [], queues: [] })
  await expect.poll(() => presentFor(hers, narrowed.id), { timeout: 5000 }).toEqual([])
  expect(presentFor(eyes)).toEqual([])
  // A ticket that moves away takes with it whoever may not follow.
  const other = people.find((person) => person !== narrowed && person.right && visibleTo(person).length > 0)
  const ticket = other && visibleTo(other)[0]
  const away = categories.find((category) => !other?.categories.includes(category))
  if (other && ticket && away !== undefined) {
    const before = ticket.categoryId
    const changes = { categoryId: { from: before, to: away } }
    expect((await ada.call(ticketApi.changeTicket, { id: ticket.id, changes })).status).toBe(200)
    await expect.poll(() => presentFor(hers, other.id), { timeout: 5000 }).not.toContain(ticket.id)
    await expect.poll(() => presentFor(ears[people.indexOf(other)]!), { timeout: 5000 }).not.toContain(ticket.id)
    const back = { categoryId: { from: away, to: before } }
    expect((await ada.call(ticketApi.changeTicket, { id: ticket.id, changes: back })).status).toBe(200)
  }
  for (const { ws } of [hers, eyes, ...ears]) ws.close()
}, 60_000)

test('a ticket that leaves one’s categories is told as gone, once and without more', async () => {
  const [from, to] = [categories[0] ?? 0, categories[1] ?? 0]
  const person = await someone(['tickets.read'], { workCategories: [from], handCategories: [], queues: [] })
  const ear = await listening(person.cookie)
  const ticket = tickets.find((t) => t.categoryId === from)
  if (!ticket) throw new Error('no ticket')
  const { id } = ticket
  expect((await ada.call(ticketApi.changeTicket, { id, changes: { categoryId: { from, to } } })).status).toBe(200)
  ticket.categoryId = to
  await stir()
  await fenced(ear)
  expect(ear.told(true)).toEqual([id])
  expect(ear.told(false)).not.toContain(id)
  expect((await person.call(ticketApi.getTicket, { id })).status).toBe(404)
  ear.ws.close()
})

test('who sees the desk as another User lists, opens and hears what that User does', async () => {
  const person = await someone(['tickets.read', 'ledger.read', 'settings.read', 'contacts.read'], anyRight())
  const as = { 'tessera-see-as': String(person.id) }
  expect((await ada.call(peopleApi.seeAs, { id: person.id })).status).toBe(200)
  const seen = visibleTo(person)
  for (const { id, categoryId } of tickets) {
    expect((await ada.call(ticketApi.getTicket, { id }, as)).status).toBe(person.categories.includes(categoryId) ? 200 : 404)
  }
  const { rows } = (await ada.call(viewApi.listTickets, { limit: 200 }, as)).body
  expect(sorted(rows.map((r) => r.id))).toEqual(sorted(seen.map((t) => t.id)))
  const queried = await ada.call(viewApi.queryTickets, { limit: 200 }, as)
  expect(sorted(queried.body.rows.map((r) => r.id))).toEqual(sorted(seen.map((t) => t.id)))
  const refused = await ada.call(activityApi.addComment, { id: seen[0]?.id ?? 0, text: 'x', sendKey }, as)
  expect([refused.status, refused.problem?.code]).toEqual([403, 'see_as_read_only'])
  const ear = await listening(ada.cookie, `?see-as=${person.id}`)
  await stir()
  await fenced(ear)
  expect(ear.told(false)).toEqual(sorted(seen.map((t) => t.id)))
  ear.ws.close()
  await expect(listening(person.cookie, `?see-as=${ada.id}`)).rejects.toThrow('403')
})

test('the access explainer says of every User what their own list says, and why', async () => {
  const { id, categoryId } = tickets[0]!
  const people = [
    [await someone(['tickets.read', 'tickets.update'], 'Everything'), 'right_everything', ['update', 'hand']],
    [await someone(['tickets.read'], { workCategories: [categoryId], handCategories: [], queues: [] }), 'category_work', []],
    [
      await someone(['tickets.read', 'tickets.update'], { workCategories: [], handCategories: [categoryId], queues: [] }),
      'category_hand_only',
      ['hand'],
    ],
    [await someone(['tickets.read'], { workCategories: [], handCategories: [], queues: [] }), 'category_not_in_right', []],
    [await someone(['contacts.read'], { workCategories: [categoryId], handCategories: [], queues: [] }), 'access_without_tickets_read', []],
  ] as const
  for (const [person, why, may] of people) {
    const { users: explained } = (await ada.call(ticketApi.explainAccess, { id, user: person.id })).body
    const opened = await person.call(ticketApi.getTicket, { id })
    expect(explained).toMatchObject([{ id: person.id, sees: opened.status === 200, why, may }])
  }
  let after: number | null = 0
  const everybody: { id: number; sees: boolean }[] = []
  let seeing = -1
  while (after !== null) {
    const page: z.output<typeof ticketApi.explainAccess.output> = (await ada.call(ticketApi.explainAccess, { id, after, limit: 7 })).body
    everybody.push(...page.users)
    after = page.next
    seeing = page.seeing
  }
  const { rows: active } = await pool.query<{ id: number }>('select id from users where active')
  expect(sorted(everybody.map((u) => u.id))).toEqual(sorted(active.map((u) => u.id)))
  expect(everybody.filter((u) => u.sees)).toHaveLength(seeing)
  expect((await ada.call(ticketApi.explainAccess, { id, q: 'Ada' })).body.users.map((u) => u.name)).toContain('Ada')
  const outside = await someone(['tickets.read', 'users.read'], { workCategories: [], handCategories: [], queues: [] })
  expect((await outside.call(ticketApi.explainAccess, { id })).status).toBe(404)
})

test('what lies in the bin is there for those who may delete only, and a merged ticket for those who see its survivor', async () => {
  const [survivor, merged, deleted] = [tickets[1], tickets[3], tickets.at(-1)]
  if (!survivor || !merged || !deleted) throw new Error('there are too few tickets')
  expect((await ada.call(ticketApi.mergeTickets, { id: survivor.id, ticketIds: [merged.id] })).status).toBe(200)
  survivors.set(merged.id, survivor.id)
  expect((await ada.call(ticketApi.deleteTicket, { id: deleted.id })).status).toBe(200)
  binned.add(deleted.id)
  const work = (...of: number[]) => ({ workCategories: of, handCategories: categories, queues: queues.map((q) => q.id) })
  const few = [...permissions].filter((p) => p !== 'tickets.delete')
  const people = [
    await someone([...permissions], 'Everything'),
    await someone(few, 'Everything'),
    await someone(few, work(...categories)),
    await someone(few, work(merged.categoryId)),
    await someone(few, work(survivor.categoryId)),
    await someone([...permissions], work(deleted.categoryId)),
  ]
  for (const person of people) await sweep(person)
  expect((await people[1]?.call(ticketApi.restoreTicket, { id: deleted.id }))?.status).toBe(403)
  expect((await people[3]?.call(ticketApi.restoreTicket, { id: deleted.id }))?.status).toBe(403)
  const blind = await someone([...permissions], work())
  expect((await blind.call(ticketApi.restoreTicket, { id: deleted.id })).status).toBe(404)
  expect((await ada.call(ticketApi.changeTicket, { id: deleted.id, changes: { title: { from: 'x', to: 'y' } } })).problem?.code).toBe(
    'in_bin',
  )
}, 120_000)
