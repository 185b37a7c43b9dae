/** How far a message came, for each recipient; a failure says why and can be tried again. */
import { IconAlertTriangle, IconCheck, IconChecks, IconClock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { retryDelivery } from '#activities/api.ts'
import type { Activity } from '#activities/activity.ts'
import { useCommand } from '#platform/web/query.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './activity.module.css'

const icons = { queued: IconClock, accepted: IconCheck, delivered: IconChecks, failed: IconAlertTriangle }
/** Of many recipients so many are shown, and all that failed. */
const shown = 8

export function Delivery({ activity, onChanged }: { activity: Activity; onChanged: (activity: Activity) => void }) {
  const { t } = useTranslation()
  const when = useWhen()
  const retry = useCommand(retryDelivery, { onSuccess: onChanged })
  const failed = activity.recipients.some((r) => r.state === 'failed') || activity.delivery === 'failed'
  const listed = activity.recipients.filter((r, n) => n < shown || r.state === 'failed')
  const rest = activity.recipients.length - listed.length
  if (activity.delivery === null) return null
  return (
    <div className={css.delivery}>
      {listed.map((r) => {
        const state = r.state ?? 'queued'
        const Icon = icons[state]
        return (
          <span key={`${r.role} ${r.address}`} data-state={state} title={r.at ? `${r.address}, ${when.full(r.at)}` : r.address}>
            <Icon size={14} stroke={2} aria-hidden />
            <span>
              {r.address}{' '}
              {state === 'failed' && r.reason
                ? t(($) => $.activity.delivery.failedBecause, { reason: r.reason })
                : activity.delivery === 'held' && state === 'queued'
                  ? t(($) => $.activity.delivery.held)
                  : t(($) => $.activity.delivery[state])}
            </span>
          </span>
        )
      })}
      {rest > 0 && <span>+{rest}</span>}
      {failed && (
        <button type="button" className={`link ${css.retry}`} disabled={retry.isPending} onClick={() => retry.mutate({ id: activity.id })}>
          {t(($) => $.activity.retry)}
        </button>
      )}
      {retry.error && (
        <span data-state="failed" role="alert">
          {t(($) => $.activity.retryFailed, { reason: retry.error.message })}
        </span>
      )}
    </div>
  )
}
