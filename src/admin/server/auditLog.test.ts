/** The audit log: what it tells, to whom, and as a file. */
import { afterAll, expect, test } from 'vitest'
import * as api from '#admin/api.ts'
import { categories } from '#categories/categorySettings.ts'
import { slas } from '#categories/sla.ts'
import { categoryRoutes } from '#categories/server/routes.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { adminRoutes } from './routes.ts'
import { exportAudit } from './exportAudit.ts'

const desk = await testDesk([...adminRoutes, ...categoryRoutes])
afterAll(() => desk.close())
const eva = await desk.user({ access: 'Administrator' })
const agent = await desk.user({ access: 'Agent' })

const times = { response: 4, solution: 8 }
const sla = (await eva.call(slas.doors.create, { title: '=Gold', unit: 'hours', low: times, medium: times, high: times })).body
const made = (await eva.call(categories.doors.create, { name: 'Returns' })).body
await eva.call(categories.doors.change, { id: made.id, version: 1, name: 'Returns', slaId: sla.id, waitingRequiresReopen: true })

test('every change stands there with old and new values in words, newest first', async () => {
  const { entries } = (await eva.call(api.listAudit, { subject: 'category', subjectId: made.id })).body
  expect(entries.map((entry) => entry.name)).toEqual(['category.changed', 'category.created'])
  expect(entries[0]).toMatchObject({ title: 'Returns', who: { kind: 'user', id: eva.id }, via: 'ui' })
  expect(entries[0]?.changes).toEqual({ slaId: { from: null, to: '=Gold' }, waitingRequiresReopen: { from: 'no', to: 'yes' } })
})

test('it is filtered by who, kind, period and words, and read page by page', async () => {
  const found = async (wanted: object) => (await eva.call(api.listAudit, wanted)).body.entries.map((entry) => entry.name)
  expect(await found({ q: 'gold' })).toContain('sla.created')
  expect(await found({ q: '100%' })).toEqual([])
  expect(await found({ who: agent.id })).toEqual([])
  expect(await found({ until: '2020-01-01T00:00:00Z' })).toEqual([])
  expect(await found({ since: '2020-01-01T00:00:00Z', subject: 'sla' })).toEqual(['sla.created'])
  const first = (await eva.call(api.listAudit, { limit: 1 })).body
  const second = (await eva.call(api.listAudit, { limit: 1, before: first.next ?? 0 })).body
  expect(second.entries[0]?.id).toBeLessThan(first.entries[0]?.id ?? 0)
})

test('only who may read the audit log reads it', async () => {
  expect((await agent.call(api.listAudit, {})).status).toBe(403)
})

async function text(format: 'csv' | 'json') {
  const { body } = await exportAudit(desk.ctx(), { format, q: '', subject: 'sla' })
  const parts: string[] = []
  for await (const part of body) parts.push(String(part))
  return parts.join('')
}

test('as a file it is all of it, a line for each value, and no cell is a formula', async () => {
  const lines = (await text('csv')).trim().split('\r\n')
  expect(lines[0]).toBe('Time,Who,Through,What happened,Kind,Number,Title,Field,Old value,New value')
  expect(lines).toHaveLength(6)
  expect(lines[1]).toContain(',sla.created,sla,')
  expect(lines.join('\n')).toContain("'=Gold,title,,'=Gold")
  const [entry] = JSON.parse(await text('json'))
  expect(entry).toMatchObject({ name: 'sla.created', changes: { low: { from: null, to: 'response: 4; solution: 8' } } })
})
