/** One activity of the feed; its frame tells its kind: incoming boxed, outgoing plain with its delivery, a comment on note ground, a system line small. */
import { Button } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowBackUpDouble,
  IconArrowForwardUp,
  IconArrowUpRight,
  IconFileText,
  IconLock,
  IconPaperclip,
  IconRobot,
} from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Activity } from '#activities/activity.ts'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { ActivityBody, linked } from './ActivityBody.tsx'
import css from './activity.module.css'
import { Delivery } from './Delivery.tsx'
import { Files } from './Files.tsx'

export type ActivityAction = 'reply' | 'all' | 'forward' | 'comment' | 'detail'

interface Props {
  activity: Activity
  userId: number
  unread: boolean
  newest: boolean
  onAction: (action: ActivityAction, activity: Activity) => void
  onChanged: (activity: Activity) => void
}

export const authorOf = (activity: Activity) =>
  activity.user?.name ?? activity.contact?.name ?? (activity.from?.name === '' ? activity.from.address : activity.from?.name)

export const ActivityItem = memo(function ActivityItem({ activity, userId, unread, newest, onAction, onChanged }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const name = authorOf(activity) ?? t(($) => $.activity.desk)
  const time = (
    <time dateTime={activity.at} title={when.full(activity.at)}>
      {when.clock(activity.at)}
    </time>
  )
  if (activity.kind === 'system')
    return (
      <div className={css.system} id={`activity-${activity.id}`}>
        <span>{activity.text}</span>
        {time}
      </div>
    )
  const kind = activity.kind === 'comment' ? 'comment' : activity.direction === 'in' ? 'in' : 'out'
  const list = (role: 'to' | 'cc' | 'bcc') =>
    activity.recipients
      .filter((r) => r.role === role)
      .map((r) => r.address)
      .join(', ')
  const to = (['to', 'cc', 'bcc'] as const)
    .filter((role) => list(role) !== '')
    .map((role) => t(($) => $.activity[role], { list: list(role) }))
  const actions = kind === 'comment' ? (['comment'] as const) : (['reply', 'all', 'forward', 'comment', 'detail'] as const)
  const files = activity.attachments.filter((a) => !(a.inline && activity.hasHtml)).length
  return (
    <article
      className={css.activity}
      data-kind={kind}
      data-unread={unread || undefined}
      data-newest={newest || undefined}
      id={`activity-${activity.id}`}
    >
      <Avatar name={name} size="m" kind={activity.user ? (activity.user.id === userId ? 'me' : 'user') : 'customer'} />
      <div className={css.frame}>
        <header className={css.head}>
          {unread && <i className={css.dot} aria-hidden />}
          <h4 className={css.name}>{name}</h4>
          {unread && <span className="sr">{t(($) => $.activity.unread)}</span>}
          {kind === 'comment' ? (
            <span className={css.internal}>
              <IconLock size={13} stroke={2} aria-hidden />
              <span className={css.long}>{t(($) => $.activity.internalLong)}</span>
              <span className={css.short}>{t(($) => $.activity.internal)}</span>
            </span>
          ) : (
            <span className={`cut ${css.to}`} title={to.join(', ')}>
              {to.join(', ')}
            </span>
          )}
          {activity.automatic !== null && (
            <span className={css.automatic} title={activity.automatic}>
              <IconRobot size={14} stroke={2} aria-hidden />
              {t(($) => $.activity.automatic)}
            </span>
          )}
          <span className={css.end}>
            {files > 0 && (
              <span className={css.count} title={t(($) => $.activity.files, { count: files })}>
                <IconPaperclip size={14} stroke={2} aria-hidden />
                <span className="n">{files}</span>
              </span>
            )}
            {kind === 'out' && <IconArrowUpRight size={14} stroke={2} aria-hidden />}
            {time}
          </span>
        </header>
        <div className={css.body}>
          {kind === 'comment' ? <div className={css.text}>{linked(activity.text)}</div> : <ActivityBody activity={activity} name={name} />}
        </div>
        <Files attachments={activity.attachments} hasHtml={activity.hasHtml} />
        {kind === 'out' && <Delivery activity={activity} onChanged={onChanged} />}
        {activity.failure !== null && activity.delivery === 'failed' && activity.recipients.every((r) => r.state !== 'failed') && (
          <p className={css.failure}>{activity.failure}</p>
        )}
        <div className={css.actions} role="group" aria-label={t(($) => $.activity.action.label)}>
          {actions.map((action) => {
            const Icon = icons[action]
            return (
              <Button
                key={action}
                variant="subtle"
                leftSection={<Icon size={14} stroke={1.75} aria-hidden />}
                onClick={() => onAction(action, activity)}
              >
                {t(($) => $.activity.action[action])}
              </Button>
            )
          })}
        </div>
      </div>
    </article>
  )
})

const icons = {
  reply: IconArrowBackUp,
  all: IconArrowBackUpDouble,
  forward: IconArrowForwardUp,
  comment: IconLock,
  detail: IconFileText,
}
