/** Views, where they stand, who sees them, and Filter schemes: the rules of the sidebar, through its doors. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Filter } from '#platform/filter.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { givenTicket } from '#tickets/server/given.ts'
import * as api from '#views/api.ts'
import { teamViews, type PlaceInput } from '#views/view.ts'
import { viewRoutes } from './routes.ts'

const desk = await testDesk(viewRoutes())
afterAll(() => desk.close())
const { pool } = desk.database
const ada = await desk.user({ access: 'Administrator' })
const workCategories = (await pool.query<{ id: number }>('select id from categories')).rows.map(({ id }) => id)
const eva = await desk.user({ right: { workCategories, flags: ['own_views'] } })
const plain = await desk.user({ right: { workCategories } })

const high: Filter = { field: 'priority', op: 'is', value: 'high' }
const open: Filter = { field: 'state', op: 'is', value: 'open' }
const given = async (who = eva, more: object = {}) => (await who.call(api.createView, { name: 'Mine', filter: high, ...more })).body
const keyed = async (key: string) => (await ada.call(api.listAllViews, {})).body.views.find((view) => view.key === key)!
const arrange = async (places: PlaceInput[], who = eva) => {
  const { mineVersion: version } = (await who.call(api.getSidebar, {})).body
  return who.call(api.arrangeMine, { version, places })
}
const ids = async (asked: object, who = eva) =>
  (await who.call(api.queryTickets, { limit: 200, ...asked })).body.rows.map(({ id }) => id).toSorted((a, b) => a - b)

const refusal = async (places: PlaceInput[]) => (await arrange(places)).problem?.problems?.[0]?.code

beforeAll(async () => {
  for (let n = 0; n < 12; n++)
    await givenTicket(desk.ctx(), {
      priority: n % 2 ? 'high' : 'low',
      state: n % 3 ? 'open' : 'closed',
      ...(n === 5 ? { userId: eva.id } : {}),
    })
})

test('a new desk has its opening views, shown to everyone; the Bin only to those who may delete', async () => {
  const [adas, plains] = [(await ada.call(api.listAllViews, {})).body.views, (await plain.call(api.listAllViews, {})).body.views]
  expect(adas.map(({ key }) => key)).toContain('bin')
  expect(plains.map(({ key }) => key)).not.toContain('bin')
  const { team } = (await plain.call(api.getSidebar, {})).body
  expect(team).toHaveLength(11)
})

test('every view shows its exact count for this User, and counts equal the list’s length', async () => {
  for (const who of [ada, eva, plain]) {
    const { counts } = (await who.call(api.getCounts, {})).body
    for (const { view, place, count } of counts) {
      expect(await ids({ view, place }, who), `view ${view}`).toHaveLength(count)
      expect((await who.call(api.countTickets, { view, place })).body.count).toBe(count)
    }
  }
})

test('own views need the flag Can create own ticket views, sharing needs views.share', async () => {
  expect((await plain.call(api.createView, { name: 'No' })).status).toBe(403)
  expect((await eva.call(api.createView, { name: 'No', everyone: true })).problem?.code).toBe('views.share')
  const view = await given()
  expect(view).toMatchObject({ own: true, team: false, name: 'Mine' })
  expect((await plain.call(api.queryTickets, { view: view.id })).status).toBe(404)
})

test('only its owner changes an own view; whoever saves second is told; a wrong filter is refused at its place', async () => {
  const { id, name, icon, columns, sort } = await given()
  const values = { id, name, icon, columns, sort }
  expect((await ada.call(api.changeView, { ...values, version: 1, filter: open })).status).toBe(404)
  expect((await eva.call(api.changeView, { ...values, version: 1, filter: open, density: 'tall' })).body).toMatchObject({ version: 2 })
  expect((await eva.call(api.changeView, { ...values, version: 1, filter: high })).status).toBe(409)
  const bad = await eva.call(api.createView, { name: 'x', filter: { and: [open, { field: 'nothing', op: 'is', value: 1 }] } })
  expect(bad.problem?.problems?.[0]).toMatchObject({ field: 'filter.and.1.field', code: 'unknown_field' })
  expect((await eva.call(api.createView, { name: 'x', sort: { by: 'custom.99', order: 'asc' } })).status).toBe(400)
})

test('a shared view is offered and never puts itself into a sidebar; a leaving owner’s pass to an administrator', async () => {
  const lead = await desk.user({ access: 'Team lead', right: { workCategories, flags: ['own_views'] } })
  const shared = await given(lead, { name: 'Shared', everyone: true })
  const seen = (await plain.call(api.listAllViews, {})).body.views.find(({ id }) => id === shared.id)
  expect(seen).toMatchObject({ own: false, owner: { id: lead.id } })
  expect(JSON.stringify((await plain.call(api.getSidebar, {})).body)).not.toContain(`"viewId":${shared.id}`)
  expect(await ids({ view: shared.id }, plain)).toHaveLength(6)
  await pool.query('update users set active = false where id = $1', [lead.id])
  const heir = (await plain.call(api.listAllViews, {})).body.views.find(({ id }) => id === shared.id)?.owner
  expect(heir?.id).not.toBe(lead.id)
})

test('a Team view is shown to the Rights that name it, and the Rights know', async () => {
  const { body } = await ada.call(teamViews.doors.create, { name: 'VIP', filter: high, everyone: false, rightIds: [] })
  const shown = async (who: typeof eva) => (await who.call(api.listAllViews, {})).body.views.some(({ id }) => id === body.id)
  expect([await shown(ada), await shown(eva)]).toEqual([true, false])
  const { rows } = await pool.query<{ right_id: number }>('select right_id from users where id = $1', [eva.id])
  const { version, changedAt: _at, changedBy: _by, ...values } = body
  const changed = await ada.call(teamViews.doors.change, { ...values, version, rightIds: [Number(rows[0]?.right_id)] })
  expect(changed.body.rightIds).toEqual([Number(rows[0]?.right_id)])
  expect([await shown(eva), await shown(plain)]).toEqual([true, false])
  expect((await eva.call(teamViews.doors.remove, { id: body.id })).status).toBe(403)
  expect((await ada.call(teamViews.doors.remove, { id: body.id })).status).toBe(200)
  const right = await pool.query<{ views: number[] }>('select views from rights where id = $1', [rows[0]?.right_id])
  expect(right.rows[0]?.views).toEqual([])
})

test('views nest and lie in folders; dragging never changes a view’s rows, narrowing does, and what narrowed stays when the parent goes', async () => {
  const [parent, child] = [await given(eva, { filter: open }), await given()]
  const alone = await ids({ view: child.id })
  const { body } = await arrange([{ folder: 'Work', children: [{ viewId: parent.id, children: [{ viewId: child.id }] }] }])
  const inner = body.mine[0]!.children[0]!
  const place = inner.children[0]!
  expect(await ids({ view: child.id, place: place.id })).toEqual(alone)
  const narrowed = await arrange([{ id: inner.id, viewId: parent.id, children: [{ id: place.id, viewId: child.id, narrowed: true }] }])
  expect(narrowed.status).toBe(200)
  const both = await ids({ view: child.id, place: place.id })
  expect(both.length).toBeLessThan(alone.length)
  expect(both).toEqual(await ids({ filter: { and: [open, high] } }))
  await arrange([{ id: place.id, viewId: child.id, narrowed: true }])
  expect(await ids({ view: child.id, place: place.id })).toEqual(both)
  const { counts } = (await eva.call(api.getCounts, {})).body
  expect(counts.find((count) => count.place === place.id)?.count).toBe(both.length)
})

test('a view that is deleted leaves what stood below it in its place, narrowed as before', async () => {
  const [parent, child] = [await given(eva, { filter: open }), await given()]
  const { body } = await arrange([{ viewId: parent.id, children: [{ viewId: child.id, narrowed: true }] }])
  const place = body.mine[0]!.children[0]!
  const before = await ids({ view: child.id, place: place.id })
  expect((await eva.call(api.deleteView, { id: parent.id })).status).toBe(200)
  expect((await eva.call(api.getSidebar, {})).body.mine).toMatchObject([{ id: place.id, viewId: child.id }])
  expect(await ids({ view: child.id, place: place.id })).toEqual(before)
})

test('an arrangement that cannot be is refused: twice, unknown, somebody else’s, both or nothing, an old one', async () => {
  const view = await given()
  expect(await refusal([{ viewId: view.id }, { viewId: view.id }])).toBe('twice')
  expect(await refusal([{ viewId: 987_654 }])).toBe('no_such_view')
  expect(await refusal([{ id: 1, viewId: view.id }])).toBe('no_such_place')
  expect(await refusal([{}])).toBe('view_or_folder')
  expect(await refusal([{ viewId: view.id, folder: 'x' }])).toBe('view_or_folder')
  const { mineVersion: version } = (await eva.call(api.getSidebar, {})).body
  await eva.call(api.arrangeMine, { version, places: [] })
  const late = await eva.call(api.arrangeMine, { version, places: [{ viewId: view.id }] })
  expect(late).toMatchObject({ status: 409, problem: { problems: [{ details: { at: expect.stringContaining('T') } }] } })
  expect((await plain.call(api.arrangeMine, { version: 1, places: [] })).status).toBe(403)
  const tree = (await ada.call(api.getTeamTree, {})).body
  expect((await ada.call(api.arrangeTeam, { version: tree.version, places: tree.places.slice(1) })).problem?.problems?.[0]?.code).toBe(
    'left_out',
  )
})

test('arranging Team views stands in the event list, and who comes too late is told whose arrangement it is', async () => {
  const before = (await ada.call(api.getTeamTree, {})).body
  const places = [{ folder: 'First', children: [before.places[0]!] }, ...before.places.slice(1)]
  expect((await ada.call(api.arrangeTeam, { version: before.version, places })).status).toBe(200)
  const { rows } = await pool.query<{ payload: { changes: { order: { from: string[]; to: string[] } } } }>(
    `select payload from events where name = 'installation.team_views_arranged' order by id desc limit 1`,
  )
  const { from, to } = rows[0]!.payload.changes.order
  expect(to.slice(0, 2)).toEqual(['First', `First › ${from[0]}`])
  const late = await ada.call(api.arrangeTeam, { version: before.version, places: before.places })
  expect(late.problem?.problems?.[0]?.details).toMatchObject({ who: expect.stringMatching(/./), at: expect.any(String) })
  const { places: now, version } = (await ada.call(api.getTeamTree, {})).body
  const back = now.flatMap((place) => (place.folder === 'First' ? place.children : [place]))
  expect((await ada.call(api.arrangeTeam, { version, places: back })).status).toBe(200)
})

test('somebody else’s place opens nothing', async () => {
  const view = await given()
  const { body } = await arrange([{ viewId: view.id }])
  const place = body.mine[0]!.id
  expect((await ada.call(api.queryTickets, { view: view.id, place })).status).toBe(404)
})

test('Filter schemes are kept, renamed, shared, deleted, and repaired when what they name is gone', async () => {
  const { rows } = await pool.query<{ id: number }>(
    `insert into statuses (title, color, changed_at) values ('Gone soon', 'gray', now()) returning id`,
  )
  const filter: Filter = { field: 'statuses', op: 'has_any', value: [Number(rows[0]?.id)] }
  const scheme = (await eva.call(api.createScheme, { name: 'Mine', filter })).body
  expect(scheme).toMatchObject({ own: true, needsRepair: false })
  expect((await plain.call(api.listSchemes, {})).body.schemes).toEqual([])
  expect((await eva.call(api.changeScheme, { id: scheme.id, version: 1, name: 'Ours', filter, everyone: true })).status).toBe(403)
  await pool.query('delete from statuses where id = $1', [rows[0]?.id])
  expect((await eva.call(api.listSchemes, {})).body.schemes).toMatchObject([{ id: scheme.id, needsRepair: true }])
  const renamed = await eva.call(api.changeScheme, { id: scheme.id, version: 1, name: 'Renamed', filter: high })
  expect(renamed.body).toMatchObject({ name: 'Renamed', needsRepair: false, version: 2 })
  expect((await ada.call(api.deleteScheme, { id: scheme.id })).status).toBe(404)
  expect((await eva.call(api.deleteScheme, { id: scheme.id })).status).toBe(200)
})

test('stars are one’s own, and Starred shows them', async () => {
  const starred = (await keyed('starred')).id
  const [first] = await ids({})
  await eva.call(api.starTicket, { id: first! })
  await eva.call(api.starTicket, { id: first! })
  expect(await ids({ view: starred })).toEqual([first])
  expect(await ids({ view: starred }, plain)).toEqual([])
  await eva.call(api.unstarTicket, { id: first! })
  expect(await ids({ view: starred })).toEqual([])
})

test('columns, sort and density of a Team view are for oneself', async () => {
  const { id } = await keyed('open')
  const mine = {
    columns: [{ key: 'title' as const, width: 300 }],
    sort: { by: 'id' as const, order: 'asc' as const },
    density: 'compact' as const,
  }
  expect((await plain.call(api.setTaste, { id, ...mine })).status).toBe(200)
  const of = async (who: typeof eva) => (await who.call(api.listAllViews, {})).body.views.find((view) => view.id === id)?.mine
  expect(await of(plain)).toEqual(mine)
  expect(await of(eva)).toEqual({ columns: null, sort: null, density: null })
  const rows = (await plain.call(api.queryTickets, { view: id })).body.rows.map((row) => row.id)
  expect(rows).toEqual(rows.toSorted((a, b) => a - b))
})
