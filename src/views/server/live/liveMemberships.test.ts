/** Counts from memory equal the list, inside one snapshot, whatever happens meanwhile; and each thing that a refresh looks at is needed for it. */
import { EventEmitter, once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { sql, type Transaction } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDesk } from '#people/server/testing/desk.ts'
import type { Filter } from '#platform/filter.ts'
import type { Context } from '#platform/server/context.ts'
import { inSnapshot } from '#platform/server/horizon.ts'
import type { DB } from '#platform/server/tables.ts'
import { seenBy, seesBin, maySee } from '#tickets/rights.ts'
import { visible } from '#tickets/server/ticketQueries.ts'
import { filterCatalogue, filterSql, readKeptFilter } from '#tickets/server/ticketFilter.ts'
import { anyFilter } from '#tickets/server/testing/anyFilter.ts'
import { fillSlots } from './fillSlots.ts'
import { LiveMemberships, senses, type Senses } from './liveMemberships.ts'
import type { News } from './place.ts'
import { slotOf, type Slot } from './slot.ts'
import { addTickets, writeWhile, type World } from './testing/storm.ts'

/** `TESSERA_LONG_TESTS=1`: a minute of it. */
const seconds = process.env['TESSERA_LONG_TESTS'] === '1' ? 60 : 5
const desk = await testDesk([])
afterAll(() => desk.close())
const { db } = desk.database

/** Somebody who counts, and what their sidebar asks. */
interface Counting {
  ctx: Context
  slots: Slot[]
}
let world: World
const people: Counting[] = []

/** What the clock, a name, a star or an owner moves. */
const hot: Filter[] = [
  { field: 'overdue', op: 'is', value: true },
  { field: 'dueSoon', op: 'is', value: true },
  { field: 'solutionBreached', op: 'is', value: true },
  {
    and: [
      { field: 'deadline', op: 'before', value: 'now' },
      { field: 'state', op: 'is_not', value: 'closed' },
    ],
  },
  { not: { field: 'deadline', op: 'after', value: 'now' } },
  { field: 'editedAt', op: 'between', value: { from: '-1m', to: 'now' } },
  { field: 'contactName', op: 'contains', value: 'an' },
  { not: { field: 'accountName', op: 'starts_with', value: 'STRASSE' } },
  {
    and: [
      { field: 'user', op: 'is', value: 'me' },
      { field: 'state', op: 'one_of', value: ['open', 'waiting'] },
    ],
  },
  { field: 'user', op: 'one_of', value: ['my_team'] },
  { field: 'starred', op: 'is', value: true },
  { field: 'bin', op: 'is', value: true },
  { field: 'text', op: 'matches', value: 'alpha' },
  { and: [] },
]

beforeAll(async () => {
  const made = async (query: ReturnType<typeof sql<{ id: number }>>) => (await query.execute(db)).rows.map(({ id }) => id)
  const categories = await made(sql`insert into categories (name) select 'Category ' || n from generate_series(1, 6) n returning id`)
  const [first = 0, second = 0, ...others] = categories
  const rights = [{ workCategories: others }, { workCategories: [first, second] }, { workCategories: [] }]
  const users = [await desk.user(), await desk.user({ access: 'Administrator' })]
  for (const right of rights) users.push(await desk.user({ right }))
  await sql`update users set time_zone = 'Asia/Kathmandu' where id = ${users[1]?.id}`.execute(db)
  await sql`insert into teams (name, changed_at, member_ids) values ('Front', now(), ${users.slice(0, 2).map(({ id }) => id)})`.execute(db)
  const customers = (table: string) =>
    made(
      sql`insert into ${sql.table(table)} (name, name_folded, created_at) select 'Anna ' || n, 'anna ' || n, now() from generate_series(1, 150) n returning id`,
    )
  world = {
    users: users.map(({ id }) => id),
    categories,
    statuses: await made(
      sql`insert into statuses (title, color, changed_at) values ('A', 'blue', now()), ('B', 'red', now()) returning id`,
    ),
    contacts: await customers('contacts'),
    accounts: await customers('accounts'),
  }
  for (let n = 0; n < 4; n++) await addTickets(desk.database, world, 400)
  const idsOf = { user: world.users, category: categories, status: world.statuses, contact: world.contacts, account: world.accounts }
  const known = new Map<string, readonly number[]>(Object.entries(idsOf))
  const tree = anyFilter(await filterCatalogue(desk.ctx()), ({ type }) => known.get(type) ?? [], ['alpha', 'beta gamma', 'nowhere'])
  for (const user of users) {
    const trees = [...hot, ...fc.sample(tree, 10)]
    const slots = await Promise.all(trees.map(async (one) => slotOf(await readKeptFilter(user.ctx(), one))))
    people.push({ ctx: user.ctx(), slots })
  }
}, 60_000)

/** What the list of this reader shows at that moment, by the very conditions that lists use. */
async function listed(trx: Transaction<DB>, { ctx, slot, now }: { ctx: Context; slot: Slot; now: number }) {
  const { rows } = await sql<{ id: number }>`
    select t.id from tickets t where ${filterSql({ now: new Date(now) }, slot.ready)} and ${visible(ctx)} order by t.id`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Refreshes a memory of its own, and compares it with the database as the very snapshot of that refresh saw it. */
class Watcher {
  checked = 0
  readonly wrong: string[] = []
  readonly live: LiveMemberships
  /** Set while the next refresh is to be compared. */
  #compare: ((snapshot: string) => Promise<void>) | null = null

  constructor(given: Partial<Senses> = {}) {
    const relatedTickets: Senses['relatedTickets'] = async (trx, ...rest) => {
      if (this.#compare) {
        const { rows } = await sql<{ id: string }>`select pg_export_snapshot() as id`.execute(trx)
        await this.#compare(rows[0]?.id ?? '')
      }
      return (given.relatedTickets ?? senses.relatedTickets)(trx, ...rest)
    }
    this.live = new LiveMemberships(db, { ...given, relatedTickets })
  }

  async fill() {
    const slots = [...new Map(people.flatMap(({ slots: theirs }) => theirs).map((slot) => [slot.key, slot])).values()]
    await this.live.join(await fillSlots(db, slots.slice(0, 20), this.live.classes))
    // The others come while the storm is on.
    await pause(300)
    await this.live.join(await fillSlots(db, slots.slice(20), null))
  }

  async refreshAndCompare() {
    const afterwards = new EventEmitter()
    let comparing: Promise<void> | undefined
    this.#compare = async (snapshot) => {
      this.#compare = null
      const adopted = new Promise<void>((resolve, reject) => {
        comparing = inSnapshot(db, async (trx) => {
          await sql`set transaction snapshot ${sql.lit(snapshot)}`.execute(trx)
          await sql`select 1`.execute(trx)
          resolve()
          await once(afterwards, 'refreshed')
          await this.#compareIn(trx)
        })
        comparing.catch(reject)
      })
      await adopted
    }
    await this.live.refresh()
    afterwards.emit('refreshed')
    await comparing
  }

  async #compareIn(trx: Transaction<DB>) {
    const now = this.live.place?.now ?? 0
    for (const { ctx, slots } of people) {
      const right = seenBy(ctx.actor)
      const classes = this.live.classes.seen((sight) => maySee(right, sight) && (!sight.bin || seesBin(ctx.actor)))
      for (const slot of slots) {
        const held = this.live.slots.get(slot.key)
        if (!held) continue
        const there = await listed(trx, { ctx, slot, now })
        const members = [...held.members].filter((id) => classes.includes(this.live.classes.of(id)))
        this.checked++
        if (this.live.count(held, classes) !== there.length || members.join() !== there.join())
          this.wrong.push(`${JSON.stringify(slot.ready.given)}: ${this.live.count(held, classes)}, listed ${there.length}`)
      }
    }
  }

  /** As a node does: on notifications, of which some are lost, and now and then. */
  async watchWhile(goingOn: () => boolean, told: () => Promise<void>) {
    while (goingOn()) {
      await Promise.race([told(), pause(300)])
      await pause(25)
      if (Math.random() < 0.2) await this.refreshAndCompare()
      else await this.live.refresh()
    }
    await this.refreshAndCompare()
  }
}

/** Believes that numbers of events become visible in their order. */
function byEventNumber(): Senses['newsSince'] {
  let last = 0
  return async (trx) => {
    const { rows } = await sql<News & { last: number }>`
      select e.name, e.subject, e.subject_id as id, max(e.id) as last from events e where e.id > ${last} group by 1, 2, 3`.execute(trx)
    last = Math.max(last, ...rows.map((row) => row.last))
    return rows
  }
}

test('counts and members are those of the list inside one snapshot while eight writers go on; no sense can be spared', async () => {
  const true1 = new Watcher()
  const true2 = new Watcher()
  const mutants = {
    'an event cursor by number': new Watcher({ newsSince: byEventNumber() }),
    'no clock': new Watcher({ takeDue: () => [] }),
    'no related rows': new Watcher({ relatedTickets: async () => [] }),
  }
  const all = [true1, true2, ...Object.values(mutants)]
  const hearers = new Set<() => void>()
  const begun = Date.now()
  const lasts = () => (Date.now() - begun) / 1000
  // On a busy computer little happens in that time: until each mutant has been caught.
  const goingOn = () => lasts() < seconds || (lasts() < seconds + 60 && Object.values(mutants).some(({ wrong }) => wrong.length === 0))
  const committed = () => {
    if (Math.random() < 0.9) for (const hear of hearers) hear()
  }
  const told = () => new Promise<void>((resolve) => hearers.add(resolve))
  const writing = Promise.all(Array.from({ length: 8 }, () => writeWhile(goingOn, desk.database, world, committed)))
  await Promise.all(all.map(async (one) => one.fill()))
  await Promise.all(all.map(async (one) => one.watchWhile(goingOn, told)))
  const changes = (await writing).reduce((sum, done) => sum + done, 0)
  await Promise.all(all.map(async (one) => one.refreshAndCompare()))

  expect(true1.wrong).toEqual([])
  expect(true2.wrong).toEqual([])
  for (const [name, { wrong }] of Object.entries(mutants)) expect(wrong.length, name).toBeGreaterThan(0)
  expect(changes).toBeGreaterThan(50)
  expect(true1.checked).toBeGreaterThan(200)
}, 180_000)
