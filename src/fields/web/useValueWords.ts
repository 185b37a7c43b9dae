/** How values of custom fields read on this page: in its language, in the zone of whoever looks, with the names of Users. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ValueWords } from '#fields/displayValue.ts'
import type { Person } from '#people/user.ts'
import { localeFor } from '#platform/web/when.ts'
import { useWhen } from '#platform/web/useWhen.ts'

/** For `displayValue`; the same object as long as nothing of it changes. */
export function useValueWords(users: readonly Person[]): ValueWords {
  const { t, i18n } = useTranslation()
  const when = useWhen()
  return useMemo(() => {
    const locale = localeFor(i18n.language)
    const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 })
    const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
    return {
      yes: t(($) => $.customField.yes),
      no: t(($) => $.customField.no),
      removedOption: (title) => t(($) => $.customField.removedOption, { title }),
      user: (id) => users.find((user) => user.id === id)?.name ?? t(($) => $.customField.goneUser, { id }),
      number: (value) => numbers.format(value),
      date: (day) => days.format(new Date(`${day}T00:00:00Z`)),
      moment: (instant) => when.full(instant),
    }
  }, [t, i18n.language, when, users])
}
