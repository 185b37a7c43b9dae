/** What of a Macro cannot be done any more, as a person reads it. */
import { useTranslation } from 'react-i18next'
import type { Lost } from '#macros/macro.ts'

/** `nameOf` calls the ticket's fields by their names. */
export function useLostWords(nameOf: (field: string) => string) {
  const { t } = useTranslation()
  return ({ field, code }: Lost) =>
    field === 'template'
      ? t(($) => $.macro.lost[code].template)
      : field === 'condition'
        ? t(($) => $.macro.lost.condition)
        : field === 'audience'
          ? t(($) => $.macro.lost.audience)
          : t(($) => $.macro.lost[code].field, { field: nameOf(field) })
}
