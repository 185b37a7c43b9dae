/** The texts of custom fields as filters compare them, kept beside the values. */
import { fold } from '#platform/fold.ts'
import type { CustomField, FieldSet, FieldType } from './customField.ts'
import { listOf, valueIn, type CustomValue, type CustomValues } from './customValue.ts'
import { addressParts, type One } from './readOne.ts'

/** The types whose values filters compare as text. */
const textTypes: ReadonlySet<FieldType> = new Set<FieldType>(['text', 'long_text', 'email', 'phone', 'url', 'address'])

/** By the field's number: a folded text, or a list of them where the field takes several. Fields without a text are not in it. */
export function foldedOf(fields: FieldSet, values: CustomValues): Record<string, string | string[]> {
  const folded: Record<string, string | string[]> = {}
  for (const key of Object.keys(values)) {
    const field = fields.byId.get(Number(key))
    if (!field || !textTypes.has(field.type)) continue
    const text = foldedValue(field, valueIn(field, values))
    if (text !== null) folded[key] = text
  }
  return folded
}

function foldedValue(field: CustomField, value: CustomValue) {
  if (value === null) return null
  const texts = listOf(value).map((one) => fold(textOf(one)))
  return field.several ? texts : (texts[0] ?? null)
}

const textOf = (one: One) =>
  typeof one === 'object'
    ? addressParts
        .map((part) => one[part])
        .filter((part) => part !== '')
        .join(', ')
    : String(one)
