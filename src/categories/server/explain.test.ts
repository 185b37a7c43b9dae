/** Anybody signed in can ask when a time is full, and why; over HTTP. */
import { afterAll, describe, expect, test } from 'vitest'
import { explainDeadline } from '#categories/explanationApi.ts'
import { testDesk } from '#people/server/testing/desk.ts'
import { categoryRoutes } from './routes.ts'

const desk = await testDesk(categoryRoutes)
afterAll(() => desk.close())
const eva = await desk.user()

const nine = [{ from: '09:00', to: '17:00' }]
const week = { monday: nine, tuesday: nine, wednesday: nine, thursday: nine, friday: nine }
const prague = { zone: 'Europe/Prague', week }
const question = { timeGroup: prague, start: '2026-11-24T16:00:00+01:00', duration: 4, unit: 'hours' as const }

describe('A deadline is computed and explained', () => {
  test('4 h solution, 9–17, ticket at 16:00 → 12:00 next working day', async () => {
    const { body } = await eva.call(explainDeadline, question)
    expect(body.deadline).toBe('2026-11-25T11:00:00.000Z')
    expect(body.warning).toBeNull()
    expect(body.receipt.rows.map((r) => [r.kind, r.from, r.to, r.countedMs / 60_000, r.rule.code])).toEqual([
      ['counted', '2026-11-24T15:00:00.000Z', '2026-11-24T16:00:00.000Z', 60, 'weekday'],
      ['outside', '2026-11-24T16:00:00.000Z', '2026-11-25T08:00:00.000Z', 0, 'weekday'],
      ['counted', '2026-11-25T08:00:00.000Z', '2026-11-25T11:00:00.000Z', 180, 'weekday'],
    ])
    expect(body.receipt).toMatchObject({ countedMs: 14_400_000, targetMs: 14_400_000, leftMs: 0 })
  })

  test('holidays of included groups, and exceptions that beat them', async () => {
    const holidays = {
      id: 7,
      timeGroup: { zone: 'Europe/Prague', week: {}, yearly: [{ kind: 'easter' as const, offset: 1, title: 'Easter Monday' }] },
    }
    const overEaster = { ...question, start: '2026-04-03T16:00:00+02:00', included: [holidays] }
    const closed = await eva.call(explainDeadline, { ...overEaster, timeGroup: { ...prague, includes: [7] } })
    expect(closed.body.deadline).toBe('2026-04-07T10:00:00.000Z')
    expect(closed.body.receipt.rows.map((r) => r.rule)).toContainEqual({ code: 'holiday', date: '2026-04-06', title: 'Easter Monday' })
    const exceptions = [{ date: '2026-04-06', title: 'We work', intervals: [{ from: '10:00', to: '12:00' }] }]
    const open = await eva.call(explainDeadline, { ...overEaster, timeGroup: { ...prague, includes: [7], exceptions } })
    expect(open.body.deadline).toBe('2026-04-07T08:00:00.000Z')
  })

  test('without a Time group around the clock', async () => {
    const { body } = await eva.call(explainDeadline, { start: '2026-11-24T16:00:00Z', duration: 90 })
    expect(body.deadline).toBe('2026-11-24T17:30:00.000Z')
    expect(body.receipt.rows.map((r) => r.rule.code)).toEqual(['always'])
  })

  test('a Time group that never opens gives no deadline and a warning', async () => {
    const { body } = await eva.call(explainDeadline, { ...question, timeGroup: { zone: 'UTC', week: {} } })
    expect([body.deadline, body.warning, body.receipt.rows]).toEqual([null, 'never_opens', []])
  })

  test('a long receipt is cut short and still sums up', async () => {
    const short = [{ from: '09:00', to: '09:01' }]
    const { body } = await eva.call(explainDeadline, {
      ...question,
      timeGroup: { zone: 'UTC', week: { monday: short, tuesday: short } },
      duration: 2000,
      unit: 'minutes',
    })
    expect(body.receipt.rows.length).toBe(1000)
    expect(body.receipt.rows.reduce((sum, r) => sum + r.countedMs, 0)).toBe(2000 * 60_000)
  })
})

describe('What is wrong is refused with the field named', () => {
  const night = { from: '22:00', to: '06:00' }
  test.each<[string, object, [field: string, code: string][]]>([
    ['an unknown zone', { timeGroup: { ...prague, zone: 'Europe/Atlantis' } }, [['timeGroup.zone', 'unknown_zone']]],
    ['an offset in place of a zone', { timeGroup: { ...prague, zone: '+02:00' } }, [['timeGroup.zone', 'unknown_zone']]],
    [
      'overlapping intervals',
      { timeGroup: { zone: 'UTC', week: { monday: [...nine, { from: '16:59', to: '18:00' }] } } },
      [['timeGroup.week.monday.1', 'intervals_overlap']],
    ],
    [
      'a night that overlaps the next morning',
      { timeGroup: { zone: 'UTC', week: { monday: [night], tuesday: [{ from: '05:00', to: '09:00' }] } } },
      [['timeGroup.week.tuesday.0', 'intervals_overlap']],
    ],
    [
      'Sunday’s night that overlaps Monday',
      { timeGroup: { zone: 'UTC', week: { monday: [{ from: '05:00', to: '09:00' }], sunday: [night] } } },
      [['timeGroup.week.monday.0', 'intervals_overlap']],
    ],
    [
      'an empty interval',
      { timeGroup: { zone: 'UTC', week: { monday: [{ from: '09:00', to: '09:00' }] } } },
      [['timeGroup.week.monday.0', 'empty_interval']],
    ],
    [
      'a time that no clock shows',
      { timeGroup: { zone: 'UTC', week: { monday: [{ from: '25:00', to: '26:00' }] } } },
      [
        ['timeGroup.week.monday.0.from', 'invalid_format'],
        ['timeGroup.week.monday.0.to', 'invalid_format'],
      ],
    ],
    [
      'a day of the week that does not exist',
      { timeGroup: { zone: 'UTC', week: { someday: nine } } },
      [['timeGroup.week', 'unrecognized_keys']],
    ],
    [
      'overlaps in an exception',
      { timeGroup: { ...prague, exceptions: [{ date: '2026-12-24', title: 'x', intervals: [...nine, ...nine] }] } },
      [['timeGroup.exceptions.0.intervals.1', 'intervals_overlap']],
    ],
    [
      'two exceptions on a date',
      {
        timeGroup: {
          ...prague,
          exceptions: [
            { date: '2026-12-24', title: 'x' },
            { date: '2026-12-24', title: 'y' },
          ],
        },
      },
      [['timeGroup.exceptions.1.date', 'duplicate_date']],
    ],
    [
      'a date that does not exist',
      { timeGroup: { ...prague, exceptions: [{ date: '2026-02-29', title: 'x' }] } },
      [['timeGroup.exceptions.0.date', 'invalid_format']],
    ],
    [
      'a yearly rule on 31 April',
      { timeGroup: { ...prague, yearly: [{ kind: 'date', month: 4, date: 31, title: 'x' }] } },
      [['timeGroup.yearly.0.date', 'no_such_date']],
    ],
    ['a length of 0', { duration: 0 }, [['duration', 'too_small']]],
    ['a length of 10⁹ minutes', { duration: 1_000_000_000, unit: 'minutes' }, [['duration', 'too_long']]],
    ['half a minute', { duration: 1.5 }, [['duration', 'invalid_type']]],
    ['a start in another age', { start: '9999-01-01T00:00:00Z' }, [['start', 'out_of_range']]],
    ['a start that is none', { start: 'tomorrow' }, [['start', 'invalid_format']]],
    ['an included group that is not there', { timeGroup: { ...prague, includes: [3] } }, [['timeGroup.includes.0', 'unknown_time_group']]],
    [
      'a circle of groups',
      {
        timeGroup: { ...prague, includes: [1] },
        included: [
          { id: 1, timeGroup: { ...prague, includes: [2] } },
          { id: 2, timeGroup: { ...prague, includes: [2, 1] } },
        ],
      },
      [
        ['included.1.timeGroup.includes.0', 'time_group_cycle'],
        ['included.1.timeGroup.includes.1', 'time_group_cycle'],
      ],
    ],
    [
      'two groups with one id',
      {
        included: [
          { id: 1, timeGroup: prague },
          { id: 1, timeGroup: prague },
        ],
      },
      [['included.1.id', 'duplicate_id']],
    ],
  ])('%s', async (_, wrong, expected) => {
    const { status, problem } = await eva.call(explainDeadline, Object.assign({}, question, wrong))
    expect(status).toBe(400)
    expect(problem?.problems?.map((p) => [p.field, p.code])).toEqual(expected)
  })

  test('who is not signed in gets no answer', async () => {
    expect((await desk.stranger.call(explainDeadline, question)).status).toBe(401)
  })
})
