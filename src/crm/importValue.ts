/** A cell of a CSV file as the value of a custom field: people write yes, 12,5, 24.12.2026, titles of options, names, and addresses in one line. */
import type { CustomField } from '#fields/customField.ts'
import { fold } from '#platform/fold.ts'

const yes = new Set(['yes', 'y', 'true', '1', 'x', 'ano', 'ja', 'oui', 'si', 'tak', 'ja'])
const no = new Set(['no', 'n', 'false', '0', 'ne', 'nein', 'non', 'nie', 'nee'])

/** The Users whom a cell may name, by their addresses and names. */
export type Named = readonly { id: number; name: string; email: string }[]

/** What cannot be understood stays as it is written: the field refuses it. */
export function importValue(field: CustomField, cell: string, users: Named = []): unknown {
  const written = cell.trim()
  const parts = () =>
    written
      .split(/[;\n|]/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
  if (field.type === 'multi_select') return parts().map((part) => optionOf(field, part))
  return field.several ? parts().map((part) => oneValue(field, part, users)) : oneValue(field, written, users)
}

function oneValue(field: CustomField, written: string, users: Named): unknown {
  const word = fold(written)
  if (field.type === 'number' && /^[+-]?[\d\s\u00a0]*[.,]?\d+$/.test(written))
    return Number(written.replaceAll(/[\s\u00a0]/g, '').replace(',', '.'))
  if (field.type === 'yes_no') return yes.has(word) ? true : no.has(word) ? false : written
  if (field.type === 'select') return optionOf(field, written)
  if (field.type === 'user') return userCalled(written, users)
  if (field.type === 'address') return addressIn(written)
  if (field.type === 'date') {
    const [, day = '', month = '', year = ''] = /^(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})$/.exec(written) ?? []
    return year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : written
  }
  return written
}

const optionOf = (field: CustomField, written: string) =>
  field.options.find((option) => !option.removed && fold(option.title) === fold(written))?.id ?? written

/** A name that two Users have says nothing. */
function userCalled(written: string, users: Named): number | string {
  const word = fold(written)
  const byAddress = users.filter(({ email }) => fold(email) === word)
  const found = byAddress.length > 0 ? byAddress : users.filter(({ name }) => fold(name) === word)
  return found.length === 1 && found[0] ? found[0].id : written
}

/** “Husova 1, 602 00 Brno, Czechia”: the street, then a postcode before or after its city, then the country. */
function addressIn(written: string): Record<string, string> | string {
  const [street = '', ...rest] = written
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const said: Record<string, string> = { street }
  for (const part of rest) {
    const [, before, city] = /^((?:[A-Z]{1,2}-)?\d[\d -]{2,9})\s(\D+)$/.exec(part) ?? []
    const [, town, after] = /^(\D+)\s(\d[\d -]{2,9})$/.exec(part) ?? []
    const found =
      before !== undefined && city !== undefined
        ? { zip: before, city }
        : town !== undefined && after !== undefined
          ? { zip: after, city: town }
          : /\d/.test(part)
            ? { zip: part }
            : { [said['city'] === undefined ? 'city' : 'country']: part }
    for (const [name, text] of Object.entries(found)) {
      // Said twice it was understood wrongly.
      if (said[name] !== undefined) return written
      said[name] = text.trim()
    }
  }
  return said
}
