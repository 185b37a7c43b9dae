/** The rows of a receipt by the day on which they begin, each day with its sum; and all of it as text. Pure. */
import type { ReceiptRow } from '#categories/receipt.ts'
import { localOf } from '#platform/web/localTime.ts'

export interface ReceiptDay {
  /** `2026-11-19`, in the zone of its rows. */
  day: string
  zone: string | undefined
  countedMs: number
  rows: ReceiptRow[]
}

export function receiptDays(rows: readonly ReceiptRow[], zoneOf: (timeGroup: number | null) => string | undefined): ReceiptDay[] {
  const days: ReceiptDay[] = []
  for (const row of rows) {
    const zone = zoneOf(row.timeGroup)
    const day = localOf(row.from, zone).slice(0, 10)
    let held = days.at(-1)
    if (!held || held.day !== day || held.zone !== zone) days.push((held = { day, zone, countedMs: 0, rows: [] }))
    held.rows.push(row)
    held.countedMs += row.countedMs
  }
  return days
}

/** How the reader wants days, times and rules said. */
export interface ReceiptSpeech {
  day: (day: ReceiptDay) => string
  time: (at: string, zone: string | undefined, beside: string) => string
  why: (row: ReceiptRow) => string
  counted: (row: ReceiptRow) => string
  length: (ms: number) => string
}

/** Columns parted by tabs, so that it pastes into a sheet as well as into a mail. */
export function receiptText(head: readonly string[], days: readonly ReceiptDay[], said: ReceiptSpeech, sums: readonly string[]): string {
  const body = days.flatMap((day) => [
    '',
    `${said.day(day)}\t${said.length(day.countedMs)}`,
    ...day.rows.map((row) =>
      [said.time(row.from, day.zone, day.day), said.time(row.to, day.zone, day.day), said.why(row), said.counted(row)].join('\t'),
    ),
  ])
  return [...head, ...body, '', ...sums].join('\n')
}
