/** Keeps the Macros. What they name may go later; what is saved anew names only what is there. */
import { sql } from 'kysely'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import { macros } from '#macros/macro.ts'
import type { Filter } from '#platform/filter.ts'
import { BadInput, type FieldProblem } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { keepThings } from '#platform/server/things.ts'
import { editProblems } from '#tickets/server/fieldEdits.ts'
import { readFilter } from '#tickets/server/ticketFilter.ts'
import { whatIsLost } from './whatIsLost.ts'

export const keptMacros = keepThings({
  thing: macros,
  table: 'macros',
  columns: {
    name: 'name',
    folder: 'folder',
    changes: 'changes',
    templateId: 'template_id',
    condition: 'condition',
    everyone: 'everyone',
    teamIds: 'team_ids',
    rightIds: 'right_ids',
    position: 'position',
    active: 'active',
  },
  json: ['changes', 'condition'],
  title: 'name',
  order: sql`x.position, lower(x.name)`,
  async check(ctx, values, _id, before): Promise<FieldProblem[]> {
    const fields = await fieldsOf(ctx, 'ticket')
    const problems = editProblems(values.changes, fields).map((one): FieldProblem => ({ ...one, field: `changes.${one.field}` }))
    if (Object.keys(values.changes).length === 0 && values.templateId === null) problems.push({ field: 'changes', code: 'macro_empty' })
    if (values.condition !== null && JSON.stringify(values.condition) !== JSON.stringify(before?.condition))
      problems.push(...(await wrongIn(ctx, values.condition)))
    const { rows } = await sql<{ kind: string }>`select kind from templates where id = ${values.templateId}`.execute(ctx.db)
    if (rows[0] && rows[0].kind !== 'email' && rows[0].kind !== 'comment') problems.push({ field: 'templateId', code: 'not_for_writing' })
    const [lost = []] = await whatIsLost(ctx, [{ ...values, condition: null }])
    for (const { field, code } of lost) problems.push({ field: fieldOf(field), code: code === 'gone' ? 'unknown' : 'switched_off' })
    return problems
  },
  uses: () => Promise.resolve([]),
})

/** What is wrong with a condition, under its own name. */
async function wrongIn(ctx: Context, condition: Filter): Promise<FieldProblem[]> {
  try {
    await readFilter(ctx, condition)
    return []
  } catch (error) {
    if (!(error instanceof BadInput)) throw error
    return error.problems.map((one) => ({ ...one, field: one.field.replace(/^filter/, 'condition') }))
  }
}

const fieldOf = (field: string) => (field === 'template' ? 'templateId' : field === 'audience' ? 'teamIds' : `changes.${field}`)
