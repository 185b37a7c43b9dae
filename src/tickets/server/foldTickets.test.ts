/** Filters compare texts folded; what is written is folded with it, what is older at the start. */
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '#platform/server/testing/database.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { foldTickets } from './foldTickets.ts'
import { givenTicket } from './given.ts'
import { saveTicket } from './saveTicket.ts'
import { lockTicket } from './ticketQueries.ts'

const database = await testDatabase()
afterAll(() => database.close())
const ctx: Context = {
  db: database.db,
  actor: { kind: 'system' },
  now: new Date(),
  requestId: 'test',
  via: 'ui',
  announcer: { announce: () => undefined },
}
const foldedOf = (id: number) =>
  database.db.selectFrom('tickets').select(['title_folded', 'description_folded']).where('id', '=', id).executeTakeFirstOrThrow()

test('a ticket’s title and description are folded with every save', async () => {
  const { id } = await givenTicket(ctx, { title: 'ΣΑΣ', description: 'Straße' })
  expect(await foldedOf(id)).toEqual({ title_folded: 'σας', description_folded: 'strasse' })
  await inTransaction(ctx, async (writing) =>
    saveTicket(
      writing,
      await lockTicket(writing, id),
      { title: { from: 'ΣΑΣ', to: 'Été' }, description: { from: 'Straße', to: '' } },
      { askRules: false },
    ),
  )
  expect(await foldedOf(id)).toEqual({ title_folded: 'ete', description_folded: null })
})

test('what nobody has folded yet is folded at the start, and only once', async () => {
  const { id } = await givenTicket(ctx, { title: 'Žádost', description: 'É' })
  await database.db.updateTable('tickets').set({ title_folded: null, description_folded: null }).where('id', '=', id).execute()
  expect(await foldTickets(database.db)).toBe(1)
  expect(await foldedOf(id)).toEqual({ title_folded: 'zadost', description_folded: 'e' })
  expect(await foldTickets(database.db)).toBe(0)
})
