/** The Activities tab: the feed, what is being written beneath it, and drafts to go on with. */
import { Button } from '@mantine/core'
import { IconArrowBackUp, IconLock } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Activity } from '#activities/activity.ts'
import type { KeptDraft } from '#activities/draft.ts'
import type { CallProblem } from '#platform/web/call.ts'
import { useActions } from '#platform/web/keys.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import type { Edits } from '#tickets/dirtyForm.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { copyText } from '#tickets/web/copyText.ts'
import { type ActivityAction, authorOf } from './ActivityItem.tsx'
import { CommentComposer } from './CommentComposer.tsx'
import css from './composer.module.css'
import { findDraft, forgetDraft, type HeldDraft, keepDraft, plainText } from './drafts.ts'
import { resumeSaves } from './draftSaves.ts'
import { Elsewhere } from './Elsewhere.tsx'
import { EmailComposer } from './EmailComposer.tsx'
import { Feed } from './Feed.tsx'
import { firstUnread } from './feed.ts'
import { showActivity } from './showActivity.ts'
import type { Composing } from './useEmailDraft.ts'
import { useDrafts } from './useDrafts.ts'
import { useFeed } from './useFeed.ts'
import { useReading } from './useReading.ts'
import { WaitingMessage } from './WaitingMessages.tsx'

const DetailDialog = lazy(() => import('./DetailDialog.tsx').then((m) => ({ default: m.DetailDialog })))
const MoveDialog = lazy(() => import('./MoveDialog.tsx').then((m) => ({ default: m.MoveDialog })))
const SplitDialog = lazy(() => import('./SplitDialog.tsx').then((m) => ({ default: m.SplitDialog })))

const CommentVersions = lazy(() => import('./CommentVersions.tsx').then((m) => ({ default: m.CommentVersions })))
const PrintActivity = lazy(() => import('./PrintActivity.tsx').then((m) => ({ default: m.PrintActivity })))
const EditCommentDialog = lazy(() => import('./EditCommentDialog.tsx').then((m) => ({ default: m.EditCommentDialog })))
const WithdrawDialog = lazy(() => import('./WithdrawDialog.tsx').then((m) => ({ default: m.WithdrawDialog })))

type Writes = 'reply' | 'all' | 'forward' | 'comment'
const isWriting = (action: ActivityAction): action is Writes => ['reply', 'all', 'forward', 'comment'].includes(action)

/** Among more than these one lands at the end, and a button leads back. */
const landsWithin = 500

interface Props {
  ticket: Ticket
  userId: number
  /** Only to be looked at: the ticket lies in the bin. */
  readOnly: boolean
  composing: Composing | null
  onCompose: (composing: Composing | null) => void
  edits: Edits
  onSent: (ticket: Ticket, sent: Edits) => void
  onTicket: (ticket: Ticket) => void
  onRefused: (error: CallProblem) => void
  /** Activities became a ticket of their own. */
  onSplit: (ticketId: number) => void
  /** A child of this ticket is wanted. */
  onChild: (ticketId: number) => void
  /** A new Template is to begin with its text. */
  onTemplate: (activity: Activity) => void
}

export function ActivitiesPanel(props: Props) {
  const { ticket, userId, readOnly, composing, onCompose, edits, onSent, onTicket, onRefused, onSplit, onChild, onTemplate } = props
  const { t } = useTranslation()
  const { feed, error, reload, loadOlder, loadingOlder, put } = useFeed(ticket.id)
  const [shown, setShown] = useState<{
    action: Exclude<ActivityAction, Writes | 'link' | 'child' | 'template'>
    activity: Activity
  } | null>(null)
  const { since, seen } = useReading(ticket.id)
  const [wasUnread] = useState(ticket.unread)
  // The line is drawn once, where reading begins, and stays there while the ticket is open.
  const [line, setLine] = useState<number | null>()
  if (feed && since && line === undefined) setLine(since.upTo !== null ? since.first : wasUnread ? firstUnread(feed) : null)
  const toUnread = () => line != null && showActivity(line)
  // Further back than the newest page it is still landed at, unless a link led elsewhere.
  const land = useEffectEvent(() => {
    const loaded = feed?.activities.some((a) => a.id === line)
    if (line != null && !loaded && (since?.count ?? 0) <= landsWithin && window.location.hash === '') showActivity(line)
  })
  useEffect(() => {
    if (line != null) land()
  }, [line])
  useActions({ ticketUnread: line == null ? undefined : toUnread })
  const act = (action: ActivityAction, activity: Activity) => {
    if (action === 'link') copyText(new URL(`/tickets/${activity.ticketId}#activity-${activity.id}`, window.location.href).href)
    else if (action === 'child') onChild(activity.ticketId)
    else if (action === 'template') onTemplate(activity)
    else if (!isWriting(action)) setShown({ action, activity })
    else if (action === 'comment') onCompose({ kind: 'comment', activityId: activity.id, all: false })
    else onCompose({ kind: action === 'forward' ? 'forward' : 'answer', activityId: activity.id, all: action === 'all' })
  }
  const close = () => setShown(null)
  const drafts = useDrafts(ticket, userId, composing)
  const when = useWhen()
  /** The composer begins anew with a text that came from elsewhere. */
  const [begun, setBegun] = useState(0)
  const writeOn = ({ content }: KeptDraft) => {
    resumeSaves(content.sendKey)
    keepDraft(userId, ticket.id, content)
    drafts.reload()
    setBegun(begun + 1)
    onCompose({ kind: content.kind, activityId: content.activityId, all: content.all, draftId: content.sendKey })
  }
  const elsewhere = composing && (
    <Elsewhere
      key={`${composing.kind} ${composing.activityId} ${begun}`}
      composing={composing}
      stored={drafts.stored}
      ahead={drafts.ahead}
      onTake={(other) => {
        const mine = findDraft(userId, ticket.id, composing)
        if (mine) forgetDraft(userId, ticket.id, mine)
        writeOn(other)
      }}
    />
  )
  const answered = feed?.activities.find((a) => a.id === composing?.activityId)
  return (
    <>
      {error && !feed ? (
        <Notice kind="error" action={<Button onClick={reload}>{t(($) => $.common.retry)}</Button>}>
          {t(($) => $.activity.loadFailed)}
        </Notice>
      ) : feed && line !== undefined ? (
        <Feed
          feed={feed}
          userId={userId}
          readOnly={readOnly}
          unreadFrom={line}
          unreadCount={since?.upTo == null ? null : since.count}
          onUnread={toUnread}
          onSeen={seen}
          loadingOlder={loadingOlder}
          onOlder={loadOlder}
          onAction={act}
          onChanged={put}
          end={
            !readOnly &&
            drafts.waiting.map((message) => (
              <WaitingMessage
                key={message.content.sendKey}
                message={message}
                ahead={drafts.ahead}
                onRecalled={writeOn}
                onChanged={drafts.reload}
              />
            ))
          }
        />
      ) : (
        <div className={css.loading}>
          <SkeletonLines lines={6} />
        </div>
      )}
      {drafts.others.map((other) => (
        <p key={`${other.user.id} ${other.kind} ${other.activityId} ${other.since}`} className={css.others}>
          {other.leavesAt === null
            ? t(($) => $.activity.others[other.kind], { name: other.user.name, time: when.clock(other.since) })
            : t(($) => $.activity.others.leaves, { name: other.user.name, time: when.soon(other.leavesAt) })}
        </p>
      ))}
      {readOnly ? null : composing === null ? (
        <Drafts ticketId={ticket.id} kept={drafts.kept} stored={drafts.stored} activities={feed?.activities ?? []} onContinue={onCompose} />
      ) : !drafts.ready ? (
        <div className={css.waiting}>
          <SkeletonLines lines={3} />
        </div>
      ) : composing.kind === 'comment' ? (
        <CommentComposer
          key={`comment ${composing.activityId} ${composing.draftId} ${begun}`}
          ticketId={ticket.id}
          userId={userId}
          activityId={composing.activityId}
          draftId={composing.draftId}
          elsewhere={elsewhere}
          onAdded={(answer) => {
            put(answer.activity)
            setLine(null)
            onTicket(answer.ticket)
            onCompose(null)
          }}
          onClose={() => onCompose(null)}
        />
      ) : (
        <EmailComposer
          key={`${composing.kind} ${composing.activityId} ${composing.all} ${composing.draftId} ${begun}`}
          ticket={ticket}
          userId={userId}
          composing={composing}
          edits={edits}
          answered={answered}
          onSent={(answer, sent) => {
            put(answer.activity)
            setLine(null)
            onSent(answer.ticket, sent)
            onCompose(null)
          }}
          elsewhere={elsewhere}
          ahead={drafts.ahead}
          onWaits={() => {
            setLine(null)
            drafts.reload()
            onCompose(null)
          }}
          onRefused={onRefused}
          onClose={() => onCompose(null)}
        />
      )}
      <Suspense>
        {shown?.action === 'detail' && <DetailDialog activity={shown.activity} onClose={close} />}
        {shown?.action === 'edit' && <EditCommentDialog activity={shown.activity} userId={userId} onChanged={put} onClose={close} />}
        {shown?.action === 'withdraw' && <WithdrawDialog activity={shown.activity} onChanged={put} onClose={close} />}
        {shown?.action === 'versions' && <CommentVersions activity={shown.activity} onClose={close} />}
        {shown?.action === 'print' && <PrintActivity ticket={ticket} activity={shown.activity} onDone={close} />}
        {shown?.action === 'move' && <MoveDialog activity={shown.activity} onClose={close} />}
        {shown?.action === 'split' && feed && (
          <SplitDialog ticket={ticket} from={shown.activity} activities={feed.activities} onClose={close} onSplit={onSplit} />
        )}
      </Suspense>
    </>
  )
}

const nameOf = (recipient: { address: string; name: string } | undefined) => (recipient ? recipient.name || recipient.address : '')

interface DraftsProps {
  ticketId: number
  /** As the server has them, with the number under which each was begun. */
  stored: readonly KeptDraft[]
  kept: readonly HeldDraft[]
  activities: readonly Activity[]
  onContinue: (composing: Composing) => void
}

/** What was begun and not sent, one line each. */
function Drafts({ ticketId, kept, stored, activities, onContinue }: DraftsProps) {
  const { t } = useTranslation()
  const when = useWhen()
  return kept.map(({ key, at, draft }) => {
    const about = activities.find((a) => a.id === draft.activityId)
    const name =
      draft.kind === 'comment'
        ? t(($) => $.activity.compose.comment)
        : draft.kind === 'forward'
          ? t(($) => $.activity.compose.forward)
          : draft.kind === 'new'
            ? t(($) => $.activity.compose.new)
            : t(($) => $.activity.compose.replyTo, {
                name: (about?.direction === 'in' ? authorOf(about) : undefined) ?? nameOf(draft.to[0]),
              })
    const begunOn = stored.find((d) => d.content.sendKey === draft.sendKey)?.ticketId ?? ticketId
    const text = draft.kind === 'comment' ? draft.body : plainText(draft.body)
    return (
      <section key={key} className={css.kept} data-kind={draft.kind} aria-label={name}>
        {draft.kind === 'comment' ? (
          <IconLock size={16} stroke={1.75} aria-hidden />
        ) : (
          <IconArrowBackUp size={16} stroke={1.75} aria-hidden />
        )}
        <span className={css.keptName}>{name}</span>
        {begunOn !== ticketId && <span className={css.begunOn}>{t(($) => $.activity.compose.begunOn, { id: begunOn })}</span>}
        <span className="cut ink2">{t(($) => $.activity.compose.draft, { text: text || t(($) => $.activity.compose.emptyDraft) })}</span>
        <span className={css.end}>
          <span className="meta ink3 n">{t(($) => $.activity.compose.saved, { time: when.clock(new Date(at)) })}</span>
          <Button onClick={() => onContinue({ kind: draft.kind, activityId: draft.activityId, all: draft.all, draftId: draft.sendKey })}>
            {t(($) => $.activity.compose.continue)}
          </Button>
        </span>
      </section>
    )
  })
}
