/**
 * Two servers on one database, as behind a load balancer: whichever is asked, the sidebar's counts are those of the list and of an export,
 * and what one has answered the other already counts.
 */
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { createTicket } from '#activities/api.ts'
import { databaseFolder } from '#platform/server/dataFolder.ts'
import { embeddedUrl } from '#platform/server/embedded/startEmbedded.ts'
import { ownerOf } from '#platform/server/owner.ts'
import { Random } from '#platform/server/random.ts'
import { downloadRun, getRun, startRun } from '#runs/api.ts'
import { changeTicket, deleteTicket, getTicket, mergeTickets, restoreTicket } from '#tickets/api.ts'
import { countTickets, getCounts, getSidebar, listAllViews, queryTickets, starTicket } from '#views/api.ts'
import { Refused, type Api } from './support/api.ts'
import { administrator, startDesk } from './support/desk.ts'

const random = new Random(Number(process.env['TESSERA_STORM_SEED'] ?? Date.now() % 100_000))
const seconds = process.env['TESSERA_LONG_TESTS'] === '1' ? 60 : 6
const tickets = 600

test('Counts equal the list and the export on both of two servers, while eight writers go on through either', async () => {
  test.setTimeout((seconds + 150) * 1000)
  const first = await startDesk({ TESSERA_ADMIN_EMAIL: administrator.email, TESSERA_ADMIN_PASSWORD: administrator.password })
  const folder = mkdtempSync(join(tmpdir(), 'tessera-second-'))
  try {
    // Their secret and their files are the same.
    copyFileSync(join(first.dataFolder, 'secret'), join(folder, 'secret'))
    symlinkSync(join(first.dataFolder, 'files'), join(folder, 'files'))
    const port = ownerOf(first.dataFolder)?.databasePort ?? 0
    const second = await startDesk({ DATABASE_URL: embeddedUrl(databaseFolder(first.dataFolder), port) }, folder)
    try {
      await first.tessera('seed', '--tickets', String(tickets))
      for (const name of ['leo', 'eva'])
        await first.tessera('user', 'create', '--email', `${name}@desk.example`, '--name', name, '--access', 'Team lead')
      const both = (email: string) => Promise.all([first, second].map((desk) => desk.api(email)))
      const [adas, leos, evas] = [await both(administrator.email), await both('leo@desk.example'), await both('eva@desk.example')]
      const apis = [...adas, ...leos]
      for (const api of [...apis, ...evas]) await api.call(getCounts, {})
      const until = Date.now() + seconds * 1000
      const writers = Array.from({ length: 8 }, async (_, n) => {
        const api = apis[n % apis.length]
        while (api && Date.now() < until) await something(api).catch(expected)
      })
      const seen = seeEachOther(evas, until)
      await Promise.all([...writers, seen])
      expect(await seen).toBeGreaterThan(3)
      for (const api of apis) await compare(api)
      for (const [here, there] of [adas, leos]) expect(await countsOf(here)).toEqual(await countsOf(there))
    } finally {
      await second.remove()
    }
  } finally {
    await first.remove()
    rmSync(folder, { recursive: true, force: true })
  }
})

const countsOf = async (api: Api | undefined) => (await api?.call(getCounts, {}))?.counts

/** What people do at the same time meets itself: it was changed, merged or deleted meanwhile. */
function expected(error: unknown) {
  if (!(error instanceof Refused) || error.status >= 500 || error.status === 400) throw error
}

async function something(api: Api) {
  const id = 1 + random.below(tickets)
  const act = random.below(20)
  if (act === 0) await api.call(deleteTicket, { id })
  else if (act <= 2) await api.call(restoreTicket, { id })
  else if (act === 3) await api.call(mergeTickets, { id, ticketIds: [1 + ((id + random.below(tickets - 1)) % tickets)] })
  else if (act === 4) await api.call(starTicket, { id })
  else {
    const { state, priority, user } = await api.call(getTicket, { id })
    const pick = <T>(values: readonly T[]) => values[random.below(values.length)]
    const changes = [
      { state: { from: state, to: pick(['open', 'waiting', 'closed'] as const) ?? state } },
      { priority: { from: priority, to: pick(['low', 'medium', 'high'] as const) ?? priority } },
      { userId: { from: user?.id ?? null, to: pick([1, null]) ?? null } },
    ]
    await api.call(changeTicket, { id, changes: changes[random.below(changes.length)] ?? {} })
  }
  await pause(random.below(20))
}

/** What somebody does through one server the other counts at once: nobody else touches Eva's stars. Returns how often that was seen. */
async function seeEachOther([one, other]: readonly Api[], until: number) {
  if (!one || !other) throw new Error('Two servers are needed.')
  const { views } = await one.call(listAllViews, {})
  const starred = views.find(({ key }) => key === 'starred')?.id
  let seen = 0
  while (Date.now() < until) {
    const [writer, reader] = seen % 2 === 0 ? [one, other] : [other, one]
    const { id } = await writer.call(createTicket, { title: `Seen by both ${seen}`, categoryId: 1 })
    await writer.call(starTicket, { id })
    seen++
    const { counts } = await reader.call(getCounts, {})
    expect(counts.find(({ view }) => view === starred)?.count, 'counted by the server that did not set the star').toBe(seen)
    await pause(100)
  }
  return seen
}

/** Every view of the sidebar: from memory, by SQL, page by page, and as an export. */
async function compare(api: Api) {
  const { counts } = await api.call(getCounts, {})
  const { team, mine } = await api.call(getSidebar, {})
  expect(team.length + mine.length).toBeGreaterThan(8)
  expect(counts.length).toBeGreaterThan(8)
  for (const { view, place, count } of counts) {
    const list = { view, ...(place === null ? {} : { place }) }
    expect(await api.call(countTickets, list), `view ${view}`).toEqual({ count })
    let [length, after] = [0, '']
    do {
      const page = await api.call(queryTickets, { ...list, limit: 200, ...(after ? { after } : {}) })
      length += page.rows.length
      after = page.next ?? ''
    } while (after)
    expect(length, `rows of view ${view}`).toBe(count)
    expect(await exported(api, list), `export of view ${view}`).toBe(count)
  }
}

async function exported(api: Api, list: { view: number; place?: number }): Promise<number> {
  const begun = await api.call(startRun, { run: { kind: 'export', request: { format: 'json', columns: ['id'] }, rows: list } })
  for (let run = begun; ; run = await api.call(getRun, { id: begun.id })) {
    if (run.state === 'done') break
    if (run.state === 'failed') throw new Error(run.error ?? 'The export failed.')
    await pause(30)
  }
  const rows: unknown = await (await api.raw('GET', downloadRun.path.replace('{id}', String(begun.id)))).json()
  return Array.isArray(rows) ? rows.length : -1
}
