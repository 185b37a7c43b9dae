/** Rows put in order: one is dragged over another, or moved by its handle's arrow keys. */
import { type DragEvent, useState } from 'react'
import type { HandleProps } from './Handle.tsx'

/** `move(from, to)` is told of each finished move. */
export function useDragOrder(count: number, move: (from: number, to: number) => void) {
  const [grabbed, setGrabbed] = useState<number>()
  const [over, setOver] = useState<number>()
  const to = (from: number, place: number) => {
    if (place >= 0 && place < count && place !== from) move(from, place)
  }
  return {
    /** For the row element; only a grabbed handle makes it draggable, so that its text can still be selected. */
    row: (n: number) => ({
      draggable: grabbed === n,
      'data-over': over === n && grabbed !== undefined && grabbed !== n ? (grabbed < n ? 'after' : 'before') : undefined,
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', String(n))
      },
      onDragOver: (event: DragEvent) => {
        if (grabbed === undefined) return
        event.preventDefault()
        setOver(n)
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault()
        if (grabbed !== undefined) to(grabbed, n)
      },
      onDragEnd: () => {
        setGrabbed(undefined)
        setOver(undefined)
      },
    }),
    handle: (n: number): HandleProps => ({
      onUp: () => to(n, n - 1),
      onDown: () => to(n, n + 1),
      onGrab: () => setGrabbed(n),
    }),
  }
}

/** The list with one taken out and put elsewhere. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const one = list.slice(from, from + 1)
  return list.toSpliced(from, 1).toSpliced(to, 0, ...one)
}
