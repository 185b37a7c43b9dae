import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getBody } from '#activities/api.ts'
import { NotFound } from '#platform/problem.ts'
import { activityBody, remoteImage } from './activityBody.ts'
import { hostileMails, unreadableMails } from './testing/hostileMails.ts'
import { mailText } from './testing/mailClient.ts'
import { mailDesk, type MailDesk } from './testing/mailDesk.ts'

let desk: MailDesk
beforeAll(async () => {
  desk = await mailDesk()
})
afterAll(() => desk.close())

describe('No mail is lost, whatever it is', () => {
  test.each([...hostileMails, ...unreadableMails].map((mail) => [mail.name, mail] as const))(
    '%s stands on a ticket',
    async (name, { raw }) => {
      const row = await desk.deliver(raw, { from: 'jane@customer.example', to: ['support@localhost'] })
      expect(row).toMatchObject({ state: 'processed', failure: null, tries: 0 })
      expect(row.tickets.length).toBeGreaterThan(0)
      const unreadable = unreadableMails.some((mail) => mail.name === name)
      expect(row.outcome === 'unparsable').toBe(unreadable)
    },
    30_000,
  )

  test('and nothing waits behind it', async () => {
    const { rows } = await desk.pool.query<{ n: number }>(`select count(*)::int as n from incoming_mails where state <> 'processed'`)
    expect(rows[0]?.n).toBe(0)
    const last = await desk.deliver(mailText({ 'Message-ID': '<after@customer.example>' }))
    expect(last.outcome).toBe('new_ticket')
  })
})

describe('A message with images of other servers', () => {
  test('is shown without them until they are asked for, and then through the desk', async () => {
    const html = '<p>Hello <img src="https://images.invalid/1.png"><img src="http://127.0.0.1:9/2.png"></p>'
    const row = await desk.deliver(mailText({ 'Content-Type': 'text/html', 'Message-ID': '<images@customer.example>' }, html))
    const { rows } = await desk.pool.query<{ id: string }>('select id from activities where mail_id = $1', [row.id])
    const id = Number(rows[0]?.id)
    const blocked = getBody.output.parse(await activityBody(desk.ctx(), { id, images: '0' }))
    expect(blocked.blockedImages).toBe(2)
    expect(blocked.html).not.toContain(' src=')
    const shown = getBody.output.parse(await activityBody(desk.ctx(), { id, images: '1' }))
    expect(shown.html).toContain(`src="/api/v1/activities/${id}/images/1"`)
    for (const n of [0, 1, 2]) await expect(remoteImage(desk.ctx(), { id, n })).rejects.toBeInstanceOf(NotFound)
    await expect(remoteImage(desk.ctx(), { id: 999_999, n: 0 })).rejects.toBeInstanceOf(NotFound)
  }, 30_000)
})
