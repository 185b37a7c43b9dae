import { expect, test } from 'vitest'
import { viewsIn } from './arranging.ts'
import { available, freshSpot, type Offered, type TeamPlace, withAdded } from './available.ts'

const view = (id: number, name: string, more: Partial<Offered> = {}): Offered => ({
  id,
  name,
  own: false,
  team: false,
  everyone: false,
  teamIds: [],
  rightIds: [],
  ...more,
})
const views = [
  view(1, 'VIP accounts', { own: true }),
  view(2, 'Call-backs', { own: true, teamIds: [4] }),
  view(3, 'Schools', { everyone: true }),
  view(4, 'Overdue', { team: true }),
  view(5, 'Příliš dlouhé', { team: true }),
]
const place = (id: number, viewId: number | null, folder: string | null = null, children: TeamPlace[] = []): TeamPlace => ({
  id,
  viewId,
  folder,
  children,
})
const team = [place(10, 4), place(11, null, 'Claims', [place(12, 5)])]
const none = { private: false, shared: false, folders: false }
const shown = (ticked: Partial<typeof none>, words = '') =>
  available(views, team, { ...none, ...ticked }, words).flatMap(({ entries }) => entries.map((entry) => entry.name))

test('none ticked shows all: private ones, those shared by me, shared with me, and Team views with their folders', () => {
  expect(shown({})).toEqual(['VIP accounts', 'Call-backs', 'Schools', 'Overdue', 'Claims', 'Příliš dlouhé'])
  expect(shown({ private: true, shared: true })).toEqual(shown({}))
})

test('Private views are own and unshared; Shared views are Team views and those that are shared', () => {
  expect(shown({ private: true })).toEqual(['VIP accounts'])
  expect(shown({ shared: true })).toEqual(['Call-backs', 'Schools', 'Overdue', 'Claims', 'Příliš dlouhé'])
})

test('Folders only are folders of these', () => {
  expect(shown({ folders: true })).toEqual(['Claims'])
  expect(shown({ folders: true, private: true })).toEqual([])
})

test('views are found whatever the accents, with the folder they lie in; a folder is found with what it holds', () => {
  expect(shown({}, 'prilis')).toEqual(['Claims', 'Příliš dlouhé'])
  expect(shown({}, 'claims')).toEqual(['Claims', 'Příliš dlouhé'])
})

test('adding a folder adds what it holds, and no view twice', () => {
  const mine = [freshSpot({ viewId: 4 })]
  const [overdue, long] = [views[3], views[4]]
  if (!overdue || !long) throw new Error('The views are there.')
  const added = withAdded(mine, [
    { view: null, name: 'Claims', holds: [overdue, long] },
    { view: overdue, name: 'Overdue', holds: [] },
  ])
  expect(added).toMatchObject([{ viewId: 4 }, { folder: 'Claims', children: [{ viewId: 5 }] }])
  expect(viewsIn(added)).toEqual(new Set([4, 5]))
})
