/** Moves the bytes of processed mail out of the database: compressed into the file store, read back, compared, and only then deleted here. */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { sql, type Transaction } from 'kysely'
import type { FileStore, Stored } from '#files/server/fileStore.ts'
import type { DB } from '#platform/server/tables.ts'
import { readFiled } from './rawMail.ts'
import type { ProcessDeps } from './processMail.ts'

export interface FilingDeps extends Pick<ProcessDeps, 'db' | 'store'> {
  /** Mails that could not be filed: they stay in the database, and do not keep the others there. Tried again after a start. */
  failed: Set<number>
}

/** Mails in one transaction, and how many bytes of them; one that is larger goes by itself. */
const most = { mails: 20, bytes: 4_000_000 }

/** Files the next processed mails; false when there are none. Throws what went wrong with one of them when the others are filed. */
export async function fileNext({ db, store, failed }: FilingDeps): Promise<boolean> {
  const { found, errors } = await db.transaction().execute(async (trx) => {
    const due = await nextMails(trx, failed)
    const parts = await trx
      .selectFrom('incoming_mail_parts')
      .select(['mail_id', 'bytes'])
      .where(sql<boolean>`mail_id = any(${due.map(({ id }) => id)}::bigint[])`)
      .orderBy('mail_id')
      .orderBy('n')
      .execute()
    const filed: (Stored & { id: number })[] = []
    const wrong: unknown[] = []
    await Promise.all(
      due.map(async ({ id, raw_hash: wanted }) => {
        const raw = Buffer.concat(parts.flatMap((part) => (part.mail_id === id ? [part.bytes] : [])))
        try {
          filed.push({ id, ...(await compressed(store, raw, wanted)) })
        } catch (error) {
          failed.add(id)
          wrong.push(error)
        }
      }),
    )
    await moveOut(trx, filed)
    return { found: due.length > 0, errors: wrong }
  })
  if (errors.length > 0) throw errors[0]
  return found
}

async function nextMails(trx: Transaction<DB>, failed: ReadonlySet<number>) {
  const due = await trx
    .selectFrom('incoming_mails')
    .select(['id', 'raw_hash', 'size'])
    .where('blob', 'is', null)
    .where('state', '<>', 'received')
    .where('size', '>', 0)
    .where('processed_at', 'is not', null)
    .where((where) => where.exists(where.selectFrom('incoming_mail_parts').select('n').whereRef('mail_id', '=', 'incoming_mails.id')))
    .where(sql<boolean>`id <> all(${[...failed]}::bigint[])`)
    // Mail that waits to be read goes first, for a while.
    .where(
      sql<boolean>`(processed_at < now() - interval '1 minute' or not exists (select from incoming_mails w where w.state = 'received'))`,
    )
    .orderBy('processed_at')
    .limit(most.mails)
    .forUpdate()
    .skipLocked()
    .execute()
  let bytes = 0
  return due.filter(({ size }, n) => (bytes += size) <= most.bytes || n === 0)
}

async function moveOut(trx: Transaction<DB>, filed: readonly (Stored & { id: number })[]) {
  if (filed.length === 0) return
  const ids = filed.map(({ id }) => id)
  const hashes = filed.map(({ hash }) => hash)
  await sql`insert into blobs (hash, size, stored_at) select *, ${new Date()} from unnest(${hashes}::bytea[], ${filed.map(({ size }) => size)}::bigint[])
    on conflict (hash) do nothing`.execute(trx)
  await sql`update incoming_mails m set blob = f.hash from unnest(${ids}::bigint[], ${hashes}::bytea[]) as f (id, hash) where m.id = f.id`.execute(
    trx,
  )
  await sql`delete from incoming_mail_parts where mail_id = any(${ids}::bigint[])`.execute(trx)
}

async function compressed(store: FileStore, raw: Buffer, wanted: Buffer) {
  const stored = await store.put(Readable.from([raw]).pipe(createGzip()))
  if (!(await filedHash(store, stored.hash)).equals(wanted)) throw new Error('a mail reads differently from the file store')
  return stored
}

async function filedHash(store: FileStore, hash: Buffer) {
  const sum = createHash('sha256')
  for await (const part of readFiled(store, hash)) {
    const bytes: Buffer = part
    sum.update(bytes)
  }
  return sum.digest()
}
