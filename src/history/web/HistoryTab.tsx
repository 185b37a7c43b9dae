/** History: every change of a ticket, who made it, when and by what; an entry expands to old and new values and puts the Form into the past. */
import { Button } from '@mantine/core'
import { Fragment, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { activityAdded } from '#tickets/events.ts'
import { DayHead } from '#platform/web/ui/DayHead.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { ActivityLine } from './ActivityLine.tsx'
import { HistoryEntry } from './HistoryEntry.tsx'
import css from './HistoryTab.module.css'
import type { PutBack } from './putBack.ts'
import type { HistoryList } from './useHistoryList.ts'
import type { Travel } from './useTravel.ts'

interface Props {
  list: HistoryList
  travel: Travel
  userId: number
  putBack: PutBack
  onActivity: (id: number) => void
  /** Where the form does not stand beside the History. */
  onForm?: (() => void) | undefined
}

/** Pixels before an end at which the next page is asked for. */
const ahead = 400

/** Oldest first, as the feed is; it opens at its end, or at the moment that a link leads to. */
export function HistoryTab({ list: { found, entries }, travel, userId, putBack, onActivity, onForm }: Props) {
  const { t } = useTranslation()
  const when = useWhen()
  const box = useRef<HTMLElement>(null)
  const shown = travel.event === null ? undefined : entries.some((entry) => entry.id === travel.event) ? travel.event : undefined
  const loaded = entries.length > 0
  useEffect(() => {
    if (!loaded || !box.current) return
    const entry = shown === undefined ? null : document.getElementById(entryId(shown))
    if (entry) entry.scrollIntoView({ block: 'nearest' })
    else if (travel.event === null && box.current.dataset['begun'] === undefined) box.current.scrollTop = box.current.scrollHeight
    box.current.dataset['begun'] = ''
  }, [loaded, shown, travel.event])

  if (found.error && !found.data)
    return (
      <div className={css.empty} role="alert">
        <p>{t(($) => $.history.loadFailed)}</p>
        <Button onClick={() => void found.refetch()}>{t(($) => $.history.retry)}</Button>
      </div>
    )
  const more = (element: HTMLElement) => {
    if (found.isFetching) return
    if (element.scrollTop < ahead && found.hasNextPage) void found.fetchNextPage()
    else if (element.scrollHeight - element.scrollTop - element.clientHeight < ahead && found.hasPreviousPage)
      void found.fetchPreviousPage()
  }
  return (
    <section
      className={css.list}
      aria-label={t(($) => $.history.title)}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
      tabIndex={0}
      ref={box}
      onScroll={(event) => more(event.currentTarget)}
    >
      {!found.data && <SkeletonLines lines={6} />}
      {found.hasNextPage && (
        <Button variant="subtle" onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
          {t(($) => $.history.older)}
        </Button>
      )}
      {found.data && entries.length === 0 && <p className={css.empty}>{t(($) => $.history.none)}</p>}
      {entries.map((entry, n) => {
        const before = entries[n - 1]
        const newDay = !before || when.dayKey(before.at) !== when.dayKey(entry.at)
        return (
          <Fragment key={entry.id}>
            {newDay && <DayHead at={entry.at} />}
            {entry.name === activityAdded.name ? (
              <ActivityLine entry={entry} onShow={onActivity} />
            ) : (
              <HistoryEntry
                id={entryId(entry.id)}
                entry={entry}
                mine={entry.who.kind === 'user' && entry.who.id === userId}
                expanded={travel.event === entry.id}
                onToggle={() => travel.go(travel.event === entry.id ? null : entry.id)}
                onLink={() => travel.copyLink(entry.id)}
                before={travel.past?.entry.id === entry.id ? travel.past.before : {}}
                putBack={putBack}
                onForm={onForm}
              />
            )}
          </Fragment>
        )
      })}
      {found.hasPreviousPage && (
        <Button variant="subtle" onClick={() => void found.fetchPreviousPage()} loading={found.isFetchingPreviousPage}>
          {t(($) => $.history.newer)}
        </Button>
      )}
    </section>
  )
}

const entryId = (event: number) => `history-${event}`
