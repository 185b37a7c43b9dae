/**
 * Where every mail arrives: its bytes are durable in one commit before anybody is told that it was accepted.
 * The ledger's own table is the queue that `processMail.ts` works through.
 */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { TooLarge } from '#platform/problem.ts'
import { wellFormed } from '#platform/shapes.ts'

export interface Intake {
  pool: pg.Pool
  /** Folder for the bytes of large mails while they are still arriving; nothing in it has been acknowledged. */
  spool: string
  /** Tells the worker that something has arrived; a hint that may be lost. */
  arrived: () => void
}

export interface Arrival {
  source: 'listener' | 'imap'
  /** The queue whose mailbox it was fetched from. */
  queueId?: number
  /** `from` is `''` for a null return path, null where the way of intake knows none. */
  envelope: { from: string | null; to: readonly string[] }
  /** IMAP: `uidvalidity/uid`, so that fetching the same message again changes nothing. */
  place?: string
  /** Bytes. */
  sizeLimit: number
}

const partSize = 256 * 1024
const firstPart = 0

/** Stores one mail and returns the id of its ledger row, or null when its place was taken in before. Throws TooLarge; then nothing is kept. */
export async function takeIn(intake: Intake, arrival: Arrival, source: AsyncIterable<Buffer>): Promise<number | null> {
  const hash = createHash('sha256')
  const file = join(intake.spool, `${randomUUID()}.eml`)
  let size = 0
  let held: Buffer[] = []
  let heldSize = 0
  let spooled: FileHandle | undefined
  try {
    for await (const chunk of source) {
      size += chunk.length
      if (size > arrival.sizeLimit) throw new TooLarge(`The message is larger than ${arrival.sizeLimit} bytes.`)
      hash.update(chunk)
      held.push(chunk)
      heldSize += chunk.length
      if (heldSize < partSize) continue
      // A transaction that waits for a slow sender would hold up every reader of the event list, so large mail waits in a file.
      if (!spooled) {
        await mkdir(intake.spool, { recursive: true })
        spooled = await open(file, 'wx', 0o600)
      }
      await spooled.writeFile(Buffer.concat(held))
      held = []
      heldSize = 0
    }
    const rest = Buffer.concat(held)
    await spooled?.writeFile(rest)
    const row = ledgerRow(arrival, size, hash.digest())
    const id = spooled ? await storeParts(intake.pool, row, file) : await storeWhole(intake.pool, row, rest)
    intake.arrived()
    return id
  } finally {
    if (spooled) {
      await spooled.close()
      await rm(file, { force: true })
    }
  }
}

const columns = 'received_at, source, queue_id, envelope_from, envelope_to, size, raw_hash, place, due_at'
const values = 'now(), $1, $2, $3, $4, $5, $6, $7, now()'
const alreadyThere = 'on conflict (queue_id, place) where place is not null do nothing'

const ledgerRow = ({ source, queueId, envelope, place }: Arrival, size: number, hash: Buffer) => [
  source,
  queueId ?? null,
  envelope.from === null ? null : wellFormed(envelope.from),
  envelope.to.map(wellFormed),
  size,
  hash,
  place ?? null,
]

/** The usual case: one statement, one commit. */
async function storeWhole(pool: pg.Pool, row: unknown[], bytes: Buffer) {
  const { rows } = await pool.query<{ mail_id: number }>(
    `with mail as (insert into incoming_mails (${columns}) values (${values}) ${alreadyThere} returning id)
     insert into incoming_mail_parts (mail_id, n, bytes) select id, ${firstPart}, $8 from mail returning mail_id`,
    [...row, bytes],
  )
  return rows[0]?.mail_id ?? null
}

async function storeParts(pool: pg.Pool, row: unknown[], file: string) {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{ id: number }>(
      `insert into incoming_mails (${columns}) values (${values}) ${alreadyThere} returning id`,
      row,
    )
    const id = rows[0]?.id
    if (id !== undefined) {
      let n = firstPart
      for await (const part of createReadStream(file, { highWaterMark: partSize }))
        await client.query('insert into incoming_mail_parts (mail_id, n, bytes) values ($1, $2, $3)', [id, n++, part])
    }
    await client.query('commit')
    return id ?? null
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

/** Removes what arrivals left behind that a crash cut short. */
export const clearSpool = (spool: string) => rm(spool, { recursive: true, force: true })
