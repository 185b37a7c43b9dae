import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarEvent, readCalendar } from './calendar.ts'

const calendar = (event: string, { method = 'REQUEST', zone = '' } = {}) =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:${method}\r\n${zone}BEGIN:VEVENT\r\n${event.replaceAll('\n', '\r\n')}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`
const first = (event: string, given?: { method?: string; zone?: string }) => readCalendar(calendar(event, given))[0]
const moment = (at: string) => ({ at, day: null, written: null })

/** As Outlook describes the zone of Vienna, by its own name. */
const outlook =
  'BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n'

describe('An invitation says what, when, where and by whom', () => {
  test('in the words of its calendar program', () => {
    expect(
      first(
        'SUMMARY:Visit\\, with tools\nLOCATION:Prague\\; hall 2\nDESCRIPTION:Line one\\nline\n  two\nDTSTART:20261201T090000Z\nDTEND:20261201T103000Z\nORGANIZER;CN="Doe, Jane":mailto:jane@customer.example\nATTENDEE;CN=Support;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:support@desk.example\nATTENDEE;PARTSTAT=DECLINED:MAILTO:joe@customer.example',
      ),
    ).toEqual({
      news: 'invited',
      summary: 'Visit, with tools',
      location: 'Prague; hall 2',
      description: 'Line one\nline two',
      start: moment('2026-12-01T09:00:00.000Z'),
      end: moment('2026-12-01T10:30:00.000Z'),
      repeats: null,
      once: false,
      organiser: { name: 'Doe, Jane', address: 'jane@customer.example', answer: null },
      people: [
        { name: 'Support', address: 'support@desk.example', answer: null },
        { name: '', address: 'joe@customer.example', answer: 'declined' },
      ],
    })
  })

  test.each([
    ['UTC', 'DTSTART:20260701T090000Z', '2026-07-01T09:00:00.000Z'],
    ['a zone of the world', 'DTSTART;TZID=Europe/Prague:20260701T090000', '2026-07-01T07:00:00.000Z'],
    ['such a zone behind a path', 'DTSTART;TZID=/example.org/20260101/America/New_York:20261201T090000', '2026-12-01T14:00:00.000Z'],
    ['Outlook, in summer', 'DTSTART;TZID="W. Europe Standard Time":20260701T090000', '2026-07-01T07:00:00.000Z'],
    ['Outlook, in winter', 'DTSTART;TZID=W. Europe Standard Time:20261201T090000', '2026-12-01T08:00:00.000Z'],
    ['Outlook, the day before the clocks change', 'DTSTART;TZID=W. Europe Standard Time:20260328T090000', '2026-03-28T08:00:00.000Z'],
    ['Outlook, the day they change', 'DTSTART;TZID=W. Europe Standard Time:20260329T090000', '2026-03-29T07:00:00.000Z'],
    ['Outlook, in the first week of a year', 'DTSTART;TZID=W. Europe Standard Time:20260105T090000', '2026-01-05T08:00:00.000Z'],
  ])('the moment it begins: %s', (_, start, at) => expect(first(start, { zone: outlook })?.start).toEqual(moment(at)))

  test('a time of no known zone stays as it is written', () => {
    expect(first('DTSTART;TZID=Nowhere:20260701T090000')?.start).toEqual({ at: null, day: null, written: '2026-07-01 09:00 Nowhere' })
    expect(first('DTSTART:20260701T090000')?.start).toEqual({ at: null, day: null, written: '2026-07-01 09:00' })
  })

  test('whole days, from the first to the last; and lengths', () => {
    expect(first('DTSTART;VALUE=DATE:20261230\nDTEND;VALUE=DATE:20270102')).toMatchObject({
      start: { day: '2026-12-30' },
      end: { day: '2027-01-01' },
    })
    expect(first('DTSTART;VALUE=DATE:20261230\nDTEND;VALUE=DATE:20261231')).toMatchObject({
      start: { day: '2026-12-30' },
      end: { day: '2026-12-30' },
    })
    expect(first('DTSTART:20261201T090000Z\nDURATION:PT1H30M')?.end).toEqual(moment('2026-12-01T10:30:00.000Z'))
  })

  test.each([
    ['SEQUENCE:0', 'REQUEST', 'invited'],
    ['SEQUENCE:2', 'REQUEST', 'updated'],
    ['SEQUENCE:3', 'CANCEL', 'cancelled'],
    ['STATUS:CANCELLED', 'REQUEST', 'cancelled'],
    ['ATTENDEE;PARTSTAT=ACCEPTED:mailto:joe@x.example', 'REPLY', 'answered'],
    ['STATUS:CONFIRMED', 'PUBLISH', 'told'],
  ])('whether it is new, changed or called off: %s, %s', (line, method, news) => expect(first(line, { method })?.news).toBe(news))

  test('that it is repeated, and how long', () => {
    expect(first('RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=10')?.repeats).toEqual({ unit: 'week', every: 2, count: 10, until: null })
    expect(first('RRULE:FREQ=DAILY;UNTIL=20261231T000000Z')?.repeats).toEqual({
      unit: 'day',
      every: 1,
      count: null,
      until: moment('2026-12-31T00:00:00.000Z'),
    })
    expect(first('RRULE:FREQ=SECONDLY')?.repeats).toBeNull()
    expect(first('RECURRENCE-ID:20261201T090000Z')?.once).toBe(true)
  })
})

test('whatever the text, there is an answer, and quickly', () => {
  const token = fc.constantFrom(
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'END:VEVENT',
    'BEGIN:VTIMEZONE',
    'TZID:x',
    'BEGIN:STANDARD',
    'DTSTART;TZID=x:20261301T250000',
    'DTSTART;VALUE=DATE:99999999',
    'DTEND;VALUE=DATE:00000101',
    'DURATION:P99999999999D',
    'RRULE:FREQ=YEARLY;BYDAY=-9XX;BYMONTH=99',
    'RRULE:FREQ=DAILY;UNTIL=x',
    'TZOFFSETTO:+9999',
    'ATTENDEE;CN=";":x',
    ' folded',
    ';:',
    'SUMMARY:a\\',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(token, fc.string()), { maxLength: 40 }), (lines) => {
      for (const event of readCalendar(lines.join('\n'))) calendarEvent.parse(event)
    }),
    { numRuns: 500 },
  )
  for (const text of [
    'BEGIN:VEVENT\n'.repeat(50_000),
    `BEGIN:VCALENDAR\nBEGIN:VEVENT\nATTENDEE${';A=b'.repeat(100_000)}`,
    '\n '.repeat(250_000),
    `X${';A=",'.repeat(100_000)}`,
  ]) {
    const before = performance.now()
    readCalendar(text)
    expect(performance.now() - before).toBeLessThan(1_500)
  }
})
