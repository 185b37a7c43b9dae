/** Looks after one IMAP mailbox: takes in what is new, waits for more, comes back after every break. The mailbox itself is never changed. */
import { ImapFlow } from 'imapflow'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Kysely } from 'kysely'
import type { Log } from '#platform/server/log.ts'
import type { DB } from '#platform/server/tables.ts'
import { takeIn, type Intake } from './intake.ts'

export interface MailboxSettings {
  host: string
  port: number
  security: 'tls' | 'starttls' | 'none'
  user: string
  password: string
  folder: string
}

export interface Mailbox extends MailboxSettings {
  queueId: number
  /** Older mail stays where it is; null takes everything. */
  takeMailFrom: string | null
  sizeLimit: number
}

export interface MailboxDeps {
  db: Kysely<DB>
  intake: Intake
  log: Log
}

/** Batches keep the place fresh; what is fetched twice after a break is known by its place. */
const batch = 50
/** Larger messages are fetched in pieces. */
const whole = 1_000_000
/** Also without news the mailbox is looked into now and then: servers forget to tell. */
const lookAgain = 5 * 60_000
const firstPause = 1_000
const longestPause = 5 * 60_000

export const imapClient = (s: MailboxSettings) =>
  new ImapFlow({
    host: s.host,
    port: s.port,
    secure: s.security === 'tls',
    doSTARTTLS: s.security === 'starttls',
    auth: { user: s.user, pass: s.password },
    logger: false,
    disableAutoIdle: true,
    maxIdleTime: 2 * 60_000,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    clientInfo: { name: 'Tessera' },
  })

/** Runs until stopped; every failure is kept in the queue's health and followed by another try, later each time. */
export function runMailbox(mailbox: Mailbox, deps: MailboxDeps): { stop: () => Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  const ended = (async () => {
    let failures = 0
    while (!signal.aborted) {
      try {
        await session(mailbox, deps, signal, () => (failures = 0))
      } catch (error) {
        if (signal.aborted) break
        failures++
        await reportFailure(mailbox, deps, error)
      }
      await pause(backOff(failures), signal)
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

/** Doubles from a second to five minutes; the random half keeps many mailboxes of one server from returning together. */
export const backOff = (failures: number, random = Math.random) =>
  Math.min(longestPause, firstPause * 2 ** Math.max(0, failures - 1)) * (0.5 + random() / 2)

async function session(mailbox: Mailbox, deps: MailboxDeps, signal: AbortSignal, worked: () => void) {
  const client = imapClient(mailbox)
  const news = new News()
  let broken: Error | undefined
  client.on('error', (error) => {
    broken ??= error
    news.tell()
  })
  client.on('close', () => {
    broken ??= new Error('The mail server closed the connection.')
    news.tell()
  })
  client.on('exists', () => news.tell())
  const stop = () => {
    news.tell()
    client.close()
  }
  signal.addEventListener('abort', stop)
  try {
    await client.connect()
    await client.mailboxOpen(mailbox.folder, { readOnly: true })
    while (!signal.aborted && !broken) {
      await takeNew(client, mailbox, deps, signal)
      await reportHealth(mailbox, deps)
      worked()
      if (!news.waiting) client.idle().catch(() => undefined) // its end is told by `close` or by news
      await news.wait(lookAgain)
    }
    if (broken && !signal.aborted) throw broken
  } finally {
    signal.removeEventListener('abort', stop)
    if (client.usable) await Promise.race([client.logout().catch(() => undefined), pause(2_000, signal)])
    client.close()
  }
}

/** Remembers that something happened, also while nobody waits for it. */
class News {
  waiting = false
  #wake: (() => void) | undefined
  tell() {
    this.waiting = true
    this.#wake?.()
  }
  async wait(longest: number) {
    let timer: NodeJS.Timeout | undefined
    if (!this.waiting)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        timer = setTimeout(resolve, longest)
      })
    clearTimeout(timer)
    this.waiting = false
    this.#wake = undefined
  }
}

interface Place {
  uidValidity: number
  lastUid: number
}

async function takeNew(client: ImapFlow, mailbox: Mailbox, deps: MailboxDeps, signal: AbortSignal) {
  if (!client.mailbox) throw new Error('The folder is not open.')
  let place = await readPlace(mailbox, deps, Number(client.mailbox.uidValidity))
  // A mail server tells times in whole seconds: what came in the very second of connecting is new, not old.
  const from = mailbox.takeMailFrom ? new Date(Math.floor(Date.parse(mailbox.takeMailFrom) / 1000) * 1000) : null
  const newer = (await client.search({ uid: `${place.lastUid + 1}:*` }, { uid: true })) || []
  const uids = newer.filter((uid) => uid > place.lastUid).toSorted((a, b) => a - b)
  for (let i = 0; i < uids.length && !signal.aborted; i += batch) {
    const some = uids.slice(i, i + batch)
    const known = new Map<number, { size: number; at: Date | null }>()
    for await (const m of client.fetch(some.join(','), { uid: true, size: true, internalDate: true }, { uid: true }))
      known.set(m.uid, { size: m.size ?? 0, at: m.internalDate ? new Date(m.internalDate) : null })
    const left = [...known.values()].filter((m) => from && m.at && m.at < from).length
    const wanted = [...known].filter(([, m]) => !(from && m.at && m.at < from))
    await takeSmall(
      client,
      mailbox,
      deps,
      place,
      wanted.filter(([, m]) => m.size <= whole).map(([uid]) => uid),
    )
    for (const [uid, m] of wanted.filter(([, large]) => large.size > whole)) await takeLarge(client, mailbox, deps, place, uid, m.size)
    place = { ...place, lastUid: some.at(-1) ?? place.lastUid }
    await savePlace(mailbox, deps, place, left)
  }
}

async function takeSmall(client: ImapFlow, mailbox: Mailbox, deps: MailboxDeps, place: Place, uids: number[]) {
  if (uids.length === 0) return
  for await (const { uid, source } of client.fetch(uids.join(','), { uid: true, source: true }, { uid: true }))
    if (source) await take(mailbox, deps, place, uid, source.length, Readable.from([source]))
}

async function takeLarge(client: ImapFlow, mailbox: Mailbox, deps: MailboxDeps, place: Place, uid: number, size: number) {
  if (size > mailbox.sizeLimit) return leaveThere(mailbox, deps, place, uid, size)
  const { content } = await client.download(String(uid), undefined, { uid: true, chunkSize: 256 * 1024 })
  if (content) await take(mailbox, deps, place, uid, size, content) // otherwise it was deleted meanwhile
}

async function take(mailbox: Mailbox, { intake, db, log }: MailboxDeps, place: Place, uid: number, size: number, source: Readable) {
  if (size > mailbox.sizeLimit) return leaveThere(mailbox, { intake, db, log }, place, uid, size)
  await takeIn(
    intake,
    {
      source: 'imap',
      queueId: mailbox.queueId,
      envelope: { from: null, to: [] },
      place: placeText(mailbox, place, uid),
      sizeLimit: Number.MAX_SAFE_INTEGER, // the server's size and the bytes may differ a little
    },
    source,
  )
}

/** Too large: it stays in the mailbox, and the ledger says so. */
async function leaveThere(mailbox: Mailbox, { db }: MailboxDeps, place: Place, uid: number, size: number) {
  await db
    .insertInto('incoming_mails')
    .values({
      received_at: new Date(),
      processed_at: new Date(),
      due_at: new Date(),
      source: 'imap',
      queue_id: mailbox.queueId,
      size,
      raw_hash: createHash('sha256').digest(),
      place: placeText(mailbox, place, uid),
      state: 'quarantined',
      outcome: 'quarantined',
      reason: 'too_large',
    })
    .onConflict((o) => o.columns(['queue_id', 'place']).where('place', 'is not', null).doNothing())
    .execute()
}

/** Unique for a message, also when the queue is given another mailbox. */
const placeText = (m: Mailbox, place: Place, uid: number) => `${m.user}@${m.host}:${m.port}/${m.folder}/${place.uidValidity}/${uid}`

/** Where we are. A new UIDVALIDITY means that the server has numbered afresh: then all is looked at again, and what we have is recognised by its content. */
async function readPlace({ queueId, folder }: Mailbox, { db, log }: MailboxDeps, uidValidity: number): Promise<Place> {
  const row = await db
    .selectFrom('mailbox_places')
    .selectAll()
    .where('queue_id', '=', queueId)
    .where('folder', '=', folder)
    .executeTakeFirst()
  if (row?.uid_validity === uidValidity) return { uidValidity, lastUid: row.last_uid }
  if (row) log.warn({ queue: queueId }, 'the mail server has numbered this mailbox afresh')
  await db
    .insertInto('mailbox_places')
    .values({ queue_id: queueId, folder, uid_validity: uidValidity, last_uid: 0 })
    .onConflict((o) => o.columns(['queue_id', 'folder']).doUpdateSet({ uid_validity: uidValidity, last_uid: 0, left_there: 0 }))
    .execute()
  return { uidValidity, lastUid: 0 }
}

async function savePlace({ queueId, folder }: Mailbox, { db }: MailboxDeps, { uidValidity, lastUid }: Place, left: number) {
  await db
    .updateTable('mailbox_places')
    .set((e) => ({ last_uid: lastUid, left_there: e('left_there', '+', left) }))
    .where('queue_id', '=', queueId)
    .where('folder', '=', folder)
    .where('uid_validity', '=', uidValidity)
    .execute()
}

const reportHealth = ({ queueId }: Mailbox, { db }: MailboxDeps) =>
  db.updateTable('email_queues').set({ incoming_ok_at: new Date(), incoming_error: null }).where('id', '=', queueId).execute()

async function reportFailure({ queueId }: Mailbox, { db, log }: MailboxDeps, error: unknown) {
  const message = reasonOf(error)
  log.warn({ queue: queueId, reason: message }, 'the mailbox cannot be read; trying again later')
  await db
    .updateTable('email_queues')
    .set({ incoming_error: message, incoming_error_at: new Date() })
    .where('id', '=', queueId)
    .execute()
    .catch(() => undefined) // the database itself may be what failed
}

/** What the mail server said, for people. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const said = 'responseText' in error && typeof error.responseText === 'string' ? error.responseText : ''
  return (said || error.message).slice(0, 500)
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
