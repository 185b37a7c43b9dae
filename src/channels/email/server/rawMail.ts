/** The bytes of an incoming mail as they came: in the intake's rows until it is filed, in the file store, compressed, afterwards. */
import { buffer } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import type { Kysely } from 'kysely'
import type { FileStore } from '#files/server/fileStore.ts'
import type { DB } from '#platform/server/tables.ts'

export async function readRaw(db: Kysely<DB>, store: FileStore, mailId: number): Promise<Buffer | null> {
  const mail = await db.selectFrom('incoming_mails').select('blob').where('id', '=', mailId).executeTakeFirst()
  if (!mail) return null
  if (mail.blob) return buffer(store.get(mail.blob).pipe(createGunzip()))
  const parts = await db.selectFrom('incoming_mail_parts').select('bytes').where('mail_id', '=', mailId).orderBy('n').execute()
  return Buffer.concat(parts.map((p) => p.bytes))
}
