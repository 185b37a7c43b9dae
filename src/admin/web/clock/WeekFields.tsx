/** The week of a Time group: each weekday's hours as text, and the same as half hours that are painted. */
import { Button } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { weekdays } from '#categories/dates.ts'
import type { TimeGroup } from '#categories/timeGroup.ts'
import css from './clock.module.css'
import { DayTiles } from './DayTiles.tsx'
import { IntervalInput } from './IntervalInput.tsx'
import { usePainting } from './usePainting.ts'

interface WeekFieldsProps {
  week: TimeGroup['week']
  problem: (field: string) => string | undefined
  onChange: (week: TimeGroup['week']) => void
}

export function WeekFields({ week, problem, onChange }: WeekFieldsProps) {
  const { t } = useTranslation()
  const painting = usePainting(week, onChange)
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
            <DayTiles week={week} day={n} painting={painting} />
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
