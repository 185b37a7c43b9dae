/**
 * Memberships kept in a file, so that a restarted desk counts at once: bits with the place in which they were true. Whatever happened since is
 * placed from there. A file of another database, of another time or half a file is no file.
 */
import { open, readFile, rename } from 'node:fs/promises'
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import type { DB } from '#platform/server/tables.ts'
import type { LiveMemberships } from './liveMemberships.ts'
import { TicketSet } from './ticketSet.ts'

const header = z.strictObject({
  form: z.literal(1),
  timeline: z.string(),
  place: z.strictObject({ snapshot: z.string().regex(/^\d+:\d+:[\d,]*$/), now: z.number() }),
  sights: z.array(z.strictObject({ categoryId: z.int(), bin: z.boolean() }).nullable()),
  /** Lengths of what follows in bytes: the class of each ticket, then each slot's members. */
  classes: z.int(),
  slots: z.array(z.strictObject({ key: z.string(), length: z.int() })),
  bytes: z.int(),
})

/** What was kept. */
export interface Kept extends Pick<z.output<typeof header>, 'place' | 'sights'> {
  ofTicket: Uint8Array
  members: ReadonlyMap<string, TicketSet>
}

/** Longer ago than this, asking anew costs less than all that has happened. Milliseconds. */
const oldest = 86_400_000

/** Appears whole or not at all. */
export async function keepMemberships(file: string, timeline: string, live: LiveMemberships): Promise<void> {
  const { place } = live
  if (!place || live.tornApart) return
  const { sights, ofTicket } = live.classes.toBytes()
  const slots = [...live.slots].map(([key, { members }]) => ({ key, bytes: members.toBytes() }))
  const parts = [ofTicket, ...slots.map(({ bytes }) => bytes)]
  const head: z.output<typeof header> = {
    form: 1,
    timeline,
    place,
    sights: [...sights],
    classes: ofTicket.byteLength,
    slots: slots.map(({ key, bytes }) => ({ key, length: bytes.byteLength })),
    bytes: parts.reduce((sum, { byteLength }) => sum + byteLength, 0),
  }
  const draft = `${file}.draft`
  const written = await open(draft, 'w', 0o600)
  try {
    await written.writeFile(Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...parts]))
    await written.datasync()
  } finally {
    await written.close()
  }
  await rename(draft, file)
}

/** What was kept for this very database, if it can be gone on from. */
export async function readKept(file: string, db: Kysely<DB>): Promise<Kept | null> {
  const bytes = await readFile(file).catch(() => null)
  const kept = bytes && parse(bytes)
  if (!kept) return null
  const { rows } = await sql<{ timeline: string; next: string; now: number }>`
    select timeline, pg_snapshot_xmax(pg_current_snapshot())::text as next, extract(epoch from statement_timestamp())::float8 * 1000 as now
    from installation`.execute(db)
  const [here] = rows
  if (!here || kept.timeline !== here.timeline) return null
  const age = here.now - kept.place.now
  const [, xmax = '0'] = kept.place.snapshot.split(':')
  return age >= 0 && age < oldest && BigInt(xmax) <= BigInt(here.next) ? kept : null
}

function parse(bytes: Buffer): (Kept & { timeline: string }) | null {
  const end = bytes.indexOf('\n')
  try {
    const head = header.parse(JSON.parse(bytes.subarray(0, end).toString()))
    if (bytes.length !== end + 1 + head.bytes) return null
    let at = end + 1
    const take = (length: number) => bytes.subarray(at, (at += length))
    const ofTicket = take(head.classes)
    const members = new Map(head.slots.map(({ key, length }) => [key, TicketSet.fromBytes(take(length))]))
    return { timeline: head.timeline, place: head.place, sights: head.sights, ofTicket, members }
  } catch {
    return null
  }
}
