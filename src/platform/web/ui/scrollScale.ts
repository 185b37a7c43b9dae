/**
 * Where one is in a list that is higher than a browser lets anything be. Its own height (`full`) may be a hundred million pixels; what the
 * scrollbar spans (`shown`) is capped. Small movements go pixel by pixel, the scrollbar's thumb goes through the whole list in proportion.
 */

/** Browsers lose precision or clip somewhere between 16 and 33 million pixels. */
const cap = 12_000_000

export interface Scale {
  full: number
  shown: number
  /** The height of what is seen at once. */
  view: number
}

export const scaleOf = (full: number, view: number): Scale => ({ full, shown: Math.min(full, cap), view })

const room = ({ full, view }: Scale) => Math.max(0, full - view)
const shownRoom = ({ shown, view }: Scale) => Math.max(0, shown - view)

/** The place in the list at which the scrollbar stands. */
export const placeOf = (scale: Scale, scroll: number) =>
  shownRoom(scale) === 0 ? 0 : clamp((scroll / shownRoom(scale)) * room(scale), room(scale))

/** Where the scrollbar belongs for a place in the list. */
export const scrollOf = (scale: Scale, place: number) =>
  room(scale) === 0 ? 0 : clamp((place / room(scale)) * shownRoom(scale), shownRoom(scale))

/** The place after the scrollbar moved: by as many pixels when it moved a little, in proportion when it jumped or has reached an end. */
export function moved(scale: Scale, from: { place: number; scroll: number }, scroll: number): number {
  const by = scroll - from.scroll
  if (scroll <= 0) return 0
  if (scroll >= shownRoom(scale)) return room(scale)
  return Math.abs(by) > 2 * scale.view ? placeOf(scale, scroll) : clamp(from.place + by, room(scale))
}

/** Whether small movements have taken the scrollbar too far from where it belongs: it would reach its end before the list does. */
export function strayed(scale: Scale, { place, scroll }: { place: number; scroll: number }): boolean {
  const belongs = scrollOf(scale, place)
  const nearEnd = Math.min(scroll, shownRoom(scale) - scroll) < 3 * scale.view
  return Math.abs(belongs - scroll) > (nearEnd ? 1 : scale.view * 20)
}

const clamp = (value: number, most: number) => Math.min(Math.max(0, value), most)
