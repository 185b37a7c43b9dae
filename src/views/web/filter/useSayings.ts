/** Conditions as people read them: “Category is one of Billing, Delivery”. */
import { useTranslation } from 'react-i18next'
import { type Condition, type Filter, type Value } from '#platform/filter.ts'
import { arity, type FilterField, isDay, isRange, isRelativeDay, lengthMs, offsetMs } from '#platform/filterField.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { useNamesIn, type FilterFields } from './useFilterFields.ts'

export interface Sayings {
  condition: (condition: Condition) => { label: string; verb: string; value: string }
  tree: (tree: Filter) => string
}

/** `trees`: what will be said, so that the names in it can be brought. */
export function useSayings(fields: FilterFields, trees: readonly Filter[]): Sayings {
  const { t } = useTranslation()
  const when = useWhen()
  const nameOf = useNamesIn(trees, fields)

  const length = (text: string) => {
    const unit = text.at(-1)
    const count = Number.parseInt(text.replace(/^[+-]/, ''), 10)
    if (unit === 'm') return t(($) => $.filter.lengths.m, { count })
    if (unit === 'h') return t(($) => $.filter.lengths.h, { count })
    return unit === 'd' ? t(($) => $.filter.lengths.d, { count }) : t(($) => $.filter.lengths.w, { count })
  }
  const one = (field: FilterField | undefined, value: string | number | boolean): string => {
    if (typeof value === 'boolean') return value ? t(($) => $.filter.yes) : t(($) => $.filter.no)
    const choice = field && fields.choices(field)?.find((known) => known.value === value)
    if (choice) return choice.label
    if (field?.type === 'contact' || field?.type === 'account')
      return (typeof value === 'number' && nameOf(field.type, value)) || `#${value}`
    if (field?.type === 'ticket' || typeof value === 'number') return field?.type === 'number' ? String(value) : `#${value}`
    if (field?.type === 'moment' || field?.type === 'date') {
      if (isRelativeDay(value)) return t(($) => $.filter.day[value])
      if (value === 'now') return t(($) => $.filter.now)
      if (lengthMs(value) !== null) return length(value)
      if (offsetMs(value) !== null) return t(($) => (value.startsWith('-') ? $.filter.ago : $.filter.ahead), { length: length(value) })
      if (!isDay(value)) return when.full(value)
    }
    return value
  }
  const said = (field: FilterField | undefined, value: Value | undefined): string => {
    if (value === undefined) return t(($) => $.filter.missing)
    if (Array.isArray(value)) return value.map((item) => one(field, item)).join(', ')
    if (isRange(value)) return t(($) => $.filter.range, { from: one(field, value.from), to: one(field, value.to) })
    return one(field, typeof value === 'object' ? '' : value)
  }
  const condition = ({ field: key, op, value }: Condition) => {
    const field = fields.catalogue.get(key)
    const label = fields.label(key)
    if (field?.type === 'flag')
      return { label, verb: value === true ? '' : t(($) => $.filter.op.is), value: value === true ? '' : said(field, value) }
    return { label, verb: t(($) => $.filter.op[op]), value: arity(op) === 'none' ? '' : said(field, value) }
  }
  const tree = (node: Filter): string => {
    if ('not' in node) return `${t(($) => $.filter.none)} (${tree(node.not)})`
    if ('and' in node) return node.and.map((part) => ('or' in part ? `(${tree(part)})` : tree(part))).join(` ${t(($) => $.build.and)} `)
    if ('or' in node) return node.or.map((part) => ('and' in part ? `(${tree(part)})` : tree(part))).join(` ${t(($) => $.build.or)} `)
    const { label, verb, value } = condition(node)
    return [label, verb, value].filter(Boolean).join(' ')
  }
  return { condition, tree }
}
