/** The Time tab of a ticket: what each User spent on it, every timed activity behind that, and what was corrected. */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '#platform/web/query.ts'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import { durationOf } from '#tickets/duration.ts'
import { ticketTime, type TimedActivity } from '#worktime/api.ts'
import { CorrectTimeDialog } from './CorrectTimeDialog.tsx'
import css from './TimeTab.module.css'

/** `version` is the ticket's: when it grows, the time is asked for anew; while the tab is open also every half minute. */
export function TimeTab({ ticketId, version }: { ticketId: number; version: number }) {
  const { t } = useTranslation()
  const { data, refetch } = useEndpoint(ticketTime, { id: ticketId }, { staleTime: 0, refetchInterval: 30_000 })
  const [correcting, setCorrecting] = useState<TimedActivity | null>(null)
  useEffect(() => void refetch(), [version, refetch])
  if (!data) return <SkeletonLines lines={4} />
  if (data.activities.length === 0) return <EmptyState>{t(($) => $.time.none)}</EmptyState>
  return (
    <div className={css.tab}>
      <dl className={css.users} aria-label={t(($) => $.time.byUser)}>
        <div className={css.total}>
          <dt>{t(($) => $.time.total)}</dt>
          <dd className="n">{durationOf(data.total)}</dd>
        </div>
        {data.users.map(({ user, spent }) => (
          <div key={user.id}>
            <dt>{user.name}</dt>
            <dd className="n">{durationOf(spent)}</dd>
          </div>
        ))}
      </dl>
      <h2 className={css.head}>{t(($) => $.time.activities)}</h2>
      <ul className={css.list}>
        {data.activities.map((activity) => (
          <li key={activity.id} className={css.activity}>
            <div className={css.line}>
              <span className={`cut ${css.name}`}>{activity.user.name}</span>
              <span className={css.when}>
                <Time at={activity.openedAt} as="full" />
                {' – '}
                {activity.closedAt === null ? (
                  <span className={css.runs}>{t(($) => $.time.runs)}</span>
                ) : (
                  <Time at={activity.closedAt} as="clock" />
                )}
              </span>
              <span className={`n ${css.spent}`}>{durationOf(activity.spent)}</span>
            </div>
            <div className={css.line}>
              <span className="meta ink3">
                {t(($) => $.time.focus)} <span className="n">{durationOf(activity.focus)}</span>
              </span>
              {activity.mayCorrect && (
                <Button
                  className={css.correct}
                  variant="subtle"
                  size="compact-xs"
                  aria-label={t(($) => $.time.correctOf, { name: activity.user.name })}
                  onClick={() => setCorrecting(activity)}
                >
                  {t(($) => $.time.correct)}
                </Button>
              )}
            </div>
            {activity.corrections.map(({ id, minutes, reason, by, at }) => (
              <p key={id} className={css.correction}>
                {t(($) => $.time.corrected, {
                  minutes: minutes > 0 ? `+${minutes}` : `−${-minutes}`,
                  reason: reason || t(($) => $.time.noReason),
                })}{' '}
                <span className="ink3">
                  {t(($) => $.time.correctedBy, { name: by.name })} <Time at={at} />
                </span>
              </p>
            ))}
          </li>
        ))}
      </ul>
      {correcting && (
        <CorrectTimeDialog
          activity={correcting}
          onClose={() => setCorrecting(null)}
          onDone={() => {
            setCorrecting(null)
            void refetch()
          }}
        />
      )}
    </div>
  )
}
