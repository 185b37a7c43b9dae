/** Before an SLA, a Time group or a Category is saved: how many open tickets' deadlines would move, and how many would be missed at once. */
import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import { keepOpenHours } from '#categories/server/openHoursRows.ts'
import { allow } from '#platform/server/allow.ts'
import { deskWriting, type Context, type Writing } from '#platform/server/context.ts'
import type { previewDeadlines as endpoint } from '#tickets/api.ts'
import { factsOf } from './clockFacts.ts'
import { isMissed } from './deadlineRuns.ts'
import { recounter, touchedBy } from './recompute.ts'
import { visible, type TicketRow } from './ticketQueries.ts'

type Wanted = z.output<(typeof endpoint)['input']>
type Foreseen = z.output<(typeof endpoint)['output']>

const batch = 1000

/** Thrown to undo what was only tried. */
class Undo extends Error {}

/** The change is made, its consequences are counted, and all of it is undone: so the preview cannot say anything else than what comes. */
export async function previewDeadlines(ctx: Context, wanted: Wanted): Promise<Foreseen> {
  allow(ctx, 'categories.update')
  let foreseen: Foreseen = { tickets: 0, moved: 0, breached: 0 }
  await ctx.db
    .transaction()
    .execute(async (trx) => {
      const writing = deskWriting(trx, { now: ctx.now, requestId: ctx.requestId, via: ctx.via })
      await apply(writing, wanted)
      foreseen = await count(writing, wanted, visible(ctx))
      throw new Undo()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error
    })
  return foreseen
}

async function apply(ctx: Writing, { what, id, sla, timeGroup, category }: Wanted) {
  if (what === 'sla' && sla)
    await sql`update slas set unit = ${sla.unit}, low = ${JSON.stringify(sla.low)}::jsonb, medium = ${JSON.stringify(sla.medium)}::jsonb,
      high = ${JSON.stringify(sla.high)}::jsonb where id = ${id}`.execute(ctx.db)
  if (what === 'time_group' && timeGroup) {
    await sql`update time_groups set zone = ${timeGroup.zone}, week = ${JSON.stringify(timeGroup.week)}::jsonb,
      includes = ${timeGroup.includes}::bigint[], yearly = ${JSON.stringify(timeGroup.yearly)}::jsonb,
      exceptions = ${JSON.stringify(timeGroup.exceptions)}::jsonb where id = ${id}`.execute(ctx.db)
    await keepOpenHours(ctx, [id])
  }
  if (what === 'category' && category)
    await sql`update categories set sla_id = ${category.slaId}, time_group_id = ${category.timeGroupId},
      due_soon_minutes = ${category.dueSoonMinutes}, grant_minutes = ${category.grantMinutes} where id = ${id}`.execute(ctx.db)
}

/** Of the tickets that whoever asks may see: even a number tells of the others. */
async function count(ctx: Writing, { what, id }: Wanted, sight: RawBuilder<boolean>): Promise<Foreseen> {
  const foreseen: Foreseen = { tickets: 0, moved: 0, breached: 0 }
  const recount = recounter(ctx, what)
  for (let last = 0; ;) {
    const { rows } = await sql<TicketRow>`
      select t.* from tickets t where t.id > ${last} and ${touchedBy({ what, id })} and ${sight} order by t.id limit ${batch}`.execute(
      ctx.db,
    )
    const facts = await factsOf(
      ctx,
      rows.map((row) => row.id),
    )
    for (const row of rows) {
      foreseen.tickets += 1
      const columns = (await recount(row, facts.get(row.id)))?.columns
      if (!columns || columns.deadline_at === row.deadline_at) continue
      foreseen.moved += 1
      if (isMissed(columns.deadline_at, ctx.now) && !isMissed(row.deadline_at, ctx.now)) foreseen.breached += 1
    }
    last = rows.at(-1)?.id ?? last
    if (rows.length < batch) return foreseen
  }
}
