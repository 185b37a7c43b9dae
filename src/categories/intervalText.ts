/** Working hours as people write them: “9:00–12:00, 13–17”. */
import type { Interval } from './timeGroup.ts'

const one = /^(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?$/

/** Nothing is no hours; undefined is not readable. Whether they overlap is the Time group's own rule. */
export function readIntervals(text: string): Interval[] | undefined {
  const parts = text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const found: Interval[] = []
  for (const part of parts) {
    const [, hour = '', minutes = '00', untilHour = '', untilMinutes = '00'] = one.exec(part) ?? []
    const from = clock(hour, minutes)
    const to = clock(untilHour, untilMinutes)
    if (from === undefined || to === undefined || from === '24:00') return undefined
    found.push({ from, to })
  }
  return found
}

/** The shortest way to write them that reads back the same. */
export const intervalText = (list: readonly Interval[]) => list.map(({ from, to }) => `${short(from)}–${short(to)}`).join(', ')

const short = (time: string) => time.replace(/^0(?=\d:)/, '')

function clock(hour: string, minutes: string): string | undefined {
  if (hour === '') return undefined
  const [h, m] = [Number(hour), Number(minutes)]
  if (h > 24 || m > 59 || (h === 24 && m > 0)) return undefined
  return `${String(h).padStart(2, '0')}:${minutes}`
}
