/** A Macro for many tickets: what it changes, and for which of them it is meant. */
import { sql } from 'kysely'
import { BadInput, Conflict, NotFound, RuleBroken } from '#platform/problem.ts'
import type { Filter } from '#platform/filter.ts'
import type { Context } from '#platform/server/context.ts'
import type { FieldEdits } from '#tickets/fieldEdits.ts'
import { filterSql, readKeptFilter } from '#tickets/server/ticketFilter.ts'
import { usableMacros } from './offeredMacros.ts'
import { stillPossible } from './whatIsLost.ts'

export interface MacroForMany {
  changes: FieldEdits
  /** Null: for all of them. */
  condition: Filter | null
}

/** The one that was looked at, or a Conflict: it was changed meanwhile. */
export async function macroForMany(ctx: Context, { macroId, version }: { macroId: number; version: number }): Promise<MacroForMany> {
  const [found] = await usableMacros(ctx, macroId)
  if (!found) throw new NotFound(`There is no Macro ${macroId} for you.`)
  if (found.row.version !== version)
    throw new Conflict('This Macro was changed since you chose it.', [{ field: 'macroId', code: 'conflict' }])
  const changes = stillPossible(found.row.changes, found.lost)
  if (Object.keys(changes).length === 0)
    throw new BadInput('Of this Macro no change is left to be made.', [{ field: 'macroId', code: 'macro_empty' }])
  if (found.lost.some(({ field }) => field === 'condition'))
    throw new RuleBroken('Its condition names what is gone.', [{ field: 'macroId', code: 'condition_lost' }], 'condition_lost')
  return { changes, condition: found.row.condition }
}

/** Those of these tickets for which a condition holds. */
export async function holdingFor(ctx: Context, condition: Filter | null, ids: readonly number[]): Promise<ReadonlySet<number>> {
  if (condition === null) return new Set(ids)
  const ready = await readKeptFilter(ctx, condition)
  const { rows } = await sql<{
    id: number
  }>`select t.id from tickets t where t.id = any(${[...ids]}::bigint[]) and ${filterSql(ctx, ready)}`.execute(ctx.db)
  return new Set(rows.map(({ id }) => id))
}
