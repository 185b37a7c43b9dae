/** Which custom fields a form shows and asks for: by Category, by condition, by what is still empty. The form and the rules ask the same. */
import { fold } from '#platform/fold.ts'
import type { CustomField, FieldCondition, FieldSet } from './customField.ts'
import { listOf, valueIn, type CustomValue, type CustomValues } from './customValue.ts'
import type { One } from './readOne.ts'

/** What showing depends on. The last three are a ticket's. */
export interface ShownFacts {
  fields: FieldSet
  values: CustomValues
  categoryId?: number | null
  priority?: string | null
  state?: string | null
}

/** Whether a form shows this field. What is not shown keeps its value, and nothing asks for it. */
export const isShown = (field: CustomField, facts: ShownFacts): boolean => shownOne(field, facts, new Map())

/** All that are shown, in the order of the form; for many fields faster than asking one by one. */
export function shownFields(facts: ShownFacts): CustomField[] {
  const known = new Map<number, boolean>()
  return facts.fields.all.filter((field) => shownOne(field, facts, known))
}

/** Whether it must have a value, if it is shown. */
export const isRequired = ({ required, readOnly }: CustomField, { closing }: { closing: boolean }): boolean =>
  !readOnly && (required === 'always' || (required === 'on_close' && closing))

/** The shown fields that must have a value and have none: the rule `required_field`. */
export const missingFields = (facts: ShownFacts, when: { closing: boolean }): CustomField[] =>
  shownFields(facts).filter((field) => isRequired(field, when) && valueIn(field, facts.values) === null)

/** What a new one gets besides what was given: the defaults of the fields that are shown. A default may show the next field. */
export function defaultsOf(facts: ShownFacts): Record<string, CustomValue> {
  const added: Record<string, CustomValue> = {}
  let values: CustomValues = facts.values
  for (let more = true; more;) {
    more = false
    for (const field of shownFields({ ...facts, values })) {
      const value = field.default === null || valueIn(field, values) !== null ? null : valueIn(field, { [field.id]: field.default })
      if (value === null) continue
      added[field.id] = value
      more = true
    }
    if (more) values = { ...facts.values, ...added }
  }
  return added
}

function shownOne(field: CustomField, facts: ShownFacts, known: Map<number, boolean>): boolean {
  const before = known.get(field.id)
  if (before !== undefined) return before
  known.set(field.id, false) // a circle of conditions, which no check lets in, shows nothing
  const shown =
    !field.removed &&
    (field.categoryIds.length === 0 || (typeof facts.categoryId === 'number' && field.categoryIds.includes(facts.categoryId))) &&
    (field.condition === null || holds(field.condition, facts, known))
  known.set(field.id, shown)
  return shown
}

/** A field that is not shown counts as empty. */
function holds(condition: FieldCondition, facts: ShownFacts, known: Map<number, boolean>): boolean {
  const wanted = wantedBy(condition)
  let met: boolean
  if (typeof condition.field === 'number') {
    const other = facts.fields.byId.get(condition.field)
    met =
      other !== undefined &&
      shownOne(other, facts, known) &&
      listOf(valueIn(other, facts.values)).some((one) => wanted.has(comparable(one)))
  } else {
    const value = facts[condition.field]
    met = value !== undefined && value !== null && wanted.has(comparable(value))
  }
  return met === condition.has
}

const comparable = (one: One) => (typeof one === 'string' ? fold(one) : one)
const made = new WeakMap<FieldCondition, ReadonlySet<One>>()

function wantedBy(condition: FieldCondition) {
  let wanted = made.get(condition)
  if (!wanted) made.set(condition, (wanted = new Set(condition.values.map(comparable))))
  return wanted
}
