/** Everything one was told, newest first, by day; each leads to its ticket and says why it came. */
import { Button, Checkbox } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listNotifications, type Notification, readNotifications } from '#notifications/api.ts'
import { call } from '#platform/web/call.ts'
import { keyOf } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { DayHead } from '#platform/web/ui/DayHead.tsx'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './NotificationsPage.module.css'
import { useSentence, useWhy } from './useSentence.ts'

export function NotificationsPage() {
  const { t } = useTranslation()
  const when = useWhen()
  const queries = useQueryClient()
  const [onlyUnread, setOnlyUnread] = useState(false)
  const wanted = onlyUnread ? { unread: 'true' } : {}
  const found = useInfiniteQuery({
    queryKey: [...keyOf(listNotifications, wanted), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call(listNotifications, { ...wanted, ...(pageParam === null ? {} : { before: pageParam }) }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next,
    refetchOnMount: 'always',
  })
  useTitle(t(($) => $.notify.title))
  const all = found.data?.pages.flatMap(({ notifications }) => notifications) ?? []
  const unread = found.data?.pages[0]?.unread ?? 0
  const read = async (which: { ids?: number[] }) => {
    await call(readNotifications, which)
    await queries.invalidateQueries({ queryKey: keyOf(listNotifications) })
  }
  const days = new Map<string, Notification[]>()
  for (const one of all) days.set(when.dayKey(one.at), [...(days.get(when.dayKey(one.at)) ?? []), one])
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>
          {t(($) => $.notify.title)} {unread > 0 && <span className="n ink3">{when.count(unread)}</span>}
        </h1>
        <Checkbox
          label={t(($) => $.notify.onlyUnread)}
          checked={onlyUnread}
          onChange={({ currentTarget }) => setOnlyUnread(currentTarget.checked)}
        />
        <span className={css.tools}>
          {unread > 0 && <Button onClick={() => void read({})}>{t(($) => $.notify.readAll)}</Button>}
          <Go href="/account#notifications" className="link">
            {t(($) => $.notify.settings)}
          </Go>
        </span>
      </header>
      {found.isPending && <SkeletonLines lines={5} />}
      {found.error && (
        <Notice kind="error" action={<Button onClick={() => void found.refetch()}>{t(($) => $.common.retry)}</Button>}>
          {found.error.message}
        </Notice>
      )}
      {found.data && all.length === 0 && <EmptyState>{t(($) => $.notify.none)}</EmptyState>}
      {[...days].map(([day, list]) => (
        <section key={day} aria-label={when.day(list[0]?.at ?? '')}>
          <DayHead at={list[0]?.at ?? ''} />
          <ul className={css.list}>
            {byTicket(list).map((group) => (
              <Line key={group[0].id} group={group} onRead={() => void read({ ids: group.map(({ id }) => id) })} />
            ))}
          </ul>
        </section>
      ))}
      {found.hasNextPage && (
        <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t(($) => $.notify.more)}
        </Button>
      )}
    </div>
  )
}

type Group = [newest: Notification, ...earlier: Notification[]]

/** Several news of one ticket are one line: the newest with its reason, and how many came before. */
function byTicket(list: readonly Notification[]): Group[] {
  const groups = new Map<string, Group>()
  for (const one of list) {
    const key = one.ticket ? `ticket ${one.ticket.id}` : `many ${one.id}`
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups.values()]
}

function Line({ group, onRead }: { group: Group; onRead: () => void }) {
  const [told, ...earlier] = group
  const unread = group.some(({ read }) => !read)
  const { t } = useTranslation()
  const sentence = useSentence()
  const why = useWhy()
  return (
    <li>
      <Go
        href={told.ticket ? `/tickets/${told.ticket.id}` : '/tickets'}
        className={css.line}
        data-unread={unread || undefined}
        onClick={() => unread && onRead()}
      >
        <span className={css.dot} aria-hidden />
        <span className={css.what}>
          <span className={`cut ${css.title}`}>
            {unread && <span className="sr">{t(($) => $.views.list.unread)}: </span>}
            {told.ticket ? (
              <>
                <span className="n ink3">#{told.ticket.id}</span> {told.ticket.title}
              </>
            ) : (
              t(($) => $.notify.manyTickets)
            )}
          </span>
          <span className={`cut ${css.sentence}`}>
            {earlier.length > 0 ? t(($) => $.notify.earlier, { count: earlier.length, sentence: sentence(told) }) : sentence(told)}
          </span>
        </span>
        <span className={css.why}>{why(told)}</span>
        <span className={css.at}>
          <Time at={told.at} />
        </span>
      </Go>
    </li>
  )
}
