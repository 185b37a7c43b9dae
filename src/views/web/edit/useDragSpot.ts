/** Dragging a place by pointer: up and down says where, sideways how deep; near an edge the column scrolls; Escape puts it back. */
import { type PointerEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import { movedSpot, nearestSlot, rowsBesides, type Slot, type Spot, spotRows, targetOf } from './arranging.ts'

/** A press becomes a drag after this many pixels. */
const threshold = 4
/** How far sideways one level is. */
const indent = 20
const edge = 28

interface Grabbed {
  key: string
  depth: number
  x: number
  y: number
  moved: boolean
  scroller: Element | null
}

/** While dragging: where the pointer is, and the line it would be dropped at among all visible lines. */
export interface Dragging {
  key: string
  x: number
  y: number
  line: number
  depth: number
}

export function useDragSpot(
  list: RefObject<HTMLElement | null>,
  tree: readonly Spot[],
  folded: ReadonlySet<string>,
  onMove: (key: string, next: readonly Spot[]) => void,
) {
  const grabbed = useRef<Grabbed>(undefined)
  const [dragging, setDragging] = useState<Dragging>()

  /** The slot under the pointer, and the visible line it begins at. */
  const slotAt = (held: Grabbed, x: number, y: number): { slot: Slot; line: number } => {
    const rows = spotRows(tree, folded)
    const elements = [...(list.current?.querySelectorAll('[data-line]') ?? [])]
    const found = elements.findIndex((element) => {
      const { top, height } = element.getBoundingClientRect()
      return y < top + height / 2
    })
    const line = found === -1 ? rows.length : found
    const besides = rowsBesides(tree, held.key, folded)
    const there = new Set(besides.map((row) => row.key))
    const above = rows.slice(0, line).filter((row) => there.has(row.key)).length
    const depth = held.depth + Math.round((x - held.x) / indent)
    return { slot: nearestSlot(besides, { line: above, depth }), line }
  }
  const drag = useEffectEvent((event: globalThis.PointerEvent) => {
    const held = grabbed.current
    if (!held) return
    if (!held.moved && Math.hypot(event.clientX - held.x, event.clientY - held.y) < threshold) return
    held.moved = true
    event.preventDefault()
    const { slot, line } = slotAt(held, event.clientX, event.clientY)
    setDragging({ key: held.key, x: event.clientX, y: event.clientY, line, depth: slot.depth })
    const box = held.scroller?.getBoundingClientRect()
    if (!box || !held.scroller) return
    if (event.clientY < box.top + edge) held.scroller.scrollBy(0, -8)
    else if (event.clientY > box.bottom - edge) held.scroller.scrollBy(0, 8)
  })
  const end = () => {
    grabbed.current = undefined
    setDragging(undefined)
  }
  const drop = useEffectEvent((event: globalThis.PointerEvent) => {
    const held = grabbed.current
    if (held?.moved) {
      const { slot } = slotAt(held, event.clientX, event.clientY)
      onMove(held.key, movedSpot(tree, held.key, targetOf(rowsBesides(tree, held.key, folded), slot)))
    }
    end()
  })
  const giveUp = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !grabbed.current?.moved) return
    event.stopPropagation()
    end()
  })
  useEffect(() => {
    const cancel = () => end()
    document.addEventListener('pointermove', drag, { passive: false })
    document.addEventListener('pointerup', drop)
    document.addEventListener('pointercancel', cancel)
    document.addEventListener('keydown', giveUp, true)
    return () => {
      document.removeEventListener('pointermove', drag)
      document.removeEventListener('pointerup', drop)
      document.removeEventListener('pointercancel', cancel)
      document.removeEventListener('keydown', giveUp, true)
    }
  }, [])

  const grab = (event: PointerEvent, key: string, depth: number) => {
    if (event.button !== 0) return
    const target = event.target instanceof Element ? event.target : null
    if (target?.closest('button, input, [data-still]')) return
    // A finger scrolls; it drags by the handle alone.
    if (event.pointerType === 'touch' && !target?.closest('[data-handle]')) return
    grabbed.current = {
      key,
      depth,
      x: event.clientX,
      y: event.clientY,
      moved: false,
      scroller: list.current?.closest('[data-scroller]') ?? null,
    }
  }
  return { dragging, grab }
}
