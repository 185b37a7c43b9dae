/** History: every change of a ticket, who made it, when and by what; an entry expands to the fields with old and new values. */
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Entry, listHistory } from '#history/api.ts'
import { call } from '#platform/web/call.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { DayHead } from '#platform/web/ui/DayHead.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { HistoryEntry } from './HistoryEntry.tsx'
import css from './HistoryTab.module.css'

/** Oldest first, as the feed is; the newest page is loaded at once, older ones when asked for. */
export function HistoryTab({ ticketId, userId }: { ticketId: number; userId: number }) {
  const { t } = useTranslation()
  const when = useWhen()
  const [expanded, setExpanded] = useState<number | null>(null)
  const found = useInfiniteQuery({
    queryKey: ['history', ticketId],
    queryFn: ({ pageParam, signal }) => call(listHistory, { id: ticketId, ...(pageParam ? { before: pageParam } : {}) }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
    refetchOnMount: 'always',
  })
  useLiveEvents((events) => {
    if (events.some((event) => event.subject === 'ticket' && event.id === ticketId)) void found.refetch()
  })

  if (found.error)
    return (
      <div className={css.empty} role="alert">
        <p>{t(($) => $.history.loadFailed)}</p>
        <Button onClick={() => void found.refetch()}>{t(($) => $.history.retry)}</Button>
      </div>
    )
  const entries: Entry[] = found.data?.pages.flatMap((page) => page.entries).toReversed() ?? []
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
    <section className={css.list} aria-label={t(($) => $.history.title)} tabIndex={0}>
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
            <HistoryEntry
              entry={entry}
              mine={entry.who.kind === 'user' && entry.who.id === userId}
              expanded={expanded === entry.id}
              onToggle={() => setExpanded(expanded === entry.id ? null : entry.id)}
            />
          </Fragment>
        )
      })}
    </section>
  )
}
