/** Names for the filter as words: what is kept by a number, written by its name. */
import { fold } from '#platform/fold.ts'
import type { Names } from '#platform/wordSyntax.ts'
import type { FilterFields } from './useFilterFields.ts'

/** Contacts and Accounts are too many to know: they are written by their number. */
export function namesOf(fields: FilterFields): Names {
  return {
    idOf(field, name) {
      const wanted = fold(name)
      const found =
        fields.choices(field)?.filter((choice) => typeof choice.value === 'number' && fold(choice.name ?? choice.label) === wanted) ?? []
      const first = found[0]?.value
      return found.length > 1 ? 'many' : typeof first === 'number' ? first : null
    },
    nameOf(field, id) {
      const choice = fields.choices(field)?.find(({ value }) => value === id)
      return choice ? (choice.name ?? choice.label) : null
    },
  }
}
