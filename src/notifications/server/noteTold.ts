/** Says to all servers whose notifications are others now: a hint for open pages, which ask then. */
import { sql, type Kysely } from 'kysely'
import { listen } from '#platform/server/listen.ts'
import type { Log } from '#platform/server/log.ts'
import type { DB } from '#platform/server/tables.ts'

const channel = 'tessera_notified'

/** Within a transaction it is said when that is durable. */
export async function noteTold(db: Kysely<DB>, userIds: readonly number[]) {
  if (userIds.length > 0) await sql`select pg_notify(${channel}, ${[...new Set(userIds)].slice(0, 1000).join(' ')})`.execute(db)
}

/** `hear` gets the Users; a line that was cut says nothing, pages ask by themselves now and then. */
export const hearTold = ({ url, log, hear }: { url: string; log: Log; hear: (userIds: ReadonlySet<number>) => void }) =>
  listen({ url, channel, log, hear: (payload) => payload !== '' && hear(new Set(payload.split(' ').map(Number))) })
