import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clockOf, type Clock } from './clock.ts'
import type { ClockState, Fact, Terms } from './clockFact.ts'
import { dueOf } from './due.ts'
import { aroundTheClock, openHours, type OpenHours } from './openHours.ts'
import { receiptOf } from './receipt.ts'
import { sla, targetsOf } from './sla.ts'
import { timeGroup } from './timeGroup.ts'
import { day, minute } from './zone.ts'

const at = (text: string) => Date.parse(`2026-11-${text}Z`)
const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString().slice(5, 16))

const nine = [{ from: '09:00', to: '17:00' }]
const workdays = { monday: nine, tuesday: nine, wednesday: nine, thursday: nine, friday: nine }
const groups: OpenHours[] = [
  openHours(timeGroup.parse({ zone: 'UTC', week: workdays })),
  openHours(timeGroup.parse({ zone: 'America/St_Johns', week: { ...workdays, saturday: [{ from: '22:00', to: '06:00' }] } })),
  openHours(timeGroup.parse({ zone: 'UTC', week: {} })),
]
const hoursOf = (id: number | null) => (id === null ? aroundTheClock : (groups[id] ?? aroundTheClock))
const terms = (more: Partial<Terms> = {}): Terms => ({
  targets: { response: null, solution: 240 },
  timeGroup: 0,
  grantMinutes: 0,
  dueSoonMinutes: 60,
  ...more,
})
/** Monday 23 to Friday 27 November 2026 are working days. */
const created = (on: string, more: Partial<Terms> = {}, state: ClockState = 'open'): Fact => ({
  kind: 'created',
  at: at(on),
  state,
  terms: terms(more),
})
const becomes = (state: ClockState, on: string): Fact => ({ kind: 'state', at: at(on), state })
const answered = (on: string): Fact => ({ kind: 'answered', at: at(on) })
const change = (on: string, more: Partial<Terms>): Fact => ({ kind: 'terms', by: 'priority', at: at(on), terms: more })
const handSet = (on: string, deadline: string | null): Fact => ({
  kind: 'hand-set',
  at: at(on),
  deadline: deadline === null ? null : at(deadline),
})
const clock = (now: string, ...facts: Fact[]) => clockOf(facts, at(now), hoursOf)
const both = { targets: { response: 120, solution: 480 } }

describe('The deadline', () => {
  test.each<[string, Clock, string | null]>([
    ['4 h solution, 9–17, ticket at 16:00 → 12:00 next working day', clock('24T16:00', created('24T16:00')), '11-25T12:00'],
    ['8 h from 9:00 → 17:00', clock('24T09:00', created('24T09:00', { targets: { response: null, solution: 480 } })), '11-24T17:00'],
    ['with a Response and no first answer yet: created + Response', clock('24T09:00', created('24T09:00', both)), '11-24T11:00'],
    [
      'after the first answer: created + Response + Solution',
      clock('24T10:00', created('24T09:00', both), answered('24T10:00')),
      '11-25T11:00',
    ],
    ['a Response of 0 is none', clock('24T09:00', created('24T09:00', { targets: { response: 0, solution: 240 } })), '11-24T13:00'],
    ['without an SLA there is none', clock('24T09:00', created('24T09:00', { targets: null })), null],
    ['a Time group that never opens gives none', clock('24T09:00', created('24T09:00', { timeGroup: 2 })), null],
    ['without a Time group the clock runs around the clock', clock('24T16:00', created('24T16:00', { timeGroup: null })), '11-24T20:00'],
    ['while the clock stands it keeps its value', clock('26T12:00', created('24T09:00'), becomes('waiting', '24T11:00')), '11-24T13:00'],
    ['a ticket begun in Waiting has one as if it ran', clock('26T12:00', created('24T09:00', {}, 'waiting')), '11-24T13:00'],
    [
      're-opening continues with what is left',
      clock('25T10:00', created('24T09:00'), becomes('waiting', '24T11:00'), becomes('open', '25T10:00')),
      '11-25T12:00',
    ],
    [
      'also from Closed, and from Archived',
      clock('25T10:00', created('24T09:00'), becomes('closed', '24T11:00'), becomes('archived', '24T12:00'), becomes('open', '25T10:00')),
      '11-25T12:00',
    ],
    [
      'once passed, pauses no longer move it',
      clock('26T12:00', created('24T09:00'), becomes('waiting', '24T14:00'), becomes('open', '26T10:00'), becomes('waiting', '26T11:00')),
      '11-24T13:00',
    ],
    [
      'full at the end of the day, a pause in the evening does not move it',
      clock('25T12:00', created('24T13:00'), becomes('waiting', '24T20:00'), becomes('open', '25T10:00')),
      '11-24T17:00',
    ],
    [
      'a higher Priority may breach at once',
      clock('24T16:00', created('24T09:00', both), change('24T16:00', { targets: { response: 60, solution: 60 } })),
      '11-24T10:00',
    ],
    [
      'new targets are held against all the time counted so far, also after the first answer',
      clock('25T09:00', created('24T09:00', both), answered('24T10:00'), change('25T09:00', { targets: { response: 60, solution: 600 } })),
      '11-25T12:00',
    ],
    [
      'counted intervals keep the Time group they ran under',
      clock('24T20:00', created('24T15:00'), change('24T20:00', { timeGroup: null })),
      '11-24T22:00',
    ],
    [
      'new targets while the clock stands count from where it stopped',
      clock(
        '26T12:00',
        created('24T09:00'),
        becomes('waiting', '24T11:00'),
        change('25T12:00', { targets: { response: null, solution: 360 } }),
      ),
      '11-24T15:00',
    ],
    [
      'Closed tickets keep their facts',
      clock(
        '26T12:00',
        created('24T09:00'),
        becomes('closed', '24T11:00'),
        change('25T12:00', { targets: { response: null, solution: 60 } }),
      ),
      '11-24T13:00',
    ],
    [
      'until they are taken up again',
      clock(
        '26T12:00',
        created('24T09:00'),
        becomes('closed', '24T11:00'),
        change('25T12:00', { targets: { response: null, solution: 60 } }),
        becomes('open', '26T12:00'),
      ),
      '11-24T10:00',
    ],
    [
      're-opened from Closed, at least N minutes are granted',
      clock('25T10:00', created('24T09:00', { grantMinutes: 180 }), becomes('closed', '24T12:00'), becomes('open', '25T10:00')),
      '11-25T13:00',
    ],
    [
      'also to a ticket that was overdue',
      clock('25T10:00', created('24T09:00', { grantMinutes: 180 }), becomes('closed', '24T16:00'), becomes('open', '25T10:00')),
      '11-25T13:00',
    ],
    [
      'but not to one with more left',
      clock('25T10:00', created('24T09:00', { grantMinutes: 60 }), becomes('closed', '24T10:00'), becomes('open', '25T10:00')),
      '11-25T13:00',
    ],
    [
      'nor to one re-opened from Waiting',
      clock('25T10:00', created('24T09:00', { grantMinutes: 180 }), becomes('waiting', '24T12:00'), becomes('open', '25T10:00')),
      '11-25T11:00',
    ],
    [
      'set by hand it stays',
      clock('25T10:00', created('24T09:00'), handSet('24T10:00', '30T10:00'), becomes('waiting', '24T11:00')),
      '11-30T10:00',
    ],
    [
      'until it is cleared',
      clock('25T10:00', created('24T09:00'), handSet('24T10:00', '30T10:00'), handSet('24T12:00', null)),
      '11-24T13:00',
    ],
  ])('%s', (_, { deadline }, expected) => expect(iso(deadline)).toBe(expected))

  test('the computed one is kept beside the hand-set one', () => {
    const { computed, deadline } = clock('24T10:00', created('24T09:00'), handSet('24T10:00', '30T10:00'))
    expect([iso(computed), iso(deadline)]).toEqual(['11-24T13:00', '11-30T10:00'])
  })
  test('one that never comes has a warning', () => {
    expect(clock('24T09:00', created('24T09:00', { timeGroup: 2 })).warning).toBe('never_opens')
    expect(clock('24T09:00', created('24T09:00', { targets: null, timeGroup: 2 })).warning).toBeNull()
  })
})

const missed = (now: string, ...more: Fact[]) => iso(clock(now, created('24T09:00', both), ...more).response?.breachedAt ?? null)

describe('Response and Solution each have their facts', () => {
  test('a late answer breaches the Response alone, at the moment it was full', () => {
    const { response, solution } = clock('24T16:00', created('24T09:00', both), answered('24T15:00'))
    expect([iso(response?.breachedAt ?? null), solution?.breachedAt]).toEqual(['11-24T11:00', null])
  })
  test('an answer in time breaches nothing, however long the ticket stays open', () => {
    const { response, solution } = clock('26T16:00', created('24T09:00', both), answered('24T10:00'))
    expect([response?.breachedAt, iso(solution?.breachedAt ?? null)]).toEqual([null, '11-25T11:00'])
  })
  test('what was granted later takes no breach away', () => {
    const { solution } = clock(
      '25T10:00',
      created('24T09:00', { grantMinutes: 180 }),
      becomes('closed', '24T16:00'),
      becomes('open', '25T10:00'),
    )
    expect(iso(solution?.breachedAt ?? null)).toBe('11-24T13:00')
  })
  test('at the very moment it is full, it is missed', () => {
    expect(missed('24T11:00')).toBe('11-24T11:00')
    expect(missed('24T11:00', answered('24T11:00'))).toBe('11-24T11:00')
    expect(missed('24T12:00', answered('24T10:59'))).toBeNull()
  })
  test('what is granted after the answer is not for the Response', () => {
    const life = [
      created('24T09:00', { ...both, grantMinutes: 500 }),
      answered('24T10:00'),
      becomes('closed', '24T12:00'),
      becomes('open', '25T10:00'),
    ]
    const { response, solution } = clock('25T10:00', ...life)
    expect([response, solution].map((f) => (f?.target ?? 0) / minute)).toEqual([120, 680])
  })
  test('targets that changed in Closed breach when the ticket is taken up again', () => {
    const closed = [created('24T09:00'), becomes('closed', '24T11:00'), change('25T12:00', { targets: { response: null, solution: 60 } })]
    expect(clock('26T12:00', ...closed).solution?.breachedAt).toBeNull()
    expect(iso(clock('26T13:00', ...closed, becomes('open', '26T12:00')).solution?.breachedAt ?? null)).toBe('11-26T12:00')
  })
  test('time that stood still breaches nothing', () => {
    expect(clock('30T10:00', created('24T09:00'), becomes('waiting', '24T12:59')).solution?.breachedAt).toBeNull()
  })
  test('an SLA’s times are in its unit, per Priority', () => {
    const given = sla.parse({
      title: 'Gold',
      unit: 'hours',
      low: { response: 0, solution: 40 },
      medium: { solution: 8 },
      high: { response: 1, solution: 4 },
    })
    expect(targetsOf(given, 'low')).toEqual({ response: null, solution: 2400 })
    expect(targetsOf(given, 'high')).toEqual({ response: 60, solution: 240 })
  })
  test.each([
    ['solution', 0, 'too_small'],
    ['solution', 1_000_000_000, 'custom'],
    ['response', -1, 'too_small'],
  ])('a %s of %d is refused', (name, length, code) => {
    const refused = sla.safeParse({
      title: 'x',
      unit: 'minutes',
      low: { solution: 1, [name]: length },
      medium: { solution: 1 },
      high: { solution: 1 },
    })
    expect(refused.error?.issues.map((i) => [i.path.join('.'), i.code])).toEqual([[`low.${name}`, code]])
  })
})

describe('Overdue, due today and due soon', () => {
  const today = { from: at('24T00:00'), to: at('25T00:00') }
  const due = (c: Clock) => {
    const { overdue, dueSoon, dueToday, left } = dueOf(c, hoursOf, today)
    return [overdue && 'overdue', dueSoon && 'soon', dueToday && 'today', left === null ? null : left / minute].filter((x) => x !== false)
  }
  test.each<[string, Clock, unknown[]]>([
    ['with time left', clock('24T10:00', created('24T09:00')), ['today', 180]],
    ['with an hour left', clock('24T12:00', created('24T09:00')), ['soon', 'today', 60]],
    ['with what the Category says left', clock('24T10:00', created('24T09:00', { dueSoonMinutes: 180 })), ['soon', 'today', 180]],
    ['with an hour left over the night', clock('23T18:00', created('23T14:00')), ['soon', 'today', 60]],
    ['at the deadline', clock('24T13:00', created('24T09:00')), ['overdue', 'today', 0]],
    ['after it', clock('24T14:00', created('24T09:00')), ['overdue', 'today', -60]],
    ['in Waiting', clock('24T14:00', created('24T09:00'), becomes('waiting', '24T12:30')), [30]],
    [
      'in Waiting, set by hand',
      clock('24T14:00', created('24T09:00'), becomes('waiting', '24T12:30'), handSet('24T12:30', '24T13:00')),
      ['overdue', 'today', -60],
    ],
    ['soon, set by hand', clock('24T16:00', created('24T09:00'), handSet('24T12:30', '25T08:00')), ['soon', 60]],
    ['set by hand where nobody works', clock('28T10:00', created('28T09:00'), handSet('28T09:00', '29T10:00')), [0]],
    ['in Closed', clock('24T14:00', created('24T09:00'), becomes('closed', '24T13:30'), handSet('24T13:30', '24T13:45')), [-15]],
    ['without a deadline', clock('24T14:00', created('24T09:00', { targets: null })), [null]],
  ])('%s', (_, c, expected) => expect(due(c)).toEqual(expected))
})

describe('The receipt', () => {
  test('shows each interval with its rule, and the sum', () => {
    const c = clock('25T14:00', created('24T16:00', { grantMinutes: 180 }), becomes('closed', '25T11:00'), becomes('open', '25T12:00'))
    const { rows, ...sums } = receiptOf(c, hoursOf)
    expect(rows.map((r) => `${r.from.slice(8, 16)} ${r.to.slice(8, 16)} ${r.kind} ${r.rule.code} ${r.countedMs / minute}`)).toEqual([
      '24T16:00 24T17:00 counted weekday 60',
      '24T17:00 25T09:00 outside weekday 0',
      '25T09:00 25T11:00 counted weekday 120',
      '25T11:00 25T12:00 paused closed 0',
      '25T12:00 25T12:00 granted reopened 0',
      '25T12:00 25T14:00 counted weekday 120',
    ])
    expect(sums).toEqual({ countedMs: 300 * minute, targetMs: 360 * minute, grantedMs: 120 * minute, leftMs: 60 * minute })
  })
  test('of many years is cut short, and still sums up', () => {
    const c = clockOf([created('24T09:00')], at('24T09:00') + 3650 * day, hoursOf)
    const { rows, countedMs } = receiptOf(c, hoursOf, 100)
    expect([rows.length, rows.at(-1)?.kind, rows.reduce((sum, r) => sum + r.countedMs, 0)]).toEqual([100, 'left_out', countedMs])
  })
})

const states = fc.constantFrom<ClockState>('open', 'waiting', 'closed', 'archived')
const length = fc.integer({ min: 1, max: 6000 })
const anyTerms = fc.record({
  targets: fc.option(fc.record({ response: fc.option(length), solution: length })),
  timeGroup: fc.constantFrom(null, 0, 1),
  grantMinutes: fc.constantFrom(0, 0, 30, 500),
  dueSoonMinutes: fc.constantFrom(60, 10),
})
/** A ticket's life: any facts in order, over months around the end of summer time. */
const life = fc
  .record({
    first: fc.record({ state: states, terms: anyTerms }),
    later: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 6 * day }),
        fc.oneof(
          states.map((state) => ({ kind: 'state' as const, state })),
          fc.constant({ kind: 'answered' as const }),
          fc
            .record({ targets: anyTerms.map((t) => t.targets), timeGroup: fc.constantFrom(null, 0, 1) }, { requiredKeys: [] })
            .map((some) => ({ kind: 'terms' as const, by: 'category' as const, terms: some })),
        ),
      ),
      { maxLength: 12 },
    ),
    more: fc.integer({ min: 0, max: 20 * day }),
  })
  .map(({ first, later, more }) => {
    let now = Date.parse('2026-10-20T10:00:00Z')
    const facts: Fact[] = [{ kind: 'created', at: now, ...first }]
    for (const [after, fact] of later) facts.push({ ...fact, at: (now += after) })
    return { facts, now: now + more }
  })

const check = (property: (facts: Fact[], now: number) => void) =>
  fc.assert(
    fc.property(life, ({ facts, now }) => property(facts, now)),
    { numRuns: 300 },
  )

describe('Whatever happens to a ticket', () => {
  test('the receipt has no gap and sums up to what was counted', () => {
    check((facts, now) => {
      const c = clockOf(facts, now, hoursOf)
      const { rows, countedMs, targetMs, leftMs } = receiptOf(c, hoursOf)
      expect(rows.reduce((sum, r) => sum + r.countedMs, 0)).toBe(countedMs)
      expect(countedMs).toBe(c.counted)
      if (targetMs !== null) expect(countedMs + (leftMs ?? 0)).toBe(targetMs)
      let until = facts[0]?.at ?? 0
      for (const row of rows) {
        expect(Date.parse(row.from)).toBe(row.kind === 'granted' ? Date.parse(row.to) : until)
        until = Math.max(until, Date.parse(row.to))
      }
      expect(until).toBe(now)
    })
  })
  test('only time in Open counts, each stretch under the Time group in force', () => {
    check((facts, now) => {
      let [state, group, held, from, sum]: [ClockState, number | null, number | null | undefined, number, number] = [
        'open',
        null,
        undefined,
        now,
        0,
      ]
      for (const fact of [...facts, { kind: 'answered', at: now } as const]) {
        if (state === 'open') sum += hoursOf(group).counted(from, fact.at)
        from = fact.at
        if (fact.kind === 'created') [state, group] = [fact.state, fact.terms.timeGroup]
        const standing = state === 'closed' || state === 'archived'
        if (fact.kind === 'terms' && fact.terms.timeGroup !== undefined) {
          if (standing) held = fact.terms.timeGroup
          else group = fact.terms.timeGroup
        }
        if (fact.kind === 'state') {
          if (held !== undefined && (fact.state === 'open' || fact.state === 'waiting')) [group, held] = [held, undefined]
          state = fact.state
        }
      }
      expect(clockOf(facts, now, hoursOf).counted).toBe(sum)
    })
  })
  test('the deadline of a running clock is the first moment at which its target is full', () => {
    check((facts, now) => {
      const c = clockOf(facts, now, hoursOf)
      const last = facts.at(-1)?.at ?? 0
      const target = (c.target === 'response' ? c.response : c.solution)?.target
      if (c.state !== 'open' || c.computed === null || target === undefined) return
      if (c.computed > last) {
        expect(clockOf(facts, c.computed, hoursOf).counted).toBe(target)
        expect(clockOf(facts, c.computed - 1, hoursOf).counted).toBe(target - 1)
      } else expect(c.counted).toBeGreaterThanOrEqual(target)
    })
  })
  test('looking at the clock changes nothing: facts folded now and later agree on the deadline', () => {
    check((facts, now) => {
      const [early, late] = [clockOf(facts, facts.at(-1)?.at ?? now, hoursOf), clockOf(facts, now, hoursOf)]
      expect([late.computed, late.dueSoonAt, late.state]).toEqual([early.computed, early.dueSoonAt, early.state])
      expect(late.counted).toBeGreaterThanOrEqual(early.counted)
    })
  })
  test('pausing and resuming anywhere at once changes nothing, and a pause moves the deadline only as far as open time was lost', () => {
    fc.assert(
      fc.property(life, fc.integer({ min: 0, max: 10 * day }), ({ facts, now }, before) => {
        const moment = Math.max(facts.at(-1)?.at ?? now, now - before)
        const c = clockOf(facts, now, hoursOf)
        if (c.state !== 'open') return
        const pause = (to: number): Fact[] => [
          ...facts,
          { kind: 'state', at: moment, state: 'waiting' },
          { kind: 'state', at: to, state: 'open' },
        ]
        const nothing = clockOf(pause(moment), now, hoursOf)
        expect([nothing.counted, nothing.computed]).toEqual([c.counted, c.computed])
        const paused = clockOf(pause(now), now, hoursOf)
        const lost = hoursOf(c.terms.timeGroup).counted(moment, now)
        expect(paused.counted).toBe(c.counted - lost)
        const passed = c.computed !== null && c.computed <= moment
        if (passed) expect(paused.computed).toBe(c.computed)
        else if (paused.computed !== null && c.computed !== null) expect(paused.computed).toBeGreaterThanOrEqual(c.computed)
      }),
      { numRuns: 300 },
    )
  })
  test('a breach is the deadline that was missed, and never lies in the future', () => {
    check((facts, now) => {
      const c = clockOf(facts, now, hoursOf)
      for (const fact of [c.response, c.solution])
        if (fact && fact.breachedAt !== null) {
          expect(fact.breachedAt).toBeLessThanOrEqual(now)
          expect(fact.breachedAt).toBeGreaterThanOrEqual(facts[0]?.at ?? 0)
        }
      if (c.state === 'open' && c.computed !== null && c.computed <= now && c.target) expect(c[c.target]?.breachedAt).not.toBeNull()
    })
  })
  test('re-opened from Closed, no less than the granted time is left', () => {
    check((facts, now) => {
      const c = clockOf([...facts, { kind: 'state', at: now, state: 'closed' }, { kind: 'state', at: now, state: 'open' }], now, hoursOf)
      const { left } = dueOf(c, hoursOf, { from: now, to: now + day })
      if (left !== null) expect(left).toBeGreaterThanOrEqual(c.terms.grantMinutes > 0 ? c.terms.grantMinutes * minute : -Infinity)
    })
  })
})
