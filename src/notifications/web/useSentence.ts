/** What a notification says, in words, and why it came. */
import { useTranslation } from 'react-i18next'
import type { Notification } from '#notifications/api.ts'

export function useSentence() {
  const { t } = useTranslation()
  return ({ kind, actor, times }: Notification) =>
    t(($) => $.notify.kind[kind], { who: actor?.name ?? t(($) => $.notify.desk), times: String(times) })
}

export function useWhy() {
  const { t } = useTranslation()
  return ({ why, awayFor, category, team }: Notification) =>
    t(($) => $.notify.why[why], { name: awayFor?.name ?? t(($) => $.notify.someone), category: category ?? '', team: team ?? '' })
}
