/** Painting a week: a drag opens or closes the rectangle between where it began and where it is, over one day or several. */
import { useRef, useState, type PointerEvent } from 'react'
import { halfHoursOf, paintHours } from '#categories/paintHours.ts'
import type { TimeGroup } from '#categories/timeGroup.ts'

type Week = TimeGroup['week']
/** `tile` counts half hours from midnight. */
export interface Tile {
  day: number
  tile: number
}
export type Painting = ReturnType<typeof usePainting>

export function usePainting(week: Week, onChange: (week: Week) => void) {
  /** The one tile that the Tab key reaches. */
  const [at, moveTo] = useState<Tile>({ day: 0, tile: 16 })
  const drag = useRef<{ from: Tile; to: Tile; week: Week; open: boolean }>(null)
  const isOpen = ({ day, tile }: Tile) => halfHoursOf(week, day)[tile] === 'full'
  return {
    at,
    moveTo,
    toggle: (tile: Tile) => onChange(painted(week, tile, tile, !isOpen(tile))),
    carry: (from: Tile, to: Tile) => onChange(painted(week, from, to, isOpen(from))),
    handlers: {
      onPointerDown(event: PointerEvent) {
        const from = event.button === 0 ? tileOf(event.target) : null
        if (!from) return
        drag.current = { from, to: from, week, open: !isOpen(from) }
        event.currentTarget.setPointerCapture(event.pointerId)
        onChange(painted(week, from, from, !isOpen(from)))
      },
      onPointerMove(event: PointerEvent) {
        const begun = drag.current
        const to = begun && tileOf(document.elementFromPoint(event.clientX, event.clientY))
        if (!begun || !to || (to.day === begun.to.day && to.tile === begun.to.tile)) return
        begun.to = to
        onChange(painted(begun.week, begun.from, to, begun.open))
      },
      onPointerUp: () => void (drag.current = null),
      /** The page scrolls instead: nothing was meant. */
      onPointerCancel() {
        if (drag.current) onChange(drag.current.week)
        drag.current = null
      },
    },
  }
}

/** The rectangle between two tiles, opened or closed. */
function painted(week: Week, one: Tile, other: Tile, open: boolean): Week {
  const [first, last] = [Math.min(one.day, other.day), Math.max(one.day, other.day)]
  const stroke = { from: Math.min(one.tile, other.tile) * 30, to: (Math.max(one.tile, other.tile) + 1) * 30, open }
  const days = Array.from({ length: last - first + 1 }, (_, n) => first + n)
  return days.reduce((now, day) => paintHours(now, { ...stroke, day }), week)
}

function tileOf(target: EventTarget | null): Tile | null {
  const { day, tile } = target instanceof HTMLElement ? target.dataset : {}
  return day === undefined || tile === undefined ? null : { day: Number(day), tile: Number(tile) }
}
