/** What a User chose for themselves. */
import { afterAll, expect, test } from 'vitest'
import { getPreferences, setPreferences, usualPreferences } from '#people/preferences.ts'
import { peopleRoutes } from './routes.ts'
import { testDesk } from './testing/desk.ts'

const desk = await testDesk(peopleRoutes)
afterAll(() => desk.close())

test('Preferences are kept on the server for each User; what nobody chose is as usual', async () => {
  const [ada, ben] = [await desk.user(), await desk.user()]
  expect((await ada.call(getPreferences, {})).body).toEqual(usualPreferences)
  const chosen = await ada.call(setPreferences, { favourites: ['contacts'], undoSendSeconds: 30 })
  expect(chosen.body).toEqual({ ...usualPreferences, favourites: ['contacts'], undoSendSeconds: 30 })
  expect((await ada.call(setPreferences, { keys: { listDown: 'h', listTake: null } })).body).toEqual({
    ...usualPreferences,
    keys: { listDown: 'h', listTake: null },
    favourites: ['contacts'],
    undoSendSeconds: 30,
  })
  expect((await ben.call(getPreferences, {})).body).toEqual(usualPreferences)
})

test('Two windows that choose different things at once both keep them', async () => {
  const ada = await desk.user()
  await Promise.all([ada.call(setPreferences, { undoSendSeconds: 0 }), ada.call(setPreferences, { keys: { closeTab: 'w' } })])
  expect((await ada.call(getPreferences, {})).body).toEqual({ ...usualPreferences, undoSendSeconds: 0, keys: { closeTab: 'w' } })
})

test('A key that another action of the same place has is refused and named', async () => {
  const ada = await desk.user()
  const refused = await ada.call(setPreferences, { keys: { listDown: 'x' } })
  expect(refused).toMatchObject({
    status: 400,
    problem: { problems: [{ field: 'keys.listDown', code: 'taken', details: { by: 'listSelect' } }] },
  })
  // A list goes on under a TicketPeek, whose ticket has keys too.
  expect((await ada.call(setPreferences, { keys: { listDown: 'e', listClose: 'h' } })).status).toBe(400)
  expect((await ada.call(setPreferences, { keys: { listDown: 'x', listSelect: 'j' } })).status).toBe(200)
})

test('Unknown preferences, actions, keys and modules are refused', async () => {
  const ada = await desk.user()
  const wrong = [
    { colour: 'red' },
    { keys: { fly: 'y' } },
    { keys: { listDown: 'jj' } },
    { keys: { palette: 'y' } },
    { favourites: ['moon'] },
    { favourites: ['time', 'time'] },
    { undoSendSeconds: 7 },
  ]
  for (const given of wrong) {
    const { method, path } = setPreferences
    const headers = { cookie: ada.cookie, origin: 'http://localhost:3000' }
    expect([given, (await desk.app.inject({ method, url: path, headers, payload: given })).statusCode]).toEqual([given, 400])
  }
})

test('What was stored under names that are gone is left out', async () => {
  const ada = await desk.user()
  const stored = { keys: { listDown: 'h', listFly: 'y', listUp: 'not a key' }, favourites: ['moon', 'time'], undoSendSeconds: 7 }
  const rows = Object.entries(stored).map(([name, value]) => ({ user_id: ada.id, name, value: JSON.stringify(value) }))
  await desk.database.db.insertInto('user_preferences').values(rows).execute()
  expect((await ada.call(getPreferences, {})).body).toEqual({
    ...usualPreferences,
    keys: { listDown: 'h' },
    favourites: ['time'],
  })
})
