/** How much happened, by how many people, and whether activities stand between the changes. */
import { useTranslation } from 'react-i18next'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './HistoryTab.module.css'
import type { HistoryList } from './useHistoryList.ts'

export function HistoryBar({ list: { total, activities, showActivities } }: { list: HistoryList }) {
  const { t } = useTranslation()
  const when = useWhen()
  const changes = total ? t(($) => $.history.changes, { count: total.changes, number: when.count(total.changes) }) : ''
  return (
    <div className={css.bar}>
      {total && (
        <span className={css.total}>{total.people === 0 ? changes : t(($) => $.history.people, { count: total.people, changes })}</span>
      )}
      <button type="button" role="switch" className={css.switch} aria-checked={activities} onClick={() => showActivities(!activities)}>
        <i aria-hidden />
        {t(($) => $.history.showActivities)}
      </button>
    </div>
  )
}
