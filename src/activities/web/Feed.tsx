/** The feed: days with their activities, newest at the bottom; older ones come as one scrolls up, and only what is near the window is drawn. */
import { Button } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { Fragment, type ReactNode, type RefObject, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Activity } from '#activities/activity.ts'
import { DayHead } from '#platform/web/ui/DayHead.tsx'
import { KeyHint } from '#platform/web/ui/KeyHint.tsx'
import { useKeyName } from '#platform/web/useKeyNames.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { type ActivityAction, ActivityItem, authorOf } from './ActivityItem.tsx'
import { type Chunk, chunksOf, type Feed as FeedData } from './feed.ts'
import css from './activity.module.css'
import { useSeen } from './useReading.ts'
import { useWantedActivity } from './wantedActivity.ts'

interface Props {
  feed: FeedData
  userId: number
  readOnly: boolean
  /** The unread line stands before this activity, which may be further back than is loaded. */
  unreadFrom: number | null
  /** So much came since this User was here; null where they never were. */
  unreadCount: number | null
  /** To the unread line. */
  onUnread: () => void
  /** Was on the screen for a moment. */
  onSeen: (activityId: number) => void
  loadingOlder: boolean
  onOlder: () => void
  onAction: (action: ActivityAction, activity: Activity) => void
  onChanged: (activity: Activity) => void
  /** Below the newest: what is to leave yet. */
  end?: ReactNode
}

/** So near the end counts as being there. */
const nearEnd = 48

export function Feed(props: Props) {
  const { feed, userId, readOnly, unreadFrom, unreadCount, loadingOlder, onOlder, onAction, onChanged, end: toCome } = props
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const [anchor] = useState(() => feed.activities[0]?.id)
  const chunks = useMemo(() => chunksOf(feed.activities, anchor), [feed.activities, anchor])
  const newest = feed.activities.findLast((a) => a.kind !== 'system')?.id
  const wanted = useWantedActivity()
  const { below, above, end } = useScrollPlace(scroller, feed.activities, unreadFrom !== null)
  useSeen(scroller, feed.activities, wanted !== null, props.onSeen)
  const atTop = useEffectEvent(() => {
    if (feed.older !== null && !loadingOlder) onOlder()
  })
  const top = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!top.current || !scroller.current || typeof IntersectionObserver === 'undefined') return undefined
    const watch = new IntersectionObserver((seen) => seen.some((s) => s.isIntersecting) && atTop(), {
      root: scroller.current,
      rootMargin: '600px 0px 0px',
    })
    // Watching anew after each page asks again where the next one is already in view.
    if (feed.older !== null) watch.observe(top.current)
    return () => watch.disconnect()
  }, [feed.older])
  const unreadKey = useKeyName('ticketUnread')
  const unreadIds = useMemo(() => {
    const at = feed.activities.findIndex((a) => a.id === unreadFrom)
    return new Set(at < 0 ? [] : feed.activities.slice(at).flatMap((a) => (a.direction === 'in' ? [a.id] : [])))
  }, [feed.activities, unreadFrom])

  return (
    <div className={css.wrap}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
      <section ref={scroller} className={css.feed} data-feed aria-label={t(($) => $.activity.feed)} tabIndex={0}>
        <div className={css.content}>
          <div ref={top} className={css.top}>
            {feed.older !== null ? (
              <Button variant="subtle" onClick={onOlder} loading={loadingOlder}>
                {t(($) => $.activity.older)}
              </Button>
            ) : feed.activities.length === 0 ? (
              <p className="ink2">{t(($) => $.activity.empty)}</p>
            ) : null}
          </div>
          {chunks.map((chunk, n) => (
            <Piece
              key={chunk.key}
              chunk={chunk}
              root={scroller}
              last={n >= chunks.length - 2 || (wanted !== null && chunk.activities.some((a) => a.id === wanted))}
              before={chunks[n - 1]?.activities.at(-1)}
              userId={userId}
              readOnly={readOnly}
              newest={newest}
              unreadFrom={unreadFrom}
              unreadCount={unreadCount}
              unreadIds={unreadIds}
              onAction={onAction}
              onChanged={onChanged}
            />
          ))}
          {toCome}
        </div>
      </section>
      {above && unreadFrom !== null && (
        <Button
          className={css.above}
          variant="filled"
          leftSection={<IconArrowUp size={14} stroke={2} aria-hidden />}
          aria-keyshortcuts={unreadKey}
          rightSection={unreadKey && <KeyHint>{unreadKey}</KeyHint>}
          onClick={props.onUnread}
        >
          {unreadCount === null ? t(($) => $.activity.unread) : t(($) => $.activity.unreadSince, { count: unreadCount })}
        </Button>
      )}
      {below > 0 && (
        <Button className={css.below} variant="filled" leftSection={<IconArrowDown size={14} stroke={2} aria-hidden />} onClick={end}>
          {t(($) => $.activity.newBelow, { count: below })}
        </Button>
      )}
      <Announcement activities={feed.activities} />
    </div>
  )
}

interface PieceProps {
  chunk: Chunk
  root: RefObject<HTMLDivElement | null>
  /** Drawn from the beginning: the feed opens at its end; or something leads to it. */
  last: boolean
  before: Activity | undefined
  userId: number
  readOnly: boolean
  newest: number | undefined
  unreadFrom: number | null
  unreadCount: number | null
  unreadIds: ReadonlySet<number>
  onAction: Props['onAction']
  onChanged: Props['onChanged']
}

/** Some activities on end; far from the window only their height remains. */
function Piece(props: PieceProps) {
  const { chunk, root, last, before, userId, readOnly, newest, unreadFrom, unreadCount, unreadIds, onAction, onChanged } = props
  const { t } = useTranslation()
  const place = useRef<HTMLDivElement>(null)
  const [near, setNear] = useState(true)
  const [height, setHeight] = useState(0)
  useEffect(() => {
    const here = place.current
    if (!here || typeof IntersectionObserver === 'undefined') return undefined
    const watch = new IntersectionObserver(
      (seen) => {
        const is = seen.at(-1)?.isIntersecting ?? true
        if (!is) setHeight(here.getBoundingClientRect().height)
        setNear(is)
      },
      { root: root.current, rootMargin: '2000px 0px' },
    )
    watch.observe(here)
    return () => watch.disconnect()
  }, [root])
  if (!near && !last) return <div ref={place} style={{ height }} />
  return (
    <div ref={place}>
      {chunk.activities.map((activity, n) => {
        const above = n === 0 ? before : chunk.activities[n - 1]
        return (
          <Fragment key={activity.id}>
            <Day at={activity.at} before={n === 0 ? undefined : above?.at} />
            {unreadFrom === activity.id && (
              <div className={css.unread} data-unread-line>
                {unreadCount === null ? t(($) => $.activity.unread) : t(($) => $.activity.unreadSince, { count: unreadCount })}
              </div>
            )}
            <ActivityItem
              activity={activity}
              userId={userId}
              readOnly={readOnly}
              newest={activity.id === newest}
              unread={unreadIds.has(activity.id)}
              onAction={onAction}
              onChanged={onChanged}
            />
          </Fragment>
        )
      })}
    </div>
  )
}

/** The head of a day, where one begins. */
function Day({ at, before }: { at: string; before: string | undefined }) {
  const when = useWhen()
  return before !== undefined && when.dayKey(before) === when.dayKey(at) ? null : <DayHead at={at} />
}

const lineOf = (here: HTMLElement) => here.querySelector<HTMLElement>('[data-unread-line]')

/** Opens at the unread line, else at the end, and stays there as long as one is there; elsewhere nothing moves, and what came below is counted. */
function useScrollPlace(scroller: RefObject<HTMLDivElement | null>, activities: readonly Activity[], unread: boolean) {
  const atEnd = useRef(true)
  const held = useRef<{ first: number | undefined; last: number | undefined; height: number }>(undefined)
  const [below, setBelow] = useState(0)
  /** The unread line is further up, and was not on the screen yet. */
  const [above, setAbove] = useState(unread)
  const toEnd = useEffectEvent(() => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
    atEnd.current = true
    setBelow(0)
  })
  const scrolled = useEffectEvent(() => {
    const here = scroller.current
    if (!here) return
    atEnd.current = here.scrollHeight - here.scrollTop - here.clientHeight < nearEnd
    if (atEnd.current) setBelow(0)
    const line = lineOf(here)
    if (line && line.getBoundingClientRect().bottom >= here.getBoundingClientRect().top) setAbove(false)
  })
  const arrived = useEffectEvent((now: readonly Activity[]) => {
    const here = scroller.current
    if (!here) return
    const was = held.current
    const is = { first: now[0]?.id, last: now.at(-1)?.id, height: here.scrollHeight }
    held.current = is
    if (!was) {
      toEnd()
      const line = lineOf(here)
      if (line && line.getBoundingClientRect().top < here.getBoundingClientRect().top) {
        line.scrollIntoView({ block: 'start' })
        atEnd.current = false
      }
      scrolled()
    }
    // Older ones came above: what was in view stays where it is. The browser's own anchoring does nothing at the very top.
    else if (was.last === is.last) {
      if (was.first !== is.first && here.scrollTop < 8) here.scrollTo({ top: here.scrollTop + is.height - was.height })
    } else if (atEnd.current || now.at(-1)?.direction !== 'in') toEnd()
    else {
      const known = now.findIndex((a) => a.id === was.last)
      setBelow((n) => n + (known < 0 ? 1 : now.length - 1 - known))
    }
  })
  useLayoutEffect(() => arrived(activities), [activities])

  // A composer that opens, or a message that grows as it is drawn, keeps the end in view.
  const resized = useEffectEvent(() => {
    if (atEnd.current) toEnd()
  })
  useEffect(() => {
    const here = scroller.current
    if (!here) return undefined
    here.addEventListener('scroll', scrolled, { passive: true })
    const watch = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(() => resized())
    watch?.observe(here)
    if (here.firstElementChild) watch?.observe(here.firstElementChild)
    return () => {
      here.removeEventListener('scroll', scrolled)
      watch?.disconnect()
    }
  }, [scroller])
  return { below, above, end: () => scroller.current?.scrollTo({ top: scroller.current.scrollHeight }) }
}

/** Says politely that a message came, to those who do not see it. */
function Announcement({ activities }: { activities: readonly Activity[] }) {
  const { t } = useTranslation()
  const last = activities.at(-1)
  const [first] = useState(last?.id)
  return (
    <div className="sr" aria-live="polite">
      {last && last.id !== first && last.direction === 'in' && t(($) => $.activity.arrived, { name: authorOf(last) ?? '' })}
    </div>
  )
}
