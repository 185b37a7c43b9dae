/** Carries time spent over to the tickets, where lists, filters and counts find it: only when its whole minutes are others, in the order of their numbers. */
import type { Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { lockTicket, seenTicket } from '#tickets/server/ticketQueries.ts'
import { partsOf } from '#tickets/server/ticketQueries.ts'
import { timeSpent } from '#tickets/server/timeSpent.ts'
import { sql } from 'kysely'
import { timePassed } from '#worktime/events.ts'

export async function keepTimeSpent(ctx: Writing, ticketIds: readonly number[]): Promise<void> {
  const desk: Writing = { ...ctx, actor: { kind: 'system' } }
  const shown = new Set<number>()
  for (const id of ticketIds) shown.add((await seenTicket(desk, id)).id)
  for (const id of [...shown].toSorted((a, b) => a - b)) {
    const seen = await seenTicket(desk, id)
    // Most looks at a ticket last less than a minute; they wait for nobody.
    if ((await timeSpent(ctx, await numbersOf(ctx, seen.id))) === seen.time_spent) continue
    const row = await lockTicket(desk, id, { evenInBin: true })
    const time_spent = await timeSpent(ctx, await numbersOf(ctx, row.id))
    if (time_spent === row.time_spent) continue
    const saved = await ctx.db
      .updateTable('tickets')
      .set({ time_spent, version: row.version + 1 })
      .where('id', '=', row.id)
      .returning(['id', 'version'])
      .executeTakeFirstOrThrow()
    await record(ctx, timePassed, saved, {})
  }
}

/** All numbers that a ticket is made of. */
export async function numbersOf({ db }: Pick<Writing, 'db'>, id: number): Promise<number[]> {
  const { rows } = await sql<{ ids: number[] }>`select ${partsOf(sql`${id}`)} as ids`.execute(db)
  return rows[0]?.ids ?? [id]
}
