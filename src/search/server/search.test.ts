/** Full-text search through its door: what is found, how it is told, and what nobody learns of. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addComment } from '#activities/server/addComment.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { readOnce } from '#platform/server/reader.ts'
import { countSearch, search as door } from '#search/api.ts'
import { changeTicket } from '#tickets/server/changeTicket.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { noteChanges } from './noteChanges.ts'
import { refreshDocuments } from './refreshDocuments.ts'
import { searchRoutes } from './routes.ts'

const desk = await testDesk(searchRoutes)
afterAll(() => desk.close())
const { db } = desk.database
const eva = await desk.user()
const settle = async () => {
  await readOnce(db, noteChanges, new Date())
  while (await refreshDocuments({ db, announcer: { announce: () => {} }, now: new Date() }));
}
beforeAll(settle)

const found = async (q: string, who = eva) => (await who.call(door, { q })).body.tickets.map(({ id }) => id)
const given = async (title: string, text?: string) => {
  const ticket = await givenTicket(desk.ctx(), { title })
  if (text) await addComment(eva.ctx(), { id: ticket.id, text, attachmentIds: [], sendKey: crypto.randomUUID() })
  await settle()
  return ticket.id
}

test('finds words of titles, descriptions, messages and senders, whatever their accents and case', async () => {
  const id = await given('Kühlschrank defekt', 'Le résumé est prêt: číslo faktury R-21070, ptejte se jana.novak@north.example')
  for (const q of [
    'kuhlschrank',
    'KÜHLSCHRANK defekt',
    'resume',
    'Résumé cislo',
    'R-21070',
    '21070',
    'jana.novak@north.example',
    'north.example',
  ])
    expect(await found(q), q).toEqual([id])
  expect(await found('kuhlschrank waschmaschine')).toEqual([])
  expect(await found('  ')).toEqual([])
})

test('finds a ticket by its number at once, and by the beginning of the word that is being typed', async () => {
  const id = await given('Zeppelin charter')
  expect((await found(`#${id}`))[0]).toBe(id)
  expect((await found(String(id)))[0]).toBe(id)
  expect(await found('zepp')).toEqual([id])
  expect(await found('char zeppelin')).toEqual([])
  expect(await found('char* zeppelin')).toEqual([id])
})

test('finds writing without spaces between its words', async () => {
  const id = await given('請求書の再発行をお願いします')
  for (const q of ['請求書', '再発行', '発行をお', '書']) expect(await found(q), q).toEqual([id])
  expect(await found('発請')).toEqual([])
})

test('a mistyped word finds the titles that it was meant for', async () => {
  const id = await given('Invoice for the harmonium')
  for (const q of ['harmonum', 'harmnoium', 'hramonium', 'invoice harmoniun']) expect(await found(q), q).toContain(id)
  expect(await found('harpsichord')).toEqual([])
})

test('says where it hit, with the words marked and the message to jump to', async () => {
  const id = await given(
    'A quiet title',
    `${'Long before. '.repeat(40)}Here the <b>Xylophone</b> stands, and long after. ${'More. '.repeat(60)}`,
  )
  const { body } = await eva.call(door, { q: 'xylophone' })
  const hit = body.tickets.find((ticket) => ticket.id === id)?.hit
  expect(hit).toMatchObject({ where: 'activity', activityId: expect.any(Number) })
  expect(hit?.marked.find((piece) => piece.hit)?.text).toBe('Xylophone')
  expect(hit?.marked.map(({ text }) => text).join('').length).toBeLessThan(260)
})

test('a changed title is found by its new words within one pass, and no longer by its old ones', async () => {
  const id = await given('Bassoon missing')
  const body = { id, changes: { title: { from: 'Bassoon missing', to: 'Clarinet missing' } } }
  await changeTicket(eva.ctx(), body)
  await settle()
  expect(await found('bassoon')).toEqual([])
  expect(await found('clarinet')).toEqual([id])
  const { rows } = await desk.database.pool.query<{ word: string }>(`select word from search_words where word in ('bassoon', 'clarinet')`)
  expect(rows).toEqual([{ word: 'clarinet' }])
})

test('shows nobody what their Right hides, not even how many there are', async () => {
  const id = await given('Secret trombone')
  const blind = await desk.user({ right: { workCategories: [] } })
  expect((await blind.call(door, { q: 'trombone' })).body).toEqual({ more: false, tickets: [] })
  expect((await blind.call(countSearch, { q: 'trombone' })).body).toEqual({ count: 0 })
  expect((await eva.call(countSearch, { q: 'trombone' })).body).toEqual({ count: 1 })
  expect(await found(`#${id}`, blind)).toEqual([])
})

test('hits in the title come before hits in messages, newer before older', async () => {
  const inMessage = await given('One', 'The glockenspiel is here')
  const older = await given('Glockenspiel one')
  const newer = await given('Glockenspiel two')
  expect(await found('glockenspiel')).toEqual([newer, older, inMessage])
})

test('more hits than are ranked follow by date, each once, and the total is exact', async () => {
  await desk.database.pool.query(`
    with t as (insert into tickets (title, category_id, origin, begun_by, created_at, edited_at, last_activity_at)
      select 'Ocarina ' || n, (select min(id) from categories), 'email', 'customer', now(), now(), now() - n * interval '6 hours'
      from generate_series(1, 1300) n returning id)
    insert into search_waiting (ticket_id, since) select id, now() from t`)
  await settle()
  const seen: number[] = []
  for (let after = 0; ; after += 100) {
    const { body } = await eva.call(door, { q: 'ocarina', after, limit: 100 })
    seen.push(...body.tickets.map(({ id }) => id))
    if (!body.more) break
  }
  expect(new Set(seen).size).toBe(1300)
  expect(seen.length).toBe(1300)
  expect((await eva.call(countSearch, { q: 'ocarina' })).body).toEqual({ count: 1300 })
})

test.each(["'", '\\', "a'b\\", ':*', '&', '(((', '!', '<->', "'; drop table tickets; --", '\0', '\ud800', '*', '~y57', '“quoted”'])(
  'whatever is typed is words, never a query: %j',
  async (q) => {
    expect((await eva.call(door, { q })).status).toBe(200)
  },
)
