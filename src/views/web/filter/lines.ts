/** A condition while it is put together: what it begins with, and what stays of it when its field or operator changes. Pure. */
import type { ComponentType } from 'react'
import type { Condition, Filter, Operator, Value } from '#platform/filter.ts'
import { arity, type FilterField, isRange } from '#platform/filterField.ts'
import type { FilterFields } from './useFilterFields.ts'

/** Shows how many tickets match a part of a tree. */
export type PartCount = ComponentType<{ tree: Filter }>

/** What most people reach for first, if the field has it. */
const preferred: readonly Operator[] = ['one_of', 'has_any', 'contains', 'before', 'is']
const usualOperator = ({ type, operators }: FilterField): Operator => {
  if (type === 'user') return 'is'
  return preferred.find((op) => operators.includes(op)) ?? operators[0] ?? 'is'
}

/** A condition of a field, without a value yet; what is only so or not so is so. */
export function begun(field: FilterField): Condition {
  const op = usualOperator(field)
  return field.type === 'flag' ? { field: field.key, op, value: true } : { field: field.key, op }
}

/** What a new line asks about. */
export function firstOf({ catalogue }: FilterFields): Condition {
  const field = catalogue.get('category') ?? [...catalogue.values()][0]
  return field ? begun(field) : { field: 'title', op: 'contains' }
}

/** Another operator keeps what can be kept of the value. */
export function withOperator(condition: Condition, op: Operator): Condition {
  const value = carried(condition.value, arity(condition.op), arity(op))
  return value === undefined ? { field: condition.field, op } : { field: condition.field, op, value }
}

function carried(value: Value | undefined, from: ReturnType<typeof arity>, to: ReturnType<typeof arity>): Value | undefined {
  if (value === undefined || to === 'none') return undefined
  if (from === to) return value
  if (to === 'list' && from === 'one' && (typeof value === 'string' || typeof value === 'number')) return [value]
  if (to === 'one' && Array.isArray(value)) return value[0]
  if (to === 'one' && isRange(value)) return value.from
  if (to === 'range' && (typeof value === 'string' || typeof value === 'number')) return { from: value, to: value }
  return undefined
}
