/** Which addresses are ours: those of active Email queues and their aliases, also with a `+token` before the @. */
import type { Kysely } from 'kysely'
import { addressKey } from '#platform/emailAddress.ts'
import type { DB } from '#platform/server/tables.ts'

export interface OurQueue {
  id: number
  name: string
  displayName: string
  address: string
  aliases: string[]
  categoryId: number
  active: boolean
  headerThreading: boolean
  sizeLimit: number
}

/** All queues as mail is told apart by them, read afresh. */
export async function loadQueues(db: Kysely<DB>): Promise<OurQueue[]> {
  const rows = await db
    .selectFrom('email_queues')
    .select(['id', 'name', 'display_name', 'address', 'aliases', 'category_id', 'active', 'header_threading', 'size_limit'])
    .orderBy('id')
    .execute()
  return rows.map((r) => ({
    id: r.id,
    name: r.name,
    displayName: r.display_name,
    address: r.address,
    aliases: r.aliases,
    categoryId: r.category_id,
    active: r.active,
    headerThreading: r.header_threading,
    sizeLimit: r.size_limit,
  }))
}

/** The queue that an address belongs to: as it stands, else without its `+token`. */
export function queueOf<Q extends Pick<OurQueue, 'address' | 'aliases'>>(queues: readonly Q[], address: string): Q | undefined {
  for (const written of withoutTokens(addressKey(address))) {
    const found = queues.find((q) => addressesOf(q).includes(written))
    if (found) return found
  }
  return undefined
}

/** A queue's address and aliases in the form in which addresses are compared. */
export const addressesOf = (queue: Pick<OurQueue, 'address' | 'aliases'>) => [queue.address, ...queue.aliases].map(addressKey)

/** `support+x+y@desk.example` is a way to write to `support+x@desk.example`, or else to `support@desk.example`. */
function withoutTokens(address: string): string[] {
  const at = address.lastIndexOf('@')
  const [first = '', ...tokens] = address.slice(0, at).split('+')
  return tokens.reduceRight((forms, _, i) => [...forms, [first, ...tokens.slice(0, i)].join('+') + address.slice(at)], [address])
}
