/** The arithmetic of focus time, against an oracle that looks at every single second. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { counted, idleAfter, longestStep, type Look } from './focus.ts'
import { byQuarter, lengthOf, union, within, without, type Span } from './spans.ts'

const end = 120
const moment = fc.integer({ min: 0, max: end })
const span = fc.tuple(moment, moment).map(([a, b]): Span => [Math.min(a, b), Math.max(a, b)])
const spans = fc.array(span, { maxLength: 12 })
const seconds = Array.from({ length: end }, (_, n) => n)
const holds = (all: readonly Span[]) => seconds.map((second) => all.some(([from, to]) => from <= second && second < to))
const sorted = (all: readonly Span[]) => all.every(([from, to], n) => from < to && (all[n + 1]?.[0] ?? Infinity) > to)

test('Two tabs never count the same second twice, and lose none.', () => {
  fc.assert(
    fc.property(fc.array(spans, { maxLength: 4 }), (tabs) => {
      // Tab by tab, as their heartbeats arrive: what one has counted is taken from the next.
      let taken: Span[] = []
      let sum = 0
      for (const tab of tabs) {
        const fresh = without(tab, taken)
        sum += lengthOf(fresh)
        taken = union([...taken, ...fresh])
      }
      const oracle = holds(tabs.flat()).filter(Boolean).length
      expect(sum).toBe(oracle)
      expect(lengthOf(taken)).toBe(oracle)
      expect(sorted(taken)).toBe(true)
    }),
  )
})

test('Union, difference and section hold the seconds that an oracle finds one by one.', () => {
  fc.assert(
    fc.property(spans, spans, moment, moment, (a, b, from, to) => {
      const [inA, inB] = [holds(a), holds(b)]
      expect(holds(union(a))).toEqual(inA)
      expect(holds(without(a, b))).toEqual(inA.map((is, n) => is && !inB[n]))
      expect(holds(within(a, from, to))).toEqual(inA.map((is, n) => is && from <= n && n < to))
      for (const result of [union(a), without(a, b), within(a, from, to)]) expect(sorted(result)).toBe(true)
    }),
  )
})

test('The quarters of an hour hold what the spans hold, each at most a quarter of an hour.', () => {
  const minute = fc.integer({ min: 0, max: 600 }).map((n) => n * 60_000)
  const long = fc.array(
    fc.tuple(minute, minute).map(([a, b]): Span => [Math.min(a, b), Math.max(a, b)]),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(long, (all) => {
      const quarters = byQuarter(all)
      expect([...quarters.values()].reduce((sum, ms) => sum + ms, 0)).toBe(lengthOf(all))
      for (const [at, ms] of quarters) {
        expect(at % 900_000).toBe(0)
        expect(ms).toBe(lengthOf(within(all, at, at + 900_000)))
      }
    }),
  )
})

test('It counts while the ticket is shown and one is not idle: five minutes after the last touch count, a sleeping machine does not, a call is never idle.', () => {
  const step = fc.record({
    seconds: fc.oneof(fc.integer({ min: 1, max: longestStep / 1000 }), fc.integer({ min: 6, max: 900 })),
    shown: fc.boolean(),
    touched: fc.boolean(),
    calling: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.boolean(), (steps, busy) => {
      let [now, touchedAt, sum, oracle] = [0, 0, 0, 0]
      let before: Look | null = null
      for (const { seconds: passed, shown, touched, calling } of steps) {
        const from = now
        now += passed * 1000
        if (touched) touchedAt = now
        const look: Look = { now, shown, quiet: now - touchedAt, calling: busy && calling }
        sum += lengthOf(counted(before, look))
        if (before?.shown && passed * 1000 <= longestStep)
          for (let second = from; second < now; second += 1000) if (before.calling || second < touchedAt + idleAfter) oracle += 1000
        before = look
      }
      expect(sum).toBe(oracle)
    }),
  )
})
