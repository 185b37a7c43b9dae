/** The bytes of an incoming mail as they came: in the intake's rows until it is filed, in the file store, compressed, afterwards. */
import { pipeline, type Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import type { Kysely } from 'kysely'
import type { FileStore } from '#files/server/fileStore.ts'
import type { DB } from '#platform/server/tables.ts'

export async function readRaw(db: Kysely<DB>, store: FileStore, mailId: number): Promise<Buffer | null> {
  const parts = await db.selectFrom('incoming_mail_parts').select('bytes').where('mail_id', '=', mailId).orderBy('n').execute()
  if (parts.length > 0) return Buffer.concat(parts.map((p) => p.bytes))
  const mail = await db.selectFrom('incoming_mails').select('blob').where('id', '=', mailId).executeTakeFirst()
  if (!mail) return null
  return mail.blob ? buffer(readFiled(store, mail.blob)) : Buffer.alloc(0)
}

/** The bytes of a filed mail; an error of the store ends the stream with it. */
export const readFiled = (store: FileStore, blob: Buffer): Readable => pipeline(store.get(blob), createGunzip(), () => undefined)
