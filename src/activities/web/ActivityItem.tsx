/** One activity of the feed: its frame, text, files, delivery and what one can do with it. */
import { Button } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowBackUpDouble,
  IconArrowForwardUp,
  IconArrowMerge,
  IconArrowRight,
  IconArrowsSplit2,
  IconDots,
  IconFileText,
  IconLink,
  IconLock,
  IconPencil,
  IconPrinter,
  IconRobot,
  IconSubtask,
  IconTemplate,
  IconTrash,
} from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { retryDelivery } from '#activities/api.ts'
import type { Activity } from '#activities/activity.ts'
import { useMay } from '#people/web/session.ts'
import { useCommand } from '#platform/web/query.ts'
import { ActivityFrame } from '#platform/web/ui/ActivityFrame.tsx'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { DeliveryLine, type Delivery as Shown } from '#platform/web/ui/DeliveryLine.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { MenuButton } from '#platform/web/ui/MenuButton.tsx'
import { SystemLine } from '#platform/web/ui/SystemLine.tsx'
import { ActivityBody } from './ActivityBody.tsx'
import { CommentText } from './CommentText.tsx'
import css from './activity.module.css'
import { besideText, Files } from './Files.tsx'
import { Invitations } from './Invitations.tsx'
import { Protection } from './Protection.tsx'

export type ActivityAction = 'reply' | 'all' | 'forward' | 'comment' | 'detail' | 'versions' | keyof typeof rareIcons

interface Props {
  activity: Activity
  userId: number
  unread: boolean
  newest: boolean
  /** Only to be looked at: the ticket lies in the bin. */
  readOnly: boolean
  onAction: (action: ActivityAction, activity: Activity) => void
  onChanged: (activity: Activity) => void
}

/** Who wrote it, as one reads it; undefined for the desk itself. */
export const authorOf = (activity: Activity): string | undefined =>
  activity.user?.name ?? activity.contact?.name ?? (activity.from?.name ? activity.from.name : activity.from?.address)

const icons = {
  reply: IconArrowBackUp,
  all: IconArrowBackUpDouble,
  forward: IconArrowForwardUp,
  comment: IconLock,
  detail: IconFileText,
}
const ofMessages = ['reply', 'all', 'forward', 'comment', 'detail'] as const

export const ActivityItem = memo(function ActivityItem({ activity, userId, unread, newest, readOnly, onAction, onChanged }: Props) {
  const { t } = useTranslation()
  const moves = useMay('activities.move')
  const creates = useMay('tickets.create')
  const makesTemplates = useMay('templates.create')
  if (activity.kind === 'system')
    return <SystemLine at={activity.at}>{activity.told ? <Told told={activity.told} /> : activity.text}</SystemLine>
  const name = authorOf(activity) ?? t(($) => $.activity.desk)
  const comment = activity.kind === 'comment'
  const to = comment ? '' : recipientsOf(activity, (role, list) => t(($) => $.activity[role], { list }))
  const files = besideText(activity.attachments, activity.hasHtml)
  return (
    <ActivityFrame
      id={`activity-${activity.id}`}
      kind={comment ? 'comment' : activity.direction === 'in' ? 'incoming' : 'outgoing'}
      avatar={<Avatar name={name} size="m" kind={activity.user ? (activity.user.id === userId ? 'me' : 'user') : 'customer'} />}
      name={name}
      {...(to === '' ? {} : { detail: <span title={to}>{to}</span> })}
      at={activity.at}
      unread={unread}
      attachmentCount={files.length}
      pinned={newest}
      marks={
        <>
          {activity.mergedFrom !== null && (
            <span className={css.mark}>
              <IconArrowMerge size={14} stroke={1.75} aria-hidden />
              {t(($) => $.activity.mergedFrom, { id: activity.mergedFrom })}
            </span>
          )}
          {activity.automatic !== null && (
            <span className={css.mark} title={activity.automatic}>
              <IconRobot size={14} stroke={1.75} aria-hidden />
              {t(($) => $.activity.automatic)}
            </span>
          )}
        </>
      }
      actions={
        <>
          {(readOnly ? (comment ? [] : (['detail'] as const)) : comment ? (['comment'] as const) : ofMessages).map((action) => {
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
          <More
            offered={[
              ...(comment && !readOnly && activity.user?.id === userId && !activity.withdrawnAt ? (['edit', 'withdraw'] as const) : []),
              'link',
              'print',
              ...(creates && !readOnly ? (['child'] as const) : []),
              ...(moves && !readOnly ? (['move', 'split'] as const) : []),
              ...(makesTemplates && activity.text !== '' ? (['template'] as const) : []),
            ]}
            onPick={(action) => onAction(action, activity)}
          />
        </>
      }
    >
      {comment ? (
        <CommentText activity={activity} name={name} onVersions={() => onAction('versions', activity)} />
      ) : (
        <ActivityBody activity={activity} name={name} />
      )}
      {!comment && <Protection activity={activity} />}
      {!comment && <Invitations files={activity.attachments} />}
      <Files files={files} deleted={activity.deletedFiles} />
      {activity.delivery !== null && <Delivery activity={activity} onChanged={onChanged} />}
    </ActivityFrame>
  )
})

const rareIcons = {
  edit: IconPencil,
  withdraw: IconTrash,
  link: IconLink,
  print: IconPrinter,
  child: IconSubtask,
  move: IconArrowRight,
  split: IconArrowsSplit2,
  template: IconTemplate,
}

/** What is done rarely. */
function More({ offered, onPick }: { offered: readonly (keyof typeof rareIcons)[]; onPick: (action: ActivityAction) => void }) {
  const { t } = useTranslation()
  const label = t(($) => $.activity.action.more)
  const entries = offered.map((key) => {
    const Icon = rareIcons[key]
    return {
      key,
      label: t(($) => $.activity.action[key]),
      icon: <Icon size={16} stroke={1.75} aria-hidden />,
      onPick: () => onPick(key),
    }
  })
  return (
    <MenuButton label={label} groups={[entries]}>
      {(opener) => (
        <Button variant="subtle" leftSection={<IconDots size={14} stroke={1.75} aria-hidden />} {...opener}>
          {label}
        </Button>
      )}
    </MenuButton>
  )
}

/** The desk's own line, with the way to the other ticket for those who may see it. */
function Told({ told: { what, count, ticketId } }: { told: NonNullable<Activity['told']> }) {
  const { t } = useTranslation()
  return (
    <>
      {what === 'split_to' || what === 'split_from'
        ? t(($) => $.activity.told[what], { count: count ?? 1 })
        : t(($) => $.activity.told[what])}{' '}
      {ticketId === null ? (
        t(($) => $.activity.told.elsewhere)
      ) : (
        <Go className="link n" href={`/tickets/${ticketId}`}>
          #{ticketId}
        </Go>
      )}
    </>
  )
}

function recipientsOf(activity: Activity, said: (role: 'to' | 'cc' | 'bcc', list: string) => string) {
  const list = (role: string) =>
    activity.recipients
      .filter((r) => r.role === role)
      .map((r) => r.address)
      .join(', ')
  return (['to', 'cc', 'bcc'] as const).flatMap((role) => (list(role) === '' ? [] : [said(role, list(role))])).join(', ')
}

/** Of many recipients so many are shown, and all that failed. */
const shown = 8

function Delivery({ activity, onChanged }: { activity: Activity; onChanged: (activity: Activity) => void }) {
  const { t } = useTranslation()
  const retry = useCommand(retryDelivery, { onSuccess: onChanged })
  const { delivery, recipients, failure } = activity
  const under = delivery === 'held' || delivery === 'sending' ? delivery : 'queued'
  const listed: Shown[] = recipients
    .filter((r, n) => n < shown || r.state === 'failed')
    .map((r) => ({ to: r.address, state: r.state === null || r.state === 'queued' ? under : r.state, at: r.at, reason: r.reason }))
  // A held message says why, and a person decides.
  const unnamed = delivery === 'held' || (delivery === 'failed' && !recipients.some((r) => r.state === 'failed'))
  return (
    <>
      <DeliveryLine deliveries={listed} onRetry={() => retry.mutate({ id: activity.id })} />
      {unnamed && (
        <p className={css.failure}>
          {failure}{' '}
          <button type="button" className="link" onClick={() => retry.mutate({ id: activity.id })}>
            {t(($) => $.activity.retry)}
          </button>
        </p>
      )}
      {retry.error && (
        <p className={css.failure} role="alert">
          {t(($) => $.activity.retryFailed, { reason: retry.error.message })}
        </p>
      )}
    </>
  )
}
