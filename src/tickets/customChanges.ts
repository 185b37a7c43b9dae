/** What a save says of a ticket's custom fields: each value in its kept form, and what is wrong with it. Pure; the form asks the same. */
import { holdsSeveral, type CustomField, type FieldSet } from '#fields/customField.ts'
import { readValue, usersIn, valueIn, type CustomValues } from '#fields/customValue.ts'
import { isRequired, shownFields } from '#fields/shownFields.ts'
import type { FieldProblem } from '#platform/problem.ts'
import { isClosing } from './rules.ts'
import {
  customKey,
  isCustomKey,
  keysOf,
  type Changeable,
  type Changes,
  type CustomChange,
  type CustomKey,
  type FieldKey,
} from './ticket.ts'

/** Custom values by field number, from values by key. */
export const customIn = (values: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      isCustomKey(key) && value !== null && value !== undefined ? [[idOf(key), value]] : [],
    ),
  )

const idOf = (key: string) => key.slice('custom.'.length)
const fieldOf = (fields: FieldSet, key: FieldKey) => (isCustomKey(key) ? fields.byId.get(Number(idOf(key))) : undefined)

/** Whether this key's values are sets, merged by element. */
export const holdsSet = (fields: FieldSet) => (key: FieldKey) => {
  const field = fieldOf(fields, key)
  return field !== undefined && holdsSeveral(field)
}

/** The save with every custom value as it would be kept. `byHand`: read-only fields are written by programs alone. */
export function readCustom(fields: FieldSet, wanted: Changes, before: Changeable, { byHand }: { byHand: boolean }) {
  const read: Changes = { ...wanted }
  const problems: FieldProblem[] = []
  /** Users that values name: the server asks whether they are there. */
  const users: { key: CustomKey; user: number }[] = []
  for (const key of keysOf(wanted)) {
    if (!isCustomKey(key)) continue
    const refuse = (reason: string) => problems.push({ field: key, code: 'invalid_value', details: { reason } })
    const field = fieldOf(fields, key)
    const change = wanted[key]
    if (!change) continue
    if (!field || field.removed) refuse('no_such_field')
    else if (field.readOnly && byHand) refuse('read_only')
    else {
      const { kept, reason, named } = readChange(field, change, before[key])
      read[key] = kept
      if (reason !== undefined) refuse(reason)
      for (const user of named) users.push({ key, user })
    }
  }
  return { read, problems, users }
}

function readChange(field: CustomField, change: CustomChange, before: unknown): { kept: CustomChange; reason?: string; named: number[] } {
  if ('add' in change) {
    if (!holdsSeveral(field)) return { kept: change, reason: 'not_several', named: [] }
    const add = readValue(field, change.add, before)
    const remove = readValue(field, change.remove, change.remove)
    const kept = { add: listOf(add.value), remove: listOf(remove.value) }
    return { kept, named: usersIn(field, add.value ?? null), ...(add.reason === undefined ? {} : { reason: add.reason }) }
  }
  const to = readValue(field, change.to, before)
  const from = readValue(field, change.from, change.from)
  const kept = { from: from.value ?? null, to: to.value ?? null }
  return { kept, named: usersIn(field, to.value ?? null), ...(to.reason === undefined ? {} : { reason: to.reason }) }
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value])

/** `required_field`: *always* is asked of every save, *on close* of one that closes, or that touches what a closed ticket must have. */
export function missingCustom(fields: FieldSet, after: Changeable, touched: ReadonlySet<FieldKey>): FieldProblem[] {
  if (!fields.all.some((field) => field.required !== 'never')) return []
  const values: CustomValues = customIn(after)
  const closing = isClosing(after.state) && [...touched].some((key) => speaksOfClosing.has(key) || isCustomKey(key))
  return shownFields(shownBy(fields, after))
    .filter((field) => isRequired(field, { closing }) && valueIn(field, values) === null)
    .map((field) => ({ field: customKey(field.id), code: 'required_field' }))
}

const speaksOfClosing: ReadonlySet<FieldKey> = new Set<FieldKey>(['state', 'categoryId', 'priority'])

/** What showing a ticket's custom fields depends on. */
export const shownBy = (fields: FieldSet, values: Changeable) => ({
  fields,
  values: customIn(values),
  categoryId: values.categoryId,
  priority: values.priority,
  state: values.state,
})
