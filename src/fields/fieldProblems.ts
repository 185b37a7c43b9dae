/** What can be wrong with a custom field as it was declared; asked by the server before it is stored, and by its editor. */
import { fold } from '#platform/fold.ts'
import type { FieldProblem } from '#platform/problem.ts'
import { hasOptions, most, severalTypes, sortableTypes, type CustomField, type FieldCondition, type FieldSet } from './customField.ts'
import { ticketChoices } from './ticketChoices.ts'
import { readValue } from './customValue.ts'
import { asked } from './settleField.ts'

export type FieldProblemCode =
  | 'no_options'
  | 'too_many_options'
  | 'duplicate_option'
  | 'several_not_possible'
  | 'required_read_only'
  | 'only_tickets'
  | 'sortable_not_possible'
  | 'too_many_sortable'
  | 'too_many_fields'
  | 'invalid_value'
  | 'unknown_field'
  | 'condition_cycle'
  | 'condition_not_possible'
  | 'in_condition'
  | 'fixed'
  | 'has_values'

type Found = FieldProblem & { code: FieldProblemCode }

/** All that can be told from the desk's custom fields alone. `others` holds the subject's fields, this one as it was too, if it was. */
export function problemsOfField(field: CustomField, others: FieldSet): Found[] {
  return [
    ...problemsOfOptions(field),
    ...problemsOfKind(field, others),
    ...problemsOfDefault(field),
    ...problemsOfCondition(field, others),
    ...problemsForOthers(field, others),
  ]
}

function problemsOfOptions({ type, options }: CustomField): Found[] {
  if (!hasOptions(type)) return []
  const live = options.filter((option) => !option.removed)
  const found: Found[] = []
  if (live.length === 0) found.push({ field: 'options', code: 'no_options' })
  if (live.length > most.options) found.push({ field: 'options', code: 'too_many_options', details: { most: most.options } })
  const titles = new Set<string>()
  const ids = new Set<number>()
  for (const { id, title, removed } of options) {
    if (ids.has(id) || (!removed && titles.has(fold(title)))) found.push({ field: 'options', code: 'duplicate_option', details: { title } })
    ids.add(id)
    if (!removed) titles.add(fold(title))
  }
  return found
}

function problemsOfKind(field: CustomField, others: FieldSet): Found[] {
  const found: Found[] = []
  const rest = others.all.filter((other) => other.id !== field.id && !other.removed)
  if (field.several && !severalTypes.has(field.type)) found.push({ field: 'several', code: 'several_not_possible' })
  if (field.required !== 'never' && field.readOnly) found.push({ field: 'required', code: 'required_read_only' })
  if (field.required === 'on_close' && field.subject !== 'ticket') found.push({ field: 'required', code: 'only_tickets' })
  if (field.categoryIds.length > 0 && field.subject !== 'ticket') found.push({ field: 'categoryIds', code: 'only_tickets' })
  if (!field.removed && rest.length >= most.fields)
    found.push({ field: 'subject', code: 'too_many_fields', details: { most: most.fields } })
  if (field.sortable && (field.several || !sortableTypes.has(field.type))) found.push({ field: 'sortable', code: 'sortable_not_possible' })
  if (field.sortable && !field.removed && rest.filter((other) => other.sortable).length >= most.sortable)
    found.push({ field: 'sortable', code: 'too_many_sortable', details: { most: most.sortable } })
  const before = others.byId.get(field.id)
  if (before && before.subject !== field.subject) found.push({ field: 'subject', code: 'fixed' })
  return found
}

function problemsOfDefault(field: CustomField): Found[] {
  const { reason } = readValue(field, field.default)
  return reason === undefined ? [] : [{ field: 'default', code: 'invalid_value', details: { reason } }]
}

function problemsOfCondition(field: CustomField, others: FieldSet): Found[] {
  const { condition } = field
  if (!condition) return []
  if (typeof condition.field !== 'number') {
    if (field.subject !== 'ticket') return [{ field: 'condition', code: 'only_tickets' }]
    const choices: readonly unknown[] | null = ticketChoices[condition.field]
    const fits = condition.values.every((value) => (choices ? choices.includes(value) : Number.isSafeInteger(value)))
    return fits ? [] : [{ field: 'condition', code: 'invalid_value', details: { reason: 'no_such_option' } }]
  }
  const other = others.byId.get(condition.field)
  if (!other || other.removed || other.subject !== field.subject) return [{ field: 'condition', code: 'unknown_field' }]
  if (other.id === field.id || leadsTo(other, field.id, others)) return [{ field: 'condition', code: 'condition_cycle' }]
  if (other.type === 'address' || other.type === 'long_text') return [{ field: 'condition', code: 'condition_not_possible' }]
  const reason = unfit(condition, other)
  return reason === undefined ? [] : [{ field: 'condition', code: 'invalid_value', details: { reason } }]
}

/** Why a value of the condition is none that the other field can have; options removed meanwhile still count. */
function unfit(condition: FieldCondition, other: CustomField) {
  const one = asked(other)
  for (const value of condition.values) {
    const read = readValue(one, value, value)
    if (read.reason !== undefined) return read.reason
    if (read.value === null) return 'no_such_option'
  }
  return undefined
}

function leadsTo(from: CustomField, to: number, others: FieldSet): boolean {
  const seen = new Set<number>()
  let at: CustomField | undefined = from
  while (at && !seen.has(at.id)) {
    if (at.id === to) return true
    seen.add(at.id)
    at = typeof at.condition?.field === 'number' ? others.byId.get(at.condition.field) : undefined
  }
  return false
}

/** The fields whose condition asks this one. */
export const dependents = (id: number, others: FieldSet) =>
  others.all.filter((other) => other.id !== id && !other.removed && other.condition?.field === id)

/** Conditions of others must still be able to hold when this one is removed or becomes something else. */
function problemsForOthers(field: CustomField, others: FieldSet): Found[] {
  const before = others.byId.get(field.id)
  if (!before) return []
  const asking = dependents(field.id, others)
  const left = field.removed
    ? asking
    : asking.filter(
        ({ condition }) => field.type === 'address' || field.type === 'long_text' || (condition && unfit(condition, field) !== undefined),
      )
  if (left.length === 0) return []
  const fields = left.map(({ id, title }) => ({ id, title }))
  return [{ field: field.removed ? 'removed' : 'type', code: 'in_condition', details: { fields } }]
}
