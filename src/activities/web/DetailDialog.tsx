/** Detail of one activity: why it is on this ticket, its delivery, headers and raw source. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getActivityDetail } from '#activities/api.ts'
import type { Activity } from '#activities/activity.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { PanelTabs } from '#platform/web/ui/PanelTabs.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './detail.module.css'

const tabs = ['matching', 'delivery', 'headers', 'source'] as const
const rules = ['twin', 'token', 'message_id', 'subject', 'none'] as const

export function DetailDialog({ activity, onClose }: { activity: Activity; onClose: () => void }) {
  const { t } = useTranslation()
  const when = useWhen()
  const [tab, setTab] = useState<(typeof tabs)[number]>(activity.direction === 'out' ? 'delivery' : 'matching')
  const detail = useEndpoint(getActivityDetail, { id: activity.id })
  const rule = rules.find((r) => r === activity.match?.rule)
  return (
    <Dialog open title={t(($) => $.activity.detail.title)} onClose={onClose} size={760}>
      <div className={css.tabs}>
        <PanelTabs
          label={t(($) => $.activity.detail.title)}
          tabs={tabs.map((key) => ({ key, label: t(($) => $.activity.detail[key]) }))}
          current={tab}
          onChange={setTab}
          panelId="activity-detail"
        />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
      <div className={css.panel} role="tabpanel" id="activity-detail" aria-labelledby={`activity-detail-${tab}`} tabIndex={0}>
        {detail.error && <p role="alert">{detail.error.message}</p>}
        {!detail.data && !detail.error && <SkeletonLines lines={4} />}
        {detail.data && tab === 'matching' && (
          <dl className={css.facts}>
            {activity.match && (
              <>
                <dt>{t(($) => $.activity.detail.why)}</dt>
                <dd>{rule ? t(($) => $.activity.rule[rule]) : activity.match.rule}</dd>
              </>
            )}
            {activity.match?.evidence && (
              <>
                <dt>{t(($) => $.activity.detail.evidence)}</dt>
                <dd className="mono">{activity.match.evidence}</dd>
              </>
            )}
            {activity.automatic !== null && (
              <>
                <dt>{t(($) => $.activity.detail.automatic)}</dt>
                <dd>{activity.automatic}</dd>
              </>
            )}
            {activity.suggestedTickets.length > 0 && (
              <>
                <dt>{t(($) => $.activity.detail.suggested)}</dt>
                <dd>
                  {activity.suggestedTickets.map((s) => (
                    <Go key={s.id} href={`/tickets/${s.id}`} className="link">
                      #{s.id} {s.title}{' '}
                    </Go>
                  ))}
                </dd>
              </>
            )}
            {detail.data.receivedAt && (
              <>
                <dt>{t(($) => $.activity.detail.received)}</dt>
                <dd>{when.full(detail.data.receivedAt)}</dd>
              </>
            )}
            {detail.data.messageId && (
              <>
                <dt>{t(($) => $.activity.detail.messageId)}</dt>
                <dd className="mono">{detail.data.messageId}</dd>
              </>
            )}
          </dl>
        )}
        {detail.data && tab === 'delivery' && <DeliveryTable activity={activity} />}
        {detail.data && tab === 'headers' && (
          <>
            {detail.data.headers.length === 0 && <p>{t(($) => $.activity.detail.noHeaders)}</p>}
            <dl className={`${css.facts} ${css.raw}`}>
              {detail.data.headers.map((header, n) => (
                // oxlint-disable-next-line react/no-array-index-key -- headers repeat, and their order is theirs
                <div key={n}>
                  <dt>{header.name}</dt>
                  <dd>{header.value}</dd>
                </div>
              ))}
            </dl>
          </>
        )}
        {detail.data &&
          tab === 'source' &&
          (detail.data.source === null ? (
            <p>{t(($) => $.activity.detail.noSource)}</p>
          ) : (
            <>
              {detail.data.withheld && <p className="ink3">{t(($) => $.activity.detail.withheld)}</p>}
              {detail.data.source.length >= 256_000 && <p className="ink3">{t(($) => $.activity.detail.cut)}</p>}
              <pre className={css.source}>{detail.data.source}</pre>
            </>
          ))}
      </div>
    </Dialog>
  )
}

function DeliveryTable({ activity }: { activity: Activity }) {
  const { t } = useTranslation()
  const when = useWhen()
  if (activity.delivery === null) return <p>{t(($) => $.activity.detail.noDelivery)}</p>
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">{t(($) => $.activity.detail.recipient)}</th>
          <th scope="col">{t(($) => $.activity.detail.stateHead)}</th>
          <th scope="col">{t(($) => $.activity.detail.when)}</th>
        </tr>
      </thead>
      <tbody>
        {activity.recipients.map((r) => (
          <tr key={`${r.role} ${r.address}`}>
            <td>{r.address}</td>
            <td>
              {r.state === 'failed' && r.reason
                ? t(($) => $.activity.delivery.failedBecause, { reason: r.reason })
                : t(($) => $.activity.delivery[r.state ?? 'queued'])}
            </td>
            <td>{r.at ? when.full(r.at) : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
