/** What every specification stands on: a desk with its administrator, a real mailbox server, and a relay that delivers into it. */
import { test as base, expect, type Page } from '@playwright/test'
import { AxeBuilder } from '@axe-core/playwright'
import { createQueue, changeQueue, listQueues } from '#channels/email/api.ts'
import type { Queue } from '#channels/email/queue.ts'
import { dovecotProgram, startDovecot, type Dovecot } from '#channels/email/server/testing/dovecot.ts'
import { mailText, sendRaw } from '#channels/email/server/testing/mailClient.ts'
import { getTabs } from '#tickets/tabs.ts'
import type { Api } from './api.ts'
import { administrator, startDesk, type Desk } from './desk.ts'
import { startRelay, type Relay } from './relay.ts'

interface World {
  desk: Desk
  api: Api
  relay: Relay
  outside: Outside
}

interface Outside {
  /** The mailbox server; where there is none, the test that asks for it is left out. */
  mailboxes: () => Dovecot
  /** Puts a message into a mailbox, if there are any. */
  deliver: (user: string, raw: Buffer) => Promise<void>
}

/** One desk per worker: starting one takes seconds. Specifications make their own tickets and look at nothing else. */
export const test = base.extend<{ signedIn: Page }, World>({
  outside: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what it has to bring from here
    async ({}, use) => {
      const dovecot = dovecotProgram() ? await startDovecot() : undefined
      await use({
        mailboxes: () => {
          base.skip(!dovecot, 'no Dovecot here')
          if (!dovecot) throw new Error('no Dovecot here')
          return dovecot
        },
        deliver: (user, raw) => dovecot?.append(user, raw) ?? Promise.resolve(),
      })
      await dovecot?.stop()
    },
    { scope: 'worker' },
  ],
  relay: [
    async ({ outside }, use) => {
      const relay = await startRelay({
        async deliver({ to, raw }) {
          for (const address of to) await outside.deliver(address.split('@')[0] ?? '', raw)
        },
      })
      await use(relay)
      await relay.stop()
    },
    { scope: 'worker' },
  ],
  desk: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what it has to bring from here
    async ({}, use) => {
      const desk = await startDesk({ TESSERA_ADMIN_EMAIL: administrator.email, TESSERA_ADMIN_PASSWORD: administrator.password })
      await use(desk)
      await desk.remove()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  api: [
    async ({ desk, relay }, use) => {
      const api = await desk.api()
      await sendThrough(api, relay)
      await use(api)
    },
    { scope: 'worker' },
  ],
  signedIn: async ({ page, desk }, use) => {
    await signIn(page, desk)
    await withoutTabs(page, desk)
    await use(page)
  },
})
export { expect, mailText, sendRaw }

/** A queue as its form would send it back, with some things changed. */
export const queueForm = (queue: Queue) => ({
  name: queue.name,
  address: queue.address,
  aliases: queue.aliases,
  displayName: queue.displayName,
  categoryId: queue.categoryId,
})

/** Gives the default queue an SMTP server. */
export async function sendThrough(api: Api, relay: { port: number }) {
  const { queues } = await api.call(listQueues, {})
  const queue = queues.find((q) => q.address === 'support@localhost')
  if (!queue) throw new Error('A new desk has a queue for support@localhost.')
  const smtp = { host: '127.0.0.1', port: relay.port, security: 'none' as const, user: '' }
  return api.call(changeQueue, { ...queueForm(queue), id: queue.id, version: queue.version, smtp })
}

/** A queue whose mail comes from a mailbox of Dovecot. */
export async function imapQueue(api: Api, relay: Relay, dovecot: Dovecot, user: string) {
  const { queues } = await api.call(listQueues, {})
  const categoryId = queues[0]?.categoryId ?? 1
  return api.call(createQueue, {
    name: user,
    address: `${user}@desk.example`,
    categoryId,
    imap: { host: '127.0.0.1', port: dovecot.port, security: 'none', user, password: dovecot.password, takeMailFrom: null },
    smtp: { host: '127.0.0.1', port: relay.port, security: 'none', user: '' },
  })
}

export async function signIn(page: Page, desk: Desk, who = administrator) {
  const answer = await page.request.post(`${desk.url}/api/v1/session`, {
    data: { email: who.email, password: who.password },
    headers: { origin: desk.url },
  })
  expect(answer.status()).toBe(200)
}

/** Tabs go with the User: what another specification opened is not there. */
async function withoutTabs(page: Page, desk: Desk) {
  const at = `${desk.url}${getTabs.path}`
  const { open } = getTabs.output.parse(await (await page.request.get(at)).json())
  const changes = open.map(({ id }) => ({ id, state: 'gone', position: 0 }))
  if (changes.length > 0) await page.request.patch(at, { data: { changes }, headers: { origin: desk.url } })
}

/** No violation of WCAG 2.2 AA on the page as it is now. What stands in the frame of a mail is its sender's. */
export async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true) // within the page, without one of its own for the results: half the time
    .options({ resultTypes: ['violations'], iframes: false })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect
    .soft(
      violations.map((v) => ({ rule: v.id, help: v.help, where: v.nodes.map((n) => n.target.join(' ')) })),
      page.url(),
    )
    .toEqual([])
}
