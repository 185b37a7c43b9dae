/** The receipt of a deadline: each interval, its rule, the sum. Data for people; the words belong to the catalogue. */
import { z } from 'zod'
import { instant } from '#platform/shapes.ts'
import type { Clock, Grant, Stretch } from './clock.ts'
import type { OpenHours, Piece } from './openHours.ts'

export const rowKinds = ['counted', 'outside', 'paused', 'granted', 'left_out'] as const
export const rowRules = [
  'always',
  'weekday',
  'holiday',
  'exception',
  'waiting',
  'closed',
  'archived',
  'merged',
  'bin',
  'reopened',
  'too_many',
] as const

const milliseconds = z.int()

export const receiptRow = z.strictObject({
  /** `left_out` stands for all rows from here on, which would be too many. */
  kind: z.enum(rowKinds),
  from: instant,
  to: instant,
  countedMs: milliseconds,
  /** Of a granted row: what the re-opening added to the target. */
  grantedMs: milliseconds.optional(),
  rule: z.strictObject({
    code: z.enum(rowRules),
    /** The date and name of a holiday or an exception. */
    date: z.iso.date().optional(),
    title: z.string().optional(),
  }),
  /** The Time group it ran under; null is around the clock. */
  timeGroup: z.int().nullable(),
})
export type ReceiptRow = z.infer<typeof receiptRow>

export const receipt = z.strictObject({
  rows: z.array(receiptRow),
  /** Up to now the rows' `countedMs` add up to this. */
  countedMs: milliseconds,
  /** Counted time since creation at which the deadline is full: Response, or Response + Solution, and what was granted. */
  targetMs: milliseconds.nullable(),
  grantedMs: milliseconds,
  /** Left of the computed deadline; negative since it was missed. */
  leftMs: milliseconds.nullable(),
})
export type Receipt = z.infer<typeof receipt>

const iso = (at: number) => new Date(at).toISOString()

/** Of the computed deadline, hand-set or not, with at most so many rows. */
export function receiptOf(clock: Clock, hoursOf: (timeGroup: number | null) => OpenHours, most = 1000): Receipt {
  const { target, grants } = (clock.target === 'response' ? clock.response : clock.solution) ?? { target: null, grants: [] }
  const rows: ReceiptRow[] = []
  let shown = 0
  for (const row of rowsOf(clock, hoursOf, grants)) {
    if (rows.length < most - 1) {
      rows.push(row)
      shown += row.countedMs
      continue
    }
    const rest = { kind: 'left_out', from: row.from, to: iso(clock.now), countedMs: clock.counted - shown } as const
    rows.push({ ...rest, rule: { code: 'too_many' }, timeGroup: clock.terms.timeGroup })
    break
  }
  return {
    rows,
    countedMs: clock.counted,
    targetMs: target,
    grantedMs: grants.reduce((sum, grant) => sum + grant.more, 0),
    leftMs: target === null ? null : target - clock.counted,
  }
}

function* rowsOf(clock: Clock, hoursOf: (timeGroup: number | null) => OpenHours, grants: readonly Grant[]): Iterable<ReceiptRow> {
  const waiting = [...grants]
  const grantsUntil = function* (until: number, timeGroup: number | null): Iterable<ReceiptRow> {
    for (let next = waiting[0]; next && next.at <= until; next = waiting[0]) {
      waiting.shift()
      yield granted(next, timeGroup)
    }
  }
  for (const stretch of clock.stretches) {
    yield* grantsUntil(stretch.from, stretch.timeGroup)
    if (stretch.state === 'open')
      for (const piece of hoursOf(stretch.timeGroup).pieces(stretch.from, stretch.to)) yield pieceRow(piece, stretch)
    else yield { ...ends(stretch), kind: 'paused', countedMs: 0, rule: { code: stretch.state }, timeGroup: stretch.timeGroup }
  }
  yield* grantsUntil(Infinity, clock.terms.timeGroup)
}

const ends = ({ from, to }: { from: number; to: number }) => ({ from: iso(from), to: iso(to) })

const pieceRow = (piece: Piece, { timeGroup }: Stretch): ReceiptRow => ({
  ...ends(piece),
  kind: piece.open ? 'counted' : 'outside',
  countedMs: piece.open ? piece.to - piece.from : 0,
  rule: piece.rule,
  timeGroup,
})

const granted = ({ at, more }: Grant, timeGroup: number | null): ReceiptRow => ({
  ...ends({ from: at, to: at }),
  kind: 'granted',
  countedMs: 0,
  grantedMs: more,
  rule: { code: 'reopened' },
  timeGroup,
})
