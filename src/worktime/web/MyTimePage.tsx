/** My time: a week by day and ticket; whoever may correct time sees that of the others by User and day. */
import { Button, SegmentedControl } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay, useMe } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Go } from '#platform/web/ui/Go.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { localeFor } from '#platform/web/when.ts'
import { durationOf } from '#tickets/duration.ts'
import { timeByDay } from '#worktime/api.ts'
import { sumsOf, weekOf } from '#worktime/week.ts'
import css from './MyTimePage.module.css'

const cell = (spent: number) => (spent === 0 ? '' : durationOf(spent))

export function MyTimePage() {
  const { t, i18n } = useTranslation()
  const when = useWhen()
  const me = useMe()
  const leads = useMay('time.correct')
  const [all, setAll] = useState(false)
  const [weeks, setWeeks] = useState(0)
  const [now] = useState(() => new Date())
  const days = weekOf(when.dayKey(now), weeks)
  const [from = '', to = ''] = [days[0], days.at(-1)]
  const { data, error } = useEndpoint(timeByDay, { user: all ? 'all' : me.id, from, to }, { staleTime: 0, keepPrevious: true })
  useTitle(t(($) => $.time.mine))
  const lines = sumsOf(
    (data?.rows ?? []).map(({ user, ticket, day, spent }) => ({
      key: all ? `user ${user.id}` : `ticket ${ticket?.id ?? ''}`,
      name: all ? user.name : (ticket?.title ?? t(($) => $.time.hidden)),
      ticketId: all ? null : (ticket?.id ?? null),
      day,
      spent,
    })),
  )
  const dayName = new Intl.DateTimeFormat(localeFor(i18n.language), { weekday: 'short', day: 'numeric', month: 'numeric', timeZone: 'UTC' })
  return (
    <div className={css.page}>
      <header className={css.head}>
        <h1>{t(($) => (all ? $.time.all : $.time.mine))}</h1>
        {leads && (
          <SegmentedControl
            aria-label={t(($) => $.time.whose)}
            value={all ? 'all' : 'mine'}
            onChange={(value) => setAll(value === 'all')}
            data={[
              { value: 'mine', label: t(($) => $.time.onlyMine) },
              { value: 'all', label: t(($) => $.time.everybody) },
            ]}
          />
        )}
        <span className={css.weeks}>
          <IconButton
            label={t(($) => $.time.previous)}
            icon={<IconChevronLeft size={16} aria-hidden />}
            onClick={() => setWeeks(weeks - 1)}
          />
          <span aria-live="polite">{t(($) => $.time.week, { day: when.day(`${from}T12:00:00.000Z`) })}</span>
          <IconButton label={t(($) => $.time.next)} icon={<IconChevronRight size={16} aria-hidden />} onClick={() => setWeeks(weeks + 1)} />
          {weeks !== 0 && (
            <Button variant="subtle" onClick={() => setWeeks(0)}>
              {t(($) => $.time.today)}
            </Button>
          )}
        </span>
      </header>
      {error ? (
        <Notice kind="error">{error.message}</Notice>
      ) : !data ? (
        <SkeletonLines lines={5} />
      ) : lines.length === 0 ? (
        <EmptyState>{t(($) => $.time.empty)}</EmptyState>
      ) : (
        <div className={css.scroll} role="region" aria-label={t(($) => $.time.hours)}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t(($) => (all ? $.time.user : $.time.ticket))}</th>
                {days.map((day) => (
                  <th key={day} scope="col" className={css.number}>
                    {dayName.format(new Date(`${day}T00:00:00Z`))}
                  </th>
                ))}
                <th scope="col" className={css.number}>
                  {t(($) => $.time.sum)}
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ key, name, ticketId, byDay, sum }) => (
                <tr key={key}>
                  <th scope="row" className={css.name}>
                    {ticketId === null ? (
                      name
                    ) : (
                      <Go className="link" href={`/tickets/${ticketId}`}>
                        <span className="n">#{ticketId}</span> {name}
                      </Go>
                    )}
                  </th>
                  {days.map((day) => (
                    <td key={day} className={css.number}>
                      {cell(byDay.get(day) ?? 0)}
                    </td>
                  ))}
                  <td className={css.number}>{durationOf(sum)}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{t(($) => $.time.sum)}</th>
                {days.map((day) => (
                  <td key={day} className={css.number}>
                    {cell(lines.reduce((sum, { byDay }) => sum + (byDay.get(day) ?? 0), 0))}
                  </td>
                ))}
                <td className={css.number}>{durationOf(lines.reduce((total, { sum }) => total + sum, 0))}</td>
              </tr>
            </tfoot>
          </table>
        </div>
      )}
    </div>
  )
}
