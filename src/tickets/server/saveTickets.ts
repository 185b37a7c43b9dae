/** Saves of many tickets in one transaction: each merged and asked the rules for itself, all written together. */
import { sql } from 'kysely'
import { recordAll } from '#platform/server/record.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import { ticketChanged } from '#tickets/events.ts'
import { foreknowFacts, storeAllFacts } from './clockFacts.ts'
import { foreknowSlas } from './clockTerms.ts'
import { noteUndelivered } from './noteUndelivered.ts'
import { childrenOf } from './ruleFacts.ts'
import type { SettledSave } from './saveTicket.ts'
import { visible, type TicketRow } from './ticketQueries.ts'
import { writeSets } from './ticketValues.ts'

/** Locks those of these tickets that are in sight, in the order of their numbers; merged and deleted ones too, which the caller leaves alone. */
export async function lockTickets(ctx: Writing, ids: readonly number[]): Promise<Map<number, TicketRow>> {
  const { rows } = await sql<TicketRow>`
    select t.* from tickets t where t.id = any(${[...ids]}::bigint[]) and ${visible(ctx)} order by t.id for update`.execute(ctx.db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** A context in which questions are asked once, with the answers that differ from ticket to ticket. `parents`: those that have children. */
export async function batchOf<C extends Context>(ctx: C, ids: readonly number[]): Promise<{ batch: C; parents: ReadonlySet<number> }> {
  const batch = { ...ctx, batch: {} }
  await foreknowFacts(batch, ids)
  await foreknowSlas(batch, ids)
  const { rows } = await sql<{ id: number }>`
    select distinct coalesce(p.survivor_id, p.id) as id from tickets p join tickets c on c.parent_id = p.id
    where p.id = any(${[...ids]}::bigint[]) or p.survivor_id = any(${[...ids]}::bigint[])`.execute(ctx.db)
  const parents = new Set(rows.map(({ id }) => id))
  for (const id of ids) if (!parents.has(id)) childrenOf.tell(batch, [], id)
  return { batch, parents }
}

/** Writes what was settled, in a few statements however many they are. Each ticket is among them once. */
export async function writeSaves(ctx: Writing, saves: readonly SettledSave[]) {
  if (saves.length === 0) return
  await storeAllFacts(
    ctx,
    saves.flatMap(({ row, facts }) => facts.map((fact) => ({ ticketId: row.id, ...fact }))),
  )
  // Tickets that leave a column alone are given what they hold: they are locked.
  const columns = [...new Set(saves.flatMap((save) => Object.keys(save.columns)))]
  const rows = saves.map(({ row, columns: to }) => ({
    id: row.id,
    ...Object.fromEntries(columns.map((column) => [column, plain(valueOf(to, row, column))])),
  }))
  await sql`update tickets t set ${sql.join(columns.map((column) => sql`${sql.ref(column)} = x.${sql.ref(column)}`))}
    from jsonb_populate_recordset(null::tickets, ${JSON.stringify(rows)}::jsonb) x where t.id = x.id`.execute(ctx.db)
  for (const { row, changed } of saves) {
    if (changed.followerIds ?? changed.participants) await writeSets(ctx, row.id, changed)
    if (changed.contactId) await noteUndelivered(ctx, row.id)
  }
  await recordAll(
    ctx,
    ticketChanged,
    saves.map(({ row, columns: to, told }) => ({ subject: { id: row.id, version: to.version }, payload: told })),
  )
}

function valueOf(to: object, row: object, column: string): { column: string; value: unknown } {
  const changed = new Map<string, unknown>(Object.entries(to))
  return { column, value: changed.has(column) ? changed.get(column) : new Map<string, unknown>(Object.entries(row)).get(column) }
}

/** Columns of JSON are settled as text. */
const plain = ({ column, value }: { column: string; value: unknown }): unknown =>
  column.startsWith('custom') && typeof value === 'string' ? JSON.parse(value) : value
