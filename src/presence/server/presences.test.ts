/** Who is in which ticket, on several servers of one desk. */
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { createLog } from '#platform/server/log.ts'
import { testDatabase } from '#platform/server/testing/database.ts'
import { Presences } from './presences.ts'

const database = await testDatabase()
afterAll(() => database.close())
const log = createLog({ logLevel: 'silent' })
const server = () => new Presences({ pool: database.pool, url: database.url, log })
const soon = { timeout: 5000, interval: 20 }
const users = (on: Presences) => on.of(7).map(({ user, does }) => `${user} ${does.join(' ')}`)
const open: Presences[] = []
const started = () => {
  const one = server()
  open.push(one)
  return one
}
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(open.splice(0).map((one) => one.stop()))
})

test('who is in a ticket is known on every server: each User once, whoever changes something first', async () => {
  const [one, two] = [started(), started()]
  const [eva, jan, again] = [one.page(), two.page(), two.page()]
  eva.say(1, new Map([[7, ['viewing']]]))
  jan.say(2, new Map([[7, ['viewing', 'reply']]]))
  again.say(1, new Map([[7, ['viewing']]]))
  for (const on of [one, two]) await expect.poll(() => users(on), soon).toEqual(['2 viewing reply', '1 viewing'])
  eva.leave()
  await expect.poll(() => users(one), soon).toEqual(['2 viewing reply', '1 viewing'])
  again.leave()
  for (const on of [one, two]) await expect.poll(() => users(on), soon).toEqual(['2 viewing reply'])
})

test('a server that comes later hears who is there, and one that stops takes its people with it', async () => {
  const one = started()
  one.page().say(1, new Map([[7, ['form']]]))
  const two = started()
  await expect.poll(() => two.of(7).map(({ user }) => user), soon).toEqual([1])
  await one.stop()
  await expect.poll(() => two.of(7), soon).toEqual([])
})

test('a server that vanishes has nobody after forty seconds', async () => {
  const two = started()
  const gone = crypto.randomUUID()
  const text = JSON.stringify({ from: gone, tickets: [[7, [[1, ['viewing'], 5]]]] })
  await expect
    .poll(async () => {
      await database.pool.query('select pg_notify($1, $2)', ['tessera_presence', text])
      return two.of(7).length
    }, soon)
    .toBe(1)
  two.sweep(Date.now() + 30_000)
  expect(two.of(7)).toHaveLength(1)
  two.sweep(Date.now() + 41_000)
  expect(two.of(7)).toEqual([])
})

test('of very many tickets nothing is lost: what does not fit into one notification goes in several', async () => {
  const [one, two] = [started(), started()]
  const page = one.page()
  await expect
    .poll(() => {
      page.say(1, new Map(Array.from({ length: 1000 }, (_, n) => [n + 1, ['viewing']] as const)))
      return two.of(1000).length
    }, soon)
    .toBe(1)
  for (const ticket of [1, 250, 500, 999]) await expect.poll(() => two.of(ticket).length, soon).toBe(1)
})

test('nonsense on the line is not heard', async () => {
  const one = started()
  for (const text of ['{', '[]', '{"from":"x"}', `{"from":"${crypto.randomUUID()}","tickets":[[1,[[1,["dancing"],1]]]]}`])
    await database.pool.query('select pg_notify($1, $2)', ['tessera_presence', text])
  expect(one.of(1)).toEqual([])
})
