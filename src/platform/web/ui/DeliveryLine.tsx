/** What became of a sent message, for each recipient: queued, accepted, delivered, or failed with the reason and a way to try again. */
import { IconAlertTriangle, IconCheck, IconChecks, IconClock, IconInbox } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../when.ts'
import css from './DeliveryLine.module.css'
import { Time } from './Time.tsx'

const icons = {
  queued: IconClock,
  sending: IconClock,
  held: IconInbox,
  accepted: IconCheck,
  delivered: IconChecks,
  failed: IconAlertTriangle,
}

export interface Delivery {
  /** “petr.novak@”: the address, shortened where it is clear. */
  to: string
  state: keyof typeof icons
  at?: Instant | null
  /** Why it failed: “mailbox full (552)”. */
  reason?: string | null
}

/** `onRetry` is offered beside failures. */
export function DeliveryLine({ deliveries, onRetry }: { deliveries: readonly Delivery[]; onRetry?: (delivery: Delivery) => void }) {
  const { t } = useTranslation()
  return (
    <ul className={css.line}>
      {deliveries.map((delivery) => {
        const Icon = icons[delivery.state]
        return (
          <li key={delivery.to} data-state={delivery.state}>
            <Icon size={14} stroke={1.75} aria-hidden />
            <span>
              {delivery.to} {t(($) => $.delivery[delivery.state])}
              {delivery.reason && `, ${delivery.reason}`}{' '}
              {delivery.at && delivery.state !== 'failed' && <Time at={delivery.at} as="clock" />}
            </span>
            {delivery.state === 'failed' && onRetry && (
              <button type="button" className={css.retry} onClick={() => onRetry(delivery)}>
                {t(($) => $.common.retry)}
              </button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
