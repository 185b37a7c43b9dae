/** A cell of a CSV file as the value of a custom field: people write yes, 12,5, 24.12.2026 and the titles of options. */
import type { CustomField } from '#fields/customField.ts'
import { fold } from '#platform/fold.ts'

const yes = new Set(['yes', 'y', 'true', '1', 'x', 'ano', 'ja', 'oui', 'si', 'tak', 'ja'])
const no = new Set(['no', 'n', 'false', '0', 'ne', 'nein', 'non', 'nie', 'nee'])

/** What cannot be understood stays as it is written: the field refuses it. */
export function importValue(field: CustomField, cell: string): unknown {
  const written = cell.trim()
  const parts = () =>
    written
      .split(/[;\n|]/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
  if (field.type === 'multi_select') return parts().map((part) => optionOf(field, part))
  return field.several ? parts().map((part) => oneValue(field, part)) : oneValue(field, written)
}

function oneValue(field: CustomField, written: string): unknown {
  const word = fold(written)
  if (field.type === 'number' && /^[+-]?[\d\s\u00a0]*[.,]?\d+$/.test(written))
    return Number(written.replaceAll(/[\s\u00a0]/g, '').replace(',', '.'))
  if (field.type === 'yes_no') return yes.has(word) ? true : no.has(word) ? false : written
  if (field.type === 'select') return optionOf(field, written)
  if (field.type === 'date') {
    const [, day = '', month = '', year = ''] = /^(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})$/.exec(written) ?? []
    return year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : written
  }
  return written
}

const optionOf = (field: CustomField, written: string) =>
  field.options.find((option) => !option.removed && fold(option.title) === fold(written))?.id ?? written
