/** Edits that were said beforehand, as a save of one ticket; and what is wrong with them for every ticket. */
import { holdsSeveral, type FieldSet } from '#fields/customField.ts'
import { BadInput, type FieldProblem } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import type { FieldEdits } from '#tickets/fieldEdits.ts'
import { isSet } from '#tickets/fields.ts'
import { changes as changesShape, isCustomKey, keysOf, type Changes } from '#tickets/ticket.ts'
import type { TicketRow } from './ticketQueries.ts'
import { valuesOf } from './ticketValues.ts'

/** As a save of this row: what it holds now becomes what was asked, so that nobody's change stands in the way. */
export async function changesOf(ctx: Context, row: TicketRow, edits: FieldEdits): Promise<Changes> {
  const before = await valuesOf(ctx, row, new Set(keysOf(edits)))
  const values = new Map<string, unknown>(Object.entries(before))
  return changesShape.parse(
    Object.fromEntries(
      Object.entries(edits).map(([key, edit]) => [key, 'to' in edit ? { from: values.get(key) ?? null, to: edit.to } : edit]),
    ),
  )
}

/** What no ticket could take. */
export function editProblems(edits: FieldEdits, fields: FieldSet): FieldProblem[] {
  const parsed = changesShape.safeParse(
    Object.fromEntries(Object.entries(edits).map(([key, edit]) => [key, 'to' in edit ? { from: null, to: edit.to } : edit])),
  )
  const problems: FieldProblem[] = parsed.success
    ? []
    : parsed.error.issues.map(({ path }) => ({ field: String(path[0] ?? 'changes'), code: 'invalid_value' }))
  for (const [key, edit] of Object.entries(edits)) {
    const custom = isCustomKey(key) ? fields.byId.get(Number(key.slice('custom.'.length))) : undefined
    if (isCustomKey(key) && !custom) problems.push({ field: key, code: 'no_such_field' })
    const set = custom ? holdsSeveral(custom) : keysOf({ [key]: 1 }).some((field) => !isCustomKey(field) && isSet(field))
    if (!('to' in edit) && !set) problems.push({ field: key, code: 'not_a_set' })
  }
  return problems
}

/** Refuses what no ticket could take, before the first. */
export function checkEdits(edits: FieldEdits, fields: FieldSet) {
  const problems = editProblems(edits, fields)
  if (problems.length > 0) throw new BadInput('No ticket can be edited so.', problems)
}
