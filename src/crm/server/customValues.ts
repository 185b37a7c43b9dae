/** The values of custom fields that a Contact or an Account is saved with: read, checked, and as history keeps them. */
import { sql } from 'kysely'
import { valueIn, usersIn, readValue, type CustomValues } from '#fields/customValue.ts'
import type { FieldSubject } from '#fields/customField.ts'
import { foldedOf } from '#fields/foldedValues.ts'
import { fieldsToWrite } from '#fields/server/fieldsOf.ts'
import { defaultsOf, missingFields } from '#fields/shownFields.ts'
import { unknownIds } from '#people/server/unknownIds.ts'
import { same } from '#platform/field.ts'
import type { FieldProblem } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'

export interface ReadCustom {
  /** All values, those that were not sent included. */
  values: CustomValues
  folded: Record<string, string | string[]>
  problems: FieldProblem[]
}

/** `before` is null for a new one, which starts with the fields' defaults. What is not sent stays, null empties. */
export async function readCustom(
  ctx: Writing,
  subject: FieldSubject,
  given: CustomValues,
  before: CustomValues | null,
): Promise<ReadCustom> {
  const fields = await fieldsToWrite(ctx, subject)
  const problems: FieldProblem[] = []
  const values: Record<string, unknown> = { ...before }
  const touched = new Set<number>()
  for (const [key, sent] of Object.entries(given)) {
    const field = fields.byId.get(Number(key))
    const held = before?.[key] ?? null
    if (same(sent, held)) continue
    const problem = (code: string, details?: Record<string, unknown>) =>
      problems.push({ field: `custom.${key}`, code, ...(details ? { details } : {}) })
    if (!field) {
      problem('no_such_field')
      continue
    }
    const read = readValue(field, sent, held)
    if (read.reason !== undefined) problem('invalid_value', { reason: read.reason })
    else if (field.readOnly && ctx.via === 'ui') problem('read_only')
    else {
      touched.add(field.id)
      problems.push(...(await unknownIds(ctx, [[`custom.${key}`, 'users', usersIn(field, read.value)]])))
      if (read.value === null) delete values[key]
      else values[key] = read.value
    }
  }
  if (before === null) Object.assign(values, defaultsOf({ fields, values }))
  for (const field of missingFields({ fields, values }, { closing: false }))
    if (before === null || touched.has(field.id)) problems.push({ field: `custom.${field.id}`, code: 'required_field' })
  return { values, folded: foldedOf(fields, values), problems }
}

/** The survivor's values, and the others' where it has none. */
export async function joinedCustom(ctx: Writing, subject: FieldSubject, all: readonly CustomValues[]): Promise<Record<string, unknown>> {
  const fields = await fieldsToWrite(ctx, subject)
  const joined: Record<string, unknown> = {}
  for (const values of all)
    for (const field of fields.all)
      if (joined[field.id] === undefined && valueIn(field, values) !== null) joined[field.id] = values[field.id]
  return { ...all[0], ...joined }
}

/** One flat object of everything that people fill in, custom fields as `custom.12`: what history tells apart. */
export function flat({ custom, ...rest }: { custom: CustomValues } & Record<string, unknown>): Record<string, unknown> {
  return { ...rest, ...Object.fromEntries(Object.entries(custom).map(([id, value]) => [`custom.${id}`, value])) }
}

/** As the database takes it. */
export const asJson = (value: object) => sql<string>`${JSON.stringify(value)}::jsonb`

/** Old and new by value; what is missing on one side is null there. */
export function changesBetween(before: Record<string, unknown>, after: Record<string, unknown>) {
  const changes: Record<string, { from: unknown; to: unknown }> = {}
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [from, to] = [before[key] ?? null, after[key] ?? null]
    if (JSON.stringify(from) !== JSON.stringify(to)) changes[key] = { from, to }
  }
  return changes
}
