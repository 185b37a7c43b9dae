/** What a comment said before it was edited or withdrawn. */
import { useTranslation } from 'react-i18next'
import { commentVersions } from '#activities/api.ts'
import type { Activity } from '#activities/activity.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './detail.module.css'

export function CommentVersions({ activity, onClose }: { activity: Activity; onClose: () => void }) {
  const { t } = useTranslation()
  const when = useWhen()
  const { data } = useEndpoint(commentVersions, { id: activity.id }, { staleTime: 0 })
  return (
    <Dialog open size={640} title={t(($) => $.activity.edit.before)} onClose={onClose}>
      {data?.versions.toReversed().map(({ text, until }) => (
        <section key={until} aria-label={t(($) => $.activity.edit.until, { time: when.full(until) })}>
          <p className="meta ink3">{t(($) => $.activity.edit.until, { time: when.full(until) })}</p>
          <p className={css.said}>{text}</p>
        </section>
      ))}
    </Dialog>
  )
}
