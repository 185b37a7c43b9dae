/** CSV as it arrives, and dates as they are written. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCsv } from '#crm/csv.ts'
import { readMoment } from '#transfer/readMoment.ts'
import { csvRows } from './csvRows.ts'

async function* pieces(text: string, sizes: readonly number[]) {
  let at = 0
  for (const size of sizes) {
    yield text.slice(at, at + size)
    at += size
  }
  yield text.slice(at)
}

test('however a file is cut into pieces, its rows are those of the whole', async () => {
  const text = fc.array(fc.constantFrom('a', 'b c', '"', '""', ',', '\n', '\r', '\r\n', "'", '=')).map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat({ max: 5 })), async (whole, sizes) => {
      const rows: string[][] = []
      for await (const row of csvRows(pieces(whole, sizes), ',')) rows.push(row)
      expect(rows).toEqual([...readCsv(whole, ',')])
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['2026-11-23T10:00:00Z', '2026-11-23T10:00:00.000Z'],
  ['2026-11-23 10:00:00 +0100', '2026-11-23T09:00:00.000Z'],
  ['2026-11-23 10:00', '2026-11-23T09:00:00.000Z'],
  ['23.11.2026 10:00', '2026-11-23T09:00:00.000Z'],
  ['11/23/2026 1:05 PM', '2026-11-23T12:05:00.000Z'],
  ['Mon Nov 23 10:00:00 2026', '2026-11-23T09:00:00.000Z'],
  ['23 Nov 2026 10:00', '2026-11-23T09:00:00.000Z'],
  ['November 23, 2026', '2026-11-22T23:00:00.000Z'],
  ['23/11/2026', null],
  ['2026-02-30', null],
  ['0000-01-01', null],
  ['13:00 PM', null],
  ['tomorrow', null],
])('%s in Prague, months first, is %s', (text, at) => {
  expect(readMoment(text, 'Europe/Prague', 'mdy')).toBe(at)
})
