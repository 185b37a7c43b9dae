/** The text of a comment: what it speaks of, whom it names, whether it was edited since; or that it was withdrawn. */
import { IconCornerUpLeft } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Activity } from '#activities/activity.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { ActivityBody } from './ActivityBody.tsx'
import css from './activity.module.css'
import { showActivity } from './showActivity.ts'

export function CommentText({ activity, name, onVersions }: { activity: Activity; name: string; onVersions: () => void }) {
  const { t } = useTranslation()
  const when = useWhen()
  const { editedAt, withdrawnAt, aboutId } = activity
  const before = (at: string, said: string) => (
    <button type="button" className="link meta" onClick={onVersions} title={when.full(at)}>
      {said}
    </button>
  )
  return (
    <>
      {aboutId != null && (
        <button type="button" className={`link ${css.about}`} onClick={() => showActivity(aboutId)}>
          <IconCornerUpLeft size={13} stroke={1.75} aria-hidden /> {t(($) => $.activity.edit.about)}
        </button>
      )}
      {withdrawnAt ? (
        <p className="ink3">
          {t(($) => $.activity.edit.withdrawn, { time: when.soon(withdrawnAt) })}{' '}
          {before(
            withdrawnAt,
            t(($) => $.activity.edit.show),
          )}
        </p>
      ) : (
        <>
          <ActivityBody activity={activity} name={name} />
          {editedAt &&
            before(
              editedAt,
              t(($) => $.activity.edit.edited, { time: when.soon(editedAt) }),
            )}
        </>
      )}
    </>
  )
}
