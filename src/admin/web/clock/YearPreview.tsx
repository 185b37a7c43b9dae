/** What the yearly rules and exceptions come to in one year, as dates. */
import { NumberInput } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { intervalText } from '#categories/intervalText.ts'
import type { TimeGroup } from '#categories/timeGroup.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './clock.module.css'
import { holidaysIn } from './holidaysIn.ts'

export function YearPreview({ group }: { group: Pick<TimeGroup, 'yearly' | 'exceptions'> }) {
  const { t } = useTranslation()
  const id = useId()
  const [year, setYear] = useState(() => new Date().getFullYear())
  const days = holidaysIn(year, group)
  return (
    <div className={css.what}>
      <div className={css.buttons}>
        <label htmlFor={id} className="ink2" style={{ alignSelf: 'center' }}>
          {t(($) => $.manage.timeGroup.year)}
        </label>
        <NumberInput
          id={id}
          w={72}
          min={1970}
          max={2200}
          hideControls={false}
          value={year}
          onChange={(next) => typeof next === 'number' && setYear(next)}
        />
        <span className="ink3" style={{ alignSelf: 'center' }}>
          {t(($) => $.manage.timeGroup.daysInYear, { count: days.length })}
        </span>
      </div>
      {days.length > 0 && <DayList days={days} />}
    </div>
  )
}

export function DayList({ days }: { days: ReturnType<typeof holidaysIn> }) {
  const { t } = useTranslation()
  const when = useWhen()
  const noon = (date: string) => when.day(`${date}T12:00:00.000Z`)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
    <ul className={css.preview} tabIndex={0} aria-label={t(($) => $.manage.timeGroup.preview)}>
      {days.map((day) => (
        <li key={day.date}>
          <span>{noon(day.date)}</span>
          <span>
            {day.title}
            <span className="ink3"> {day.intervals.length > 0 ? intervalText(day.intervals) : t(($) => $.manage.timeGroup.closed)}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
