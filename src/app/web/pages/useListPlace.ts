/** Where one stood in a list: who comes back from a ticket finds the list as they left it. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react'

const places = new Map<string, { top: number; cursor: number | null }>()

/** `ready` once rows are there to scroll among. Give the ref to what holds the list. */
export function useListPlace(view: string, ready: boolean) {
  const panel = useRef<HTMLElement>(null)
  const [cursor, setCursor] = useState(() => places.get(view)?.cursor ?? null)
  const latest = useRef(cursor)
  useEffect(() => {
    latest.current = cursor
  }, [cursor])

  useLayoutEffect(() => {
    const grid = panel.current?.querySelector('[role=grid]')
    if (!ready || !grid) return undefined
    grid.scrollTop = places.get(view)?.top ?? 0
    return () => {
      places.set(view, { top: grid.scrollTop, cursor: latest.current })
    }
  }, [view, ready])
  return { panel, cursor, setCursor }
}
