/** What is wrong with a word of the search box, said to who typed it. */
import { useTranslation } from 'react-i18next'
import type { WordProblem } from '#platform/filterWords.ts'
import type { FilterFields } from './useFilterFields.ts'

export function useProblemWords(fields: FilterFields) {
  const { t } = useTranslation()
  return ({ code, from, to, details }: WordProblem, text: string): string => {
    const said = (key: string) => (typeof details?.[key] === 'string' ? details[key] : '')
    const word = text.slice(from, to)
    const field = fields.label(said('field'))
    switch (code) {
      case 'unknown_field':
        return t(($) => $.build.wrong.unknown_field, { field: said('field') || word })
      case 'unknown_name':
        return t(($) => $.build.wrong.unknown_name, { field, name: said('name') || word })
      case 'ambiguous_name':
        return t(($) => $.build.wrong.ambiguous_name, { field, name: said('name') || word })
      case 'wrong_operator':
        return t(($) => $.build.wrong.wrong_operator, { field, sign: said('sign') })
      case 'value_missing':
      case 'no_text':
        return t(($) => $.build.wrong.value_missing)
      case 'not_a_choice':
        return t(($) => $.build.wrong.not_a_choice, {
          field,
          choices: (fields.catalogue.get(said('field'))?.choices ?? []).join(', '),
        })
      case 'not_a_moment':
      case 'not_a_day':
        return t(($) => $.build.wrong.not_a_moment, { word })
      case 'not_a_number':
      case 'not_a_whole_number':
        return t(($) => $.build.wrong.not_a_number, { word })
      case 'not_a_length':
        return t(($) => $.build.wrong.not_a_length, { word })
      case 'not_yes_or_no':
        return t(($) => $.build.wrong.not_yes_or_no)
      case 'not_a_reference':
        return t(($) => $.build.wrong.not_a_reference, { word })
      case 'unclosed_quote':
        return t(($) => $.build.wrong.unclosed_quote)
      case 'unclosed_parenthesis':
        return t(($) => $.build.wrong.unclosed_parenthesis)
      case 'range_wanted':
        return t(($) => $.build.wrong.range_wanted)
      case 'one_value':
        return t(($) => $.build.wrong.one_value)
      case 'too_long':
      case 'too_deep':
      case 'too_many_conditions':
        return t(($) => $.build.wrong.too_much)
      default:
        return t(($) => $.build.wrong.unexpected, { word })
    }
  }
}
