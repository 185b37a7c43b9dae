/** Moves the bytes of processed mail out of the database: compressed into the file store, read back, compared, and only then deleted here. */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { sql } from 'kysely'
import type { FileStore } from '#files/server/fileStore.ts'
import { readFiled, readRaw } from './rawMail.ts'
import type { ProcessDeps } from './processMail.ts'

export interface FilingDeps extends Pick<ProcessDeps, 'db' | 'store'> {
  /** Mails that could not be filed: they stay in the database, and do not keep the others there. Tried again after a start. */
  failed: Set<number>
}

/** Files the next processed mail; false when there is none. */
export async function fileNext({ db, store, failed }: FilingDeps): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const mail = await trx
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
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!mail) return false
    const { hash, size } = await compressed(store, (await readRaw(trx, store, mail.id)) ?? Buffer.alloc(0), mail.raw_hash).catch(
      (error: unknown) => {
        failed.add(mail.id)
        throw error
      },
    )
    await trx
      .insertInto('blobs')
      .values({ hash, size, stored_at: new Date() })
      .onConflict((o) => o.column('hash').doNothing())
      .execute()
    await trx.updateTable('incoming_mails').set({ blob: hash }).where('id', '=', mail.id).execute()
    await trx.deleteFrom('incoming_mail_parts').where('mail_id', '=', mail.id).execute()
    return true
  })
}

async function compressed(store: FileStore, raw: Buffer, wanted: Buffer) {
  const stored = await store.put(Readable.from([raw]).pipe(createGzip()))
  if (!(await filed(store, stored.hash)).equals(wanted)) throw new Error('a mail reads differently from the file store')
  return stored
}

async function filed(store: FileStore, hash: Buffer) {
  const sum = createHash('sha256')
  for await (const part of readFiled(store, hash)) {
    const bytes: Buffer = part
    sum.update(bytes)
  }
  return sum.digest()
}
