/** How a queue is: its last success or its last error, whichever is newer, for one direction. */
import { IconAlertTriangle, IconCheck, IconMinus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Queue } from '#channels/email/queue.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './manage.module.css'

export function QueueHealth({ queue, direction }: { queue: Queue; direction: 'incoming' | 'outgoing' }) {
  const { t } = useTranslation()
  const when = useWhen()
  const health = queue.health
  const okAt = direction === 'incoming' ? health.incomingOkAt : health.outgoingOkAt
  const error = direction === 'incoming' ? health.incomingError : health.outgoingError
  const errorAt = direction === 'incoming' ? health.incomingErrorAt : health.outgoingErrorAt
  if (error !== null && errorAt !== null && (okAt === null || errorAt > okAt))
    return (
      <span className={css.health} data-state="bad" title={when.full(errorAt)}>
        <IconAlertTriangle size={14} stroke={2} aria-hidden />
        {t(($) => $.email.health.error, { error, when: when.ago(errorAt) })}
      </span>
    )
  if (okAt !== null)
    return (
      <span className={css.health} data-state="ok" title={when.full(okAt)}>
        <IconCheck size={14} stroke={2} aria-hidden />
        {t(($) => $.email.health.ok, { when: when.ago(okAt) })}
      </span>
    )
  return (
    <span className={css.health}>
      <IconMinus size={14} stroke={2} aria-hidden />
      {direction === 'outgoing' && queue.outgoing === 'outbox' ? t(($) => $.email.health.stays) : t(($) => $.email.health.never)}
    </span>
  )
}
