/** An activity between the changes: what it is, how it begins, and the way to it. */
import { IconArrowDownLeft, IconArrowUpRight, IconLock, IconSettings } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Entry } from '#history/api.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './HistoryTab.module.css'

export function ActivityLine({ entry, onShow }: { entry: Entry; onShow: (id: number) => void }) {
  const { t } = useTranslation()
  const when = useWhen()
  const { activity } = entry
  const name = entry.who.name ?? t(($) => $.history.desk)
  const time = (
    <time dateTime={entry.at} title={when.full(entry.at)}>
      {when.clock(entry.at)}
    </time>
  )
  if (!activity)
    return (
      <div className={css.activity}>
        <span className="cut">{t(($) => $.history.activity.gone)}</span>
        {time}
      </div>
    )
  const { kind, direction, to, more } = activity
  const Icon =
    kind === 'system' ? IconSettings : direction === 'internal' ? IconLock : direction === 'in' ? IconArrowDownLeft : IconArrowUpRight
  const people = to === null ? '' : more === 0 ? to : t(($) => $.history.activity.more, { first: to, count: more })
  const what =
    kind === 'comment'
      ? t(($) => $.history.activity.comment, { name })
      : kind === 'system'
        ? t(($) => $.history.activity.other)
        : direction === 'in'
          ? t(($) => $.history.activity.emailFrom, { name })
          : t(($) => $.history.activity.emailTo, { people })
  return (
    <button
      type="button"
      className={`${css.activity} ring-inside`}
      data-note={kind === 'comment' || undefined}
      data-tip={t(($) => $.history.activity.toActivity)}
      onClick={() => onShow(activity.id)}
    >
      <Icon size={14} stroke={2} aria-hidden />
      <span className="cut">
        {what}
        {activity.text && `: ${activity.text}`}
      </span>
      {time}
    </button>
  )
}
