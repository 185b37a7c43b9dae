/** Which tickets stand in some slots, asked of the database at one snapshot: for new slots, and for all where nothing was kept. */
import { setImmediate as breathe } from 'node:timers/promises'
import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely'
import { inSnapshot } from '#platform/server/horizon.ts'
import type { DB } from '#platform/server/tables.ts'
import { wantedFacts } from '#tickets/filterTraits.ts'
import { filterSql } from '#tickets/server/ticketFilter.ts'
import { lookAhead, type Noted } from './clock.ts'
import { placeOf, type Place } from './place.ts'
import type { Slot } from './slot.ts'
import { TicketSet } from './ticketSet.ts'
import type { VisibilityClasses } from './visibilityClasses.ts'

/** What was found, and where: everything since must be placed before it is true. */
export interface Filled {
  place: Place
  /** The class of every ticket was read at this place too: memory can begin with it. */
  whole: boolean
  slots: { slot: Slot; members: TicketSet }[]
  noted: Noted[]
  /** Up to which moment crossings are noted. */
  until: number
}

/** Tickets come as one list for each so many numbers, a few lists at a time. */
const perList = 16_384
const listsAtOnce = 4

/** `classes`: those of all tickets too, for whoever knows none yet. */
export const fillSlots = (db: Kysely<DB>, slots: readonly Slot[], classes: VisibilityClasses | null): Promise<Filled> =>
  inSnapshot(db, async (trx) => {
    const place = await placeOf(trx, null)
    if (classes) await fillClasses(trx, classes)
    const filled: Filled['slots'] = []
    for (const slot of slots) {
      const members = new TicketSet()
      const condition = filterSql({ now: new Date(place.now) }, slot.ready)
      const select = sql<{
        ids: number[]
      }>`select array_agg(t.id) as ids from tickets t where ${condition} group by t.id / ${sql.lit(perList)}`
      await eachRow(trx, select, ({ ids }) => {
        for (const id of ids) members.add(id)
      })
      filled.push({ slot, members })
    }
    const crossings = [...new Map(slots.flatMap((slot) => slot.crossings.map((crossing) => [crossing.key, crossing] as const))).values()]
    const ahead = await lookAhead(trx, crossings, wantedFacts(slots.map(({ ready }) => ready)), place.now, place.now)
    return { place, whole: classes !== null, slots: filled, ...ahead }
  })

const fillClasses = (trx: Transaction<DB>, classes: VisibilityClasses) =>
  eachRow(
    trx,
    sql<{ categoryId: number; bin: boolean; ids: number[] }>`
      select t.category_id as "categoryId", t.deleted_at is not null as bin, array_agg(t.id) as ids
      from tickets t group by 1, 2, t.id / ${sql.lit(perList)}`,
    ({ ids, ...sight }) => {
      const number = classes.numberOf(sight)
      for (const id of ids) classes.set(id, number)
    },
  )

/** Row by row, with room for other work in between. */
async function eachRow<R>(trx: Transaction<DB>, select: RawBuilder<R>, take: (row: R) => void) {
  await sql`declare some_tickets no scroll cursor for ${select}`.execute(trx)
  for (;;) {
    const { rows } = await sql<R>`fetch ${sql.lit(listsAtOnce)} from some_tickets`.execute(trx)
    for (const row of rows) take(row)
    if (rows.length < listsAtOnce) break
    await breathe()
  }
  await sql`close some_tickets`.execute(trx)
}
