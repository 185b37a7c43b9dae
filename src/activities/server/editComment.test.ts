/** Comments that their author edits, withdraws, and that speak of another activity. */
import { afterAll, expect, test } from 'vitest'
import * as api from '#activities/api.ts'
import { folderStore } from '#files/server/fileStore.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { testFolder } from '#platform/server/testing/folder.ts'
import { givenTicket } from '#tickets/server/given.ts'
import { activityRoutes } from './routes.ts'

const folder = testFolder()
const desk = await testDesk(activityRoutes(await folderStore(folder.path, Buffer.alloc(32))))
afterAll(async () => {
  await desk.close()
  folder.remove()
})
const [eva, jan, ada] = [
  await desk.user({ name: 'Eva' }),
  await desk.user({ name: 'Jan' }),
  await desk.user({ name: 'Ada', access: 'Administrator' }),
]

async function given(text: string, mentionIds: number[] = []) {
  const { id } = await givenTicket(desk.ctx(), {})
  const { activity } = (await eva.call(api.addComment, { id, text, mentionIds, sendKey: crypto.randomUUID() })).body
  return activity
}
const edit = (who: typeof eva, id: number, text: string, seen: string | null = null, mentionIds: number[] = []) =>
  who.call(api.editComment, { id, text, seen, mentionIds })

test('its author edits a comment; what it said before stays readable, and whoever is named anew is told', async () => {
  const comment = await given(`Ask @${jan.id}`, [])
  const { body } = await edit(eva, comment.id, 'Ask @Jan', null, [jan.id])
  expect(body).toMatchObject({ text: 'Ask @Jan', editedAt: expect.any(String), mentions: [{ id: jan.id, name: 'Jan' }] })
  expect((await jan.call(api.commentVersions, { id: comment.id })).body.versions.map(({ text }) => text)).toEqual([comment.text])
  const { rows } = await desk.database.pool.query(
    `select name, payload from events where subject = 'ticket' and subject_id = $1 order by version desc limit 1`,
    [comment.ticketId],
  )
  expect(rows).toEqual([{ name: 'activity.comment_edited', payload: { activityId: comment.id, mentioned: [jan.id] } }])
  // Written in a window that knew the first text only: nothing is lost, both are said.
  const late = await edit(eva, comment.id, 'Mine', null)
  expect(late).toMatchObject({ status: 409, problem: { problems: [{ details: { theirs: 'Ask @Jan' } }] } })
  expect((await edit(eva, comment.id, '  ', body.editedAt ?? null)).status).toBe(400)
})

test('nobody else edits or withdraws it, an administrator neither', async () => {
  const comment = await given('Mine alone')
  for (const who of [jan, ada]) {
    expect((await edit(who, comment.id, 'Theirs')).status).toBe(403)
    expect((await who.call(api.withdrawComment, { id: comment.id })).status).toBe(403)
  }
})

test('withdrawn, its text leaves the feed and the search, names nobody any more, and stays in the History', async () => {
  const comment = await given('Said too much', [jan.id])
  const { body } = await eva.call(api.withdrawComment, { id: comment.id })
  expect(body).toMatchObject({ text: '', withdrawnAt: expect.any(String), mentions: [] })
  expect((await ada.call(api.commentVersions, { id: comment.id })).body.versions.map(({ text }) => text)).toEqual(['Said too much'])
  expect((await edit(eva, comment.id, 'Again')).status).toBe(409)
  expect((await eva.call(api.withdrawComment, { id: comment.id })).status).toBe(409)
})

test('a comment speaks of an activity of the same ticket, and of no other', async () => {
  const [one, other] = [await given('First'), await given('Elsewhere')]
  const add = (aboutId: number) => eva.call(api.addComment, { id: one.ticketId, text: 'About it', aboutId, sendKey: crypto.randomUUID() })
  expect((await add(one.id)).body.activity.aboutId).toBe(one.id)
  expect((await add(other.id)).status).toBe(400)
})

test('naming somebody who does not see the ticket is refused, and they are not offered', async () => {
  const { rows } = await desk.database.pool.query<{ id: number }>(`insert into categories (name) values ('Other') returning id`)
  const blind = await desk.user({ name: 'Blind', right: { workCategories: [rows[0]?.id ?? 0] } })
  const { ticketId } = await given('Here')
  expect((await eva.call(api.mentionable, { id: ticketId })).body.users.map(({ name }) => name)).toEqual(['Ada', 'Jan'])
  const refused = await eva.call(api.addComment, { id: ticketId, text: '@Blind', mentionIds: [blind.id], sendKey: crypto.randomUUID() })
  expect([refused.status, refused.problem?.problems?.[0]?.code]).toEqual([400, 'not_in_sight'])
  const comment = await given('Seen')
  expect((await blind.call(api.commentVersions, { id: comment.id })).status).toBe(404)
})
