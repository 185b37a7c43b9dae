/** Which rows of a long list are in sight, and where they lie. All rows are equally high, so nothing has to be measured. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { moved, scaleOf, scrollOf, strayed } from './scrollScale.ts'

/** Rows beyond the edges that exist already, so that a quick turn of the wheel finds them. */
const spare = 10
const rest = 150

export interface RowWindow {
  /** The first row that exists, and the one after the last. */
  first: number
  end: number
  /** The height that the scrollbar spans. */
  height: number
  /** A row's distance from the top of what holds the rows. */
  topOf: (index: number) => number
  /** Scrolls as far as is needed to see a row. */
  reveal: (index: number) => void
  /** Scrolls without a movement of its own: the rows above grew or shrank by so many. */
  shiftBy: (rows: number) => void
  /** The row at the upper edge, as a fraction. */
  at: () => number
  onScroll: () => void
}

/** `head`: the height of what stays above the rows. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number, head: number): RowWindow {
  const [view, setView] = useState(800)
  const place = useRef({ place: 0, scroll: 0 })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [shown, setShown] = useState({ first: 0, shift: 0 })
  const seen = Math.max(rowHeight, view - head)
  const scale = scaleOf(count * rowHeight, seen)

  useLayoutEffect(() => {
    const box = scroller.current
    if (!box) return undefined
    const measure = () => setView(box.clientHeight || 800)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    return () => observer.disconnect()
  }, [scroller])
  useEffect(() => () => clearTimeout(timer.current), [])

  const show = useCallback(() => {
    const first = Math.max(0, Math.floor(place.current.place / rowHeight) - spare)
    const shift = place.current.place - place.current.scroll
    setShown((now) => (now.first === first && now.shift === shift ? now : { first, shift }))
  }, [rowHeight])

  const put = (to: number, scroll: number) => {
    const box = scroller.current
    if (!box) return
    place.current = { place: to, scroll }
    if (box.scrollTop !== scroll) {
      box.scrollTop = scroll
      // What the browser has made of it: whole pixels of the screen, and never beyond the end.
      if (Math.abs(box.scrollTop - scroll) < 2) place.current.scroll = box.scrollTop
    }
    show()
  }
  const settle = () => {
    const { place: to, scroll } = place.current
    const belongs = scrollOf(scale, to)
    if (scale.full > scale.shown && Math.abs(belongs - scroll) > 1) put(to, belongs)
  }

  // The rows' height changed, or the list grew shorter: the same row stays at the edge.
  const before = useRef(rowHeight)
  useLayoutEffect(() => {
    if (before.current === rowHeight) return
    const to = (place.current.place / before.current) * rowHeight
    before.current = rowHeight
    put(to, scrollOf(scale, to))
  })

  const end = Math.min(count, shown.first + Math.ceil(seen / rowHeight) + 2 * spare + 1)
  const first = Math.min(shown.first, Math.max(0, count - 1))
  return {
    first,
    end,
    height: scale.shown,
    topOf: (index) => index * rowHeight - shown.shift,
    reveal: (index) => {
      const { place: now, scroll } = place.current
      const top = index * rowHeight
      const to = top < now ? top : top + rowHeight > now + seen ? top + rowHeight - seen : now
      if (to === now) return
      const near = Math.abs(to - now) < 2 * seen && scale.full > scale.shown
      put(to, near ? scroll + to - now : scrollOf(scale, to))
    },
    shiftBy: (rows) => {
      const to = Math.max(0, place.current.place + rows * rowHeight)
      put(to, scrollOf(scale, to))
    },
    at: () => place.current.place / rowHeight,
    onScroll: () => {
      const box = scroller.current
      if (!box) return
      const scroll = box.scrollTop
      place.current = { place: moved(scale, place.current, scroll), scroll }
      if (scale.full > scale.shown && strayed(scale, place.current)) settle()
      else show()
      clearTimeout(timer.current)
      timer.current = setTimeout(settle, rest)
    },
  }
}
