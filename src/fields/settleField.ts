/** A custom field as it was filled in becomes the one that is stored: options get their numbers for ever, and none is lost. */
import {
  hasOptions,
  holdsSeveral,
  type CustomField,
  type FieldCondition,
  type FieldOption,
  type FieldSet,
  type FieldValues,
} from './customField.ts'
import { readValue } from './customValue.ts'

/** `before` is null for a new one; `others` are the subject's fields, of which a condition names one. What cannot be is left for the checks. */
export function settleField(values: FieldValues, before: FieldValues | null, others: FieldSet): FieldValues {
  const { options, renamed } = hasOptions(values.type) ? settleOptions(values.options, before) : { options: [], renamed: noNames }
  const settled = { ...values, options }
  return {
    ...settled,
    default: settleDefault({ ...settled, id: 0, default: withNames(values.default, renamed) }),
    condition: values.condition && settleCondition(values.condition, others),
    categoryIds: [...new Set(values.categoryIds)],
  }
}

/** The field that a condition asks, as one that holds a single value: what one of its values can be. */
export const asked = (field: CustomField): CustomField => ({
  ...field,
  several: false,
  type: field.type === 'multi_select' ? 'select' : field.type,
})

const noNames: ReadonlyMap<number, number> = new Map()

/** Options that the field does not have are numbered on: all of a new field, also those copied from another. Those left out stay as removed. */
function settleOptions(given: readonly FieldOption[], before: FieldValues | null) {
  const kept = before?.options ?? []
  const own = new Set(kept.map((option) => option.id))
  const renamed = new Map<number, number>()
  let last = Math.max(0, ...own)
  const numbered = given.map((option) => {
    if (own.has(option.id)) return option
    last += 1
    if (option.id !== 0) renamed.set(option.id, last)
    return { ...option, id: last }
  })
  const there = new Set(numbered.map((option) => option.id))
  return {
    options: [...numbered, ...kept.filter((option) => !there.has(option.id)).map((option) => ({ ...option, removed: true }))],
    renamed,
  }
}

const withNames = (value: unknown, renamed: ReadonlyMap<number, number>): unknown => {
  if (Array.isArray(value)) return value.map((one) => withNames(one, renamed))
  return typeof value === 'number' ? (renamed.get(value) ?? value) : value
}

function settleDefault(field: CustomField) {
  const read = readValue(field, field.default)
  return read.reason === undefined ? read.value : field.default
}

function settleCondition(condition: FieldCondition, others: FieldSet): FieldCondition {
  const other = typeof condition.field === 'number' ? others.byId.get(condition.field) : undefined
  if (!other) return { ...condition, values: [...new Set(condition.values)] }
  const one = asked(other)
  const values = condition.values.map((given) => {
    const read = readValue(one, given, given)
    return read.reason === undefined && read.value !== null && typeof read.value !== 'object' ? read.value : given
  })
  return { ...condition, values: [...new Set(values)] }
}

/** Whether values that were kept under `before` mean the same under `after`: as they are, or each as a set of one. */
export function keepsValues(before: FieldValues, after: FieldValues): 'as_they_are' | 'as_sets' | 'if_short' | 'no' {
  const texts = before.type === 'text' && after.type === 'long_text'
  const freed =
    (before.type === 'email' || before.type === 'phone' || before.type === 'url') && (after.type === 'text' || after.type === 'long_text')
  const shortened = (before.type === 'long_text' || before.type === 'url') && after.type === 'text'
  const widened = before.type === 'select' && after.type === 'multi_select'
  if (before.type !== after.type && !texts && !freed && !shortened && !widened) return 'no'
  if (holdsSeveral(before) && !holdsSeveral(after)) return 'no'
  if (holdsSeveral(before) !== holdsSeveral(after)) return shortened ? 'no' : 'as_sets'
  return shortened ? 'if_short' : 'as_they_are'
}
