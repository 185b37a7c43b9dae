/** A banner that says what happened, what was kept, and what to do; or that something wants attention. Never a toast. */
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './IconButton.tsx'
import css from './Notice.module.css'

const icons = { info: IconInfoCircle, warning: IconAlertTriangle, error: IconAlertTriangle, done: IconCircleCheck }

export interface NoticeProps {
  kind?: keyof typeof icons
  /** Instead of the kind's own icon, 16 px. */
  icon?: ReactNode
  /** What happened, in one sentence; then what was kept and what to do. */
  children: ReactNode
  /** Buttons or links. */
  action?: ReactNode
  onDismiss?: () => void
  /** `bar` across a zone, `box` within a form. */
  shape?: 'bar' | 'box'
}

/** Errors and warnings are announced at once, the others politely. */
export function Notice({ kind = 'info', icon, children, action, onDismiss, shape = 'bar' }: NoticeProps) {
  const { t } = useTranslation()
  const Icon = icons[kind]
  return (
    <div className={css.notice} data-kind={kind} data-shape={shape} role={kind === 'error' ? 'alert' : 'status'}>
      <span className={css.icon}>{icon ?? <Icon size={16} stroke={1.75} aria-hidden />}</span>
      <div className={css.text}>{children}</div>
      {action && <div className={css.action}>{action}</div>}
      {onDismiss && <IconButton label={t(($) => $.common.dismiss)} icon={<IconX size={14} stroke={1.75} />} onClick={onDismiss} />}
    </div>
  )
}
