/** A weekday of a Time group as 48 half-hour tiles, painted by dragging over them, or with the arrow keys and Space. */
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { weekdays } from '#categories/dates.ts'
import { halfHoursOf } from '#categories/paintHours.ts'
import type { TimeGroup } from '#categories/timeGroup.ts'
import css from './clock.module.css'
import type { Painting, Tile } from './usePainting.ts'

interface DayTilesProps {
  week: TimeGroup['week']
  day: number
  painting: Painting
}

export function DayTiles({ week, day, painting }: DayTilesProps) {
  const { t } = useTranslation()
  const { at } = painting
  const name = t(($) => $.manage.timeGroup.day[weekdays[day] ?? 'monday'])
  return (
    <div className={css.strip} role="group" aria-label={name} {...painting.handlers}>
      {halfHoursOf(week, day).map((open, n) => (
        <button
          key={n}
          type="button"
          data-day={day}
          data-tile={n}
          data-on={open}
          aria-label={t(($) => $.manage.timeGroup.tile, { day: name, from: clock(n), to: clock(n + 1) })}
          aria-pressed={open === 'part' ? 'mixed' : open === 'full'}
          tabIndex={at.day === day && at.tile === n ? 0 : -1}
          onFocus={() => painting.moveTo({ day, tile: n })}
          // A keyboard's or a screen reader's press; a pointer has painted already.
          onClick={(event) => event.detail === 0 && painting.toggle({ day, tile: n })}
          onKeyDown={(event) => onKey(event, { day, tile: n }, painting)}
        />
      ))}
    </div>
  )
}

const clock = (tile: number) => `${Math.floor(tile / 2)}:${tile % 2 === 0 ? '00' : '30'}`

const steps: Readonly<Record<string, Tile>> = {
  ArrowLeft: { day: 0, tile: -1 },
  ArrowRight: { day: 0, tile: 1 },
  ArrowUp: { day: -1, tile: 0 },
  ArrowDown: { day: 1, tile: 0 },
  Home: { day: 0, tile: -48 },
  End: { day: 0, tile: 48 },
}

/** With Shift the next tile becomes what this one is. */
function onKey(event: KeyboardEvent<HTMLButtonElement>, here: Tile, painting: Painting) {
  const step = steps[event.key]
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  const next = {
    day: Math.min(6, Math.max(0, here.day + step.day)),
    tile: Math.min(47, Math.max(0, here.tile + step.tile)),
  }
  if (event.shiftKey) painting.carry(here, next)
  const grid = event.currentTarget.closest(`.${css.week}`)
  grid?.querySelector<HTMLElement>(`[data-day="${next.day}"][data-tile="${next.tile}"]`)?.focus()
}
