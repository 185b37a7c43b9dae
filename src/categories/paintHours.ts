/** Working hours painted in half-hour tiles: what a stroke over a weekday makes of a Time group's week. Pure. */
import { weekdays } from './dates.ts'
import { type Interval, minutesOfInterval, type TimeGroup } from './timeGroup.ts'

type Week = TimeGroup['week']
interface Span {
  from: number
  to: number
}
/** A stroke over one day, in minutes of it, that opens or closes. */
export interface Stroke extends Span {
  /** 0 is Monday. */
  day: number
  open: boolean
}

const night = 1440

/** Of each half hour of a day, whether it is open, a part of it is, or none; the night before reaches into the morning. */
export function halfHoursOf(week: Week, day: number): ('full' | 'part' | 'none')[] {
  const spans = [...spansOf(week, day), ...spansOf(week, day - 1).map(earlier)]
  return Array.from({ length: 48 }, (_, n) => {
    const open = spans.reduce((sum, span) => sum + Math.max(0, Math.min(span.to, n * 30 + 30) - Math.max(span.from, n * 30)), 0)
    return open >= 30 ? 'full' : open > 0 ? 'part' : 'none'
  })
}

/** The week after a stroke. What the night before has open already is not opened twice, and is closed where it was begun. */
export function paintHours(week: Week, { day, from, to, open }: Stroke): Week {
  const [own, before] = [spansOf(week, day), spansOf(week, day - 1)]
  if (open) return withSpans(week, day, joined([...own, ...without([{ from, to }], before.map(earlier))]))
  const left = without(before, [{ from: from + night, to: to + night }])
  const closed = withSpans(week, day, without(own, [{ from, to }]))
  return JSON.stringify(left) === JSON.stringify(before) ? closed : withSpans(closed, day - 1, left)
}

const nameOf = (day: number) => weekdays[(day + 7) % 7] ?? 'monday'
const earlier = ({ from, to }: Span): Span => ({ from: from - night, to: to - night })

/** What cannot be read is no time. */
const spansOf = (week: Week, day: number): Span[] =>
  week[nameOf(day)].map(minutesOfInterval).filter(({ from, to }) => Number.isFinite(from) && Number.isFinite(to))

/** An interval belongs to the day on which it begins, and is shorter than a day. */
function withSpans(week: Week, day: number, spans: readonly Span[]): Week {
  const whole = spans.flatMap((span) =>
    span.to - night >= span.from
      ? [
          { from: span.from, to: night },
          { from: night, to: span.to },
        ]
      : [span],
  )
  const next = whole.filter(({ from, to }) => from >= night && to > from).map(earlier)
  const kept = { ...week, [nameOf(day)]: intervalsOf(whole.filter(({ from }) => from < night)) }
  return next.length === 0 ? kept : withSpans(kept, day + 1, joined([...spansOf(kept, day + 1), ...next]))
}

function joined(spans: readonly Span[]): Span[] {
  const found: Span[] = []
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = found.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else found.push({ ...span })
  }
  return found
}

const without = (spans: readonly Span[], taken: readonly Span[]): Span[] =>
  taken.reduce<Span[]>(
    (left, cut) =>
      left.flatMap((span) =>
        [
          { from: span.from, to: Math.min(span.to, cut.from) },
          { from: Math.max(span.from, cut.to), to: span.to },
        ].filter(({ from, to }) => to > from),
      ),
    [...spans],
  )

const intervalsOf = (spans: readonly Span[]): Interval[] =>
  spans.map(({ from, to }) => ({ from: clock(from), to: clock(to > night ? to - night : to) }))
const clock = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
