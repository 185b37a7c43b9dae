/** Removes uploads that never became part of a message, and bytes that no row names any more. */
import { sql, type Kysely } from 'kysely'
import type { DB } from '#platform/server/tables.ts'
import type { FileStore } from './fileStore.ts'

const days = 7
const atOnce = 500

/** Everything younger than a week stays: a message may still be under way to it, and a backup may still be reading it. */
export async function sweepFiles(db: Kysely<DB>, store: FileStore, now: Date) {
  const before = new Date(now.getTime() - days * 86_400_000)
  // What a draft names may still be sent.
  await sql`delete from attachments where activity_id is null and template_id is null and created_at < ${before.toISOString()}
    and id not in (select unnest(attachment_ids) from drafts)`.execute(db)
  for (;;) {
    const { rows } = await sql<{ hash: Buffer }>`
      delete from blobs where hash in (select b.hash from blobs b where b.stored_at < ${before}
        and not exists (select from attachments a where a.hash = b.hash) and not exists (select from incoming_mails m where m.blob = b.hash)
        and not exists (select from runs r where r.file_hash = encode(b.hash, 'hex'))
        and not exists (select from ticket_imports i where i.file_hash = encode(b.hash, 'hex'))
        limit ${atOnce}) returning hash`.execute(db)
    for (const { hash } of rows) await store.remove(hash)
    if (rows.length < atOnce) return
  }
}
