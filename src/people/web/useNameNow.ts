/** A User's name, with until when they are away if they are away now. */
import { useTranslation } from 'react-i18next'
import type { Person } from '#people/user.ts'
import { useWhen } from '#platform/web/useWhen.ts'

export function useNameNow() {
  const { t } = useTranslation()
  const when = useWhen()
  return ({ name, awayUntil }: Pick<Person, 'name' | 'awayUntil'>) =>
    awayUntil ? t(($) => $.people.away, { name, until: when.day(`${awayUntil}T12:00:00.000Z`) }) : name
}
