/** After a restore nobody knows what the old desk has sent since the backup, so nothing that waited then leaves by itself: a person decides. */
import type pg from 'pg'

/** Messages that waited stand as if their sending had been interrupted; the next start holds them and says so on their tickets. Returns how many. */
export async function holdUnsent(client: pg.ClientBase): Promise<number> {
  const { rowCount } = await client.query(
    `update activities set delivery = 'sending', due_at = null, claimed_at = now() where delivery in ('queued', 'sending')`,
  )
  // A backup of an older desk knows no drafts yet.
  const { rows } = await client.query<{ known: boolean }>(`select to_regclass('drafts') is not null as known`)
  const waiting = rows[0]?.known
    ? await client.query(`update drafts set leaves_at = null, held = 'restored' where leaves_at is not null`)
    : { rowCount: 0 }
  return (rowCount ?? 0) + (waiting.rowCount ?? 0)
}
