/**
 * One activity of the feed. The frame tells the kind: what came in is boxed (an accent edge while unread), what went out has no frame,
 * a comment lies on its own ground with a lock.
 */
import { IconArrowUpRight, IconLock, IconPaperclip } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../when.ts'
import css from './ActivityFrame.module.css'
import { Time } from './Time.tsx'

export interface ActivityFrameProps {
  kind: 'incoming' | 'outgoing' | 'comment'
  /** An `Avatar` of size m, or an icon of 16 px for calls and the like. */
  avatar: ReactNode
  /** Who wrote it. */
  name: string
  /** After the name, quiet: “to fakturace@, cc ucetni@”. Cut at the end; hidden on phones. */
  detail?: ReactNode
  at: Instant
  unread?: boolean
  attachmentCount?: number
  /** More in the head, before the time: a mark for automatic mail. */
  marks?: ReactNode
  /** Buttons beneath, shown when `pinned` (the newest), on hover and on focus. */
  actions?: ReactNode
  pinned?: boolean
  /** What the keyboard or a link points at. */
  current?: boolean
  /** For links to this activity. */
  id?: string
  children: ReactNode
}

export function ActivityFrame(props: ActivityFrameProps) {
  const { kind, avatar, name, detail, at, unread = false, attachmentCount = 0, marks, actions, pinned = false, current = false, id } = props
  const { t } = useTranslation()
  return (
    <article
      id={id}
      className={css.activity}
      data-kind={kind}
      data-unread={unread || undefined}
      data-pinned={pinned || undefined}
      data-current={current || undefined}
      aria-label={`${name}, ${t(($) => (kind === 'comment' ? $.mail.internal : kind === 'incoming' ? $.mail.received : $.mail.sent))}`}
    >
      <span className={css.avatar}>{avatar}</span>
      <div className={css.box}>
        <div className={css.head}>
          {unread && (
            <b className={css.dot} title={t(($) => $.shell.unread)}>
              <span className="sr">{t(($) => $.shell.unread)}</span>
            </b>
          )}
          <span className={css.name}>{name}</span>
          {kind === 'comment' && (
            <span className={css.internal}>
              <IconLock size={12} stroke={2} aria-hidden />
              <span>
                {t(($) => $.mail.internal)}
                <span className={css.long}>{t(($) => $.mail.internalLong)}</span>
              </span>
            </span>
          )}
          {detail && <span className={`cut ${css.detail}`}>{detail}</span>}
          <span className={css.end}>
            {marks}
            {attachmentCount > 0 && (
              <span className={css.clip} title={t(($) => $.mail.attachments, { count: attachmentCount })}>
                <IconPaperclip size={14} stroke={1.75} aria-hidden />
                <span aria-hidden>{attachmentCount}</span>
                <span className="sr">{t(($) => $.mail.attachments, { count: attachmentCount })}</span>
              </span>
            )}
            {kind === 'outgoing' && <IconArrowUpRight size={14} stroke={1.75} aria-hidden />}
            <Time at={at} as="clock" />
          </span>
        </div>
        <div className={css.body}>{props.children}</div>
        {actions && <div className={css.actions}>{actions}</div>}
      </div>
    </article>
  )
}
