/** The week of a Time group: each weekday's hours as text, and the same as a strip of half hours. */
import { Button } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { weekdays } from '#categories/dates.ts'
import { type Interval, minutesOfInterval, type TimeGroup } from '#categories/timeGroup.ts'
import css from './clock.module.css'
import { IntervalInput } from './IntervalInput.tsx'

interface WeekFieldsProps {
  week: TimeGroup['week']
  problem: (field: string) => string | undefined
  onChange: (week: TimeGroup['week']) => void
}

export function WeekFields({ week, problem, onChange }: WeekFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <div className={css.week}>
        <span className={css.corner} />
        <Hours />
        <span className={css.corner} />
        {weekdays.map((day, n) => (
          <Fragment key={day}>
            <span className={css.day} title={t(($) => $.manage.timeGroup.day[day])}>
              {t(($) => $.manage.timeGroup.shortDay[day])}
            </span>
            <Strip intervals={week[day]} before={week[weekdays[(n + 6) % 7] ?? day]} />
            <IntervalInput
              label={t(($) => $.manage.timeGroup.hoursOf, { day: t(($) => $.manage.timeGroup.day[day]) })}
              value={week[day]}
              error={problem(`week.${day}`)}
              onChange={(intervals) => onChange({ ...week, [day]: intervals })}
            />
          </Fragment>
        ))}
      </div>
      <div className={css.buttons}>
        <Button
          variant="subtle"
          onClick={() => {
            const { monday } = week
            onChange({ ...week, tuesday: monday, wednesday: monday, thursday: monday, friday: monday })
          }}
        >
          {t(($) => $.manage.timeGroup.asMonday)}
        </Button>
      </div>
    </>
  )
}

/** The scale over the strips. */
function Hours() {
  return (
    <div className={css.hours} aria-hidden>
      {[0, 3, 6, 9, 12, 15, 18, 21, 24].map((hour) => (
        <span key={hour} style={{ left: `${(hour / 24) * 100}%` }}>
          {hour}
        </span>
      ))}
    </div>
  )
}

const halfHours = Array.from({ length: 48 }, (_, n) => n * 30)

/** Only a picture of what the text says; the night before reaches into the morning. */
export function Strip({ intervals, before = [] }: { intervals: readonly Interval[]; before?: readonly Interval[] }) {
  const spans = [
    ...intervals.map(minutesOfInterval),
    ...before.map(minutesOfInterval).map(({ from, to }) => ({ from: from - 1440, to: to - 1440 })),
  ]
  const openIn = (from: number) =>
    spans.reduce((sum, span) => sum + Math.max(0, Math.min(span.to, from + 30) - Math.max(span.from, from)), 0)
  return (
    <div className={css.strip} aria-hidden>
      {halfHours.map((from) => {
        const open = openIn(from)
        return <i key={from} data-on={open >= 30 ? 'full' : open > 0 ? 'part' : undefined} />
      })}
    </div>
  )
}
