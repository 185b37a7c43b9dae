import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textOfDay } from './dates.ts'
import { readHolidays } from './holidayFile.ts'
import { timeGroup } from './timeGroup.ts'

const file = (...events: string[]) =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${events.map((e) => `BEGIN:VEVENT\r\n${e}\r\nEND:VEVENT\r\n`).join('')}END:VCALENDAR\r\n`
const all = 'SUMMARY:Holiday\r\nDTSTART;VALUE=DATE:'

describe('An iCal file of holidays can be imported', () => {
  test('single days become exceptions, in order and each once', () => {
    const { exceptions, skipped } = readHolidays(file(`${all}20261225`, `${all}20261226`, `${all}20261225`))
    expect(exceptions).toEqual([
      { date: '2026-12-25', title: 'Holiday', intervals: [] },
      { date: '2026-12-26', title: 'Holiday', intervals: [] },
    ])
    expect(skipped).toEqual([])
  })
  test.each<[string, string, object[]]>([
    ['yearly events become yearly rules', '20200704\r\nRRULE:FREQ=YEARLY', [{ kind: 'date', month: 7, date: 4, firstYear: 2020 }]],
    [
      'also said in full',
      '20200704\r\nRRULE:FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=4;INTERVAL=1',
      [{ kind: 'date', month: 7, date: 4, firstYear: 2020 }],
    ],
    [
      'with the years that are left out',
      '20200704\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20210704,20220704,20230705',
      [{ kind: 'date', month: 7, date: 4, firstYear: 2020, exceptYears: [2021, 2022] }],
    ],
    ['with an end', '20200704\r\nRRULE:FREQ=YEARLY;UNTIL=20250703', [{ kind: 'date', month: 7, date: 4, firstYear: 2020, lastYear: 2024 }]],
    [
      'with a number of times',
      '20200704\r\nRRULE:FREQ=YEARLY;COUNT=3',
      [{ kind: 'date', month: 7, date: 4, firstYear: 2020, lastYear: 2022 }],
    ],
    [
      'by the weekday of a month',
      '20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
      [{ kind: 'weekday', month: 11, weekday: 'thursday', nth: 4, firstYear: 2020 }],
    ],
    [
      'or its last',
      '20200525\r\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO',
      [{ kind: 'weekday', month: 5, weekday: 'monday', nth: -1, firstYear: 2020 }],
    ],
    [
      'over the end of a year',
      '20201231\r\nDTEND;VALUE=DATE:20210102\r\nRRULE:FREQ=YEARLY',
      [
        { kind: 'date', month: 12, date: 31, firstYear: 2020 },
        { kind: 'date', month: 1, date: 1, firstYear: 2021 },
      ],
    ],
  ])('%s', (_, event, expected) => {
    const { yearly, exceptions, skipped } = readHolidays(file(`${all}${event}`))
    expect(yearly).toEqual(expected.map((rule) => ({ title: 'Holiday', intervals: [], ...rule })))
    expect([exceptions, skipped]).toEqual([[], []])
  })
  test('longer ones are a holiday on each of their days', () => {
    for (const end of ['DTEND;VALUE=DATE:20270102', 'DURATION:P3D'])
      expect(readHolidays(file(`${all}20261230\r\n${end}`)).exceptions.map((e) => e.date)).toEqual([
        '2026-12-30',
        '2026-12-31',
        '2027-01-01',
      ])
  })
  test('titles are unfolded and unescaped; alarms are none of the event', () => {
    const event =
      'BEGIN:VALARM\r\nSUMMARY:Wake up\r\nEND:VALARM\r\nDTSTART;X-A="a:b;c";VALUE=DATE:20261225\r\nSUMMARY;LANGUAGE=en:Christmas\\, \r\n the first\\nday'
    expect(readHolidays(file(event)).exceptions[0]?.title).toBe('Christmas, the first day')
    expect(readHolidays(file(event).replaceAll('\r\n', '\n')).exceptions[0]?.title).toBe('Christmas, the first day')
  })
  test.each([
    ['DTSTART:20261225T100000Z', 'not_all_day'],
    ['SUMMARY:x', 'no_start'],
    ['DTSTART;VALUE=DATE:20260230', 'no_start'],
    ['DTSTART;VALUE=DATE:20261225\r\nSTATUS:CANCELLED', 'cancelled'],
    ['DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20271225', 'too_long'],
    ['DTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=MONTHLY', 'unknown_rule'],
    ['DTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=YEARLY;INTERVAL=2', 'unknown_rule'],
    ['DTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=YEARLY;BYEASTER=1', 'unknown_rule'],
    ['DTSTART;VALUE=DATE:20240229\r\nRRULE:FREQ=YEARLY;COUNT=3', 'unknown_rule'],
    ['DTSTART;VALUE=DATE:20240228\r\nDURATION:P2D\r\nRRULE:FREQ=YEARLY', 'unknown_rule'],
    ['DTSTART;VALUE=DATE:20261225\r\nRECURRENCE-ID;VALUE=DATE:20261224', 'unknown_rule'],
  ])('what cannot be taken over is named: %s', (event, code) => {
    const { yearly, exceptions, skipped } = readHolidays(file(event))
    expect([yearly, exceptions]).toEqual([[], []])
    expect(skipped.map((s) => [s.line, s.code])).toEqual([[3, code]])
  })
  test('a file that is none is refused, and no more holidays are taken than a Time group may have', () => {
    expect(readHolidays('PK\u0003\u0004').skipped.map((s) => s.code)).toEqual(['not_a_calendar'])
    const many = readHolidays(file(...Array.from({ length: 2100 }, (_, n) => `${all}${textOfDay(20_000 + n).replaceAll('-', '')}`)))
    expect([many.exceptions.length, many.skipped.length, many.skipped[0]?.code]).toEqual([2000, 100, 'too_many'])
  })
  test('whatever stands in the file, what comes out is a valid Time group', () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '20261225',
        '20240229',
        'FREQ=YEARLY',
        'FREQ=YEARLY;BYMONTH=2;BYDAY=5MO',
        'P9D',
        'FREQ=YEARLY;UNTIL=19000101',
        'FREQ=YEARLY;COUNT=999',
      ),
    )
    const property = fc.tuple(
      fc.constantFrom('DTSTART', 'DTSTART;VALUE=DATE', 'DTEND', 'RRULE', 'EXDATE', 'RDATE', 'SUMMARY', 'DURATION', 'BEGIN', 'END', '', ' '),
      value,
    )
    fc.assert(
      fc.property(fc.array(fc.array(property.map(([n, v]) => `${n}:${v}`))), (events) => {
        const { yearly, exceptions } = readHolidays(file(...events.map((lines) => lines.join('\r\n'))))
        expect(timeGroup.safeParse({ zone: 'UTC', week: {}, yearly, exceptions }).error?.issues).toBeUndefined()
      }),
    )
  })
})
