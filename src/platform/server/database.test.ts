/** Values arrive from PostgreSQL as the code expects them. */
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from './testing/database.ts'

const database = await testDatabase()
afterAll(() => database.close())
const one = async (expression: string) => (await database.pool.query<{ v: unknown }>(`select ${expression} as v`)).rows[0]?.v

test('Times are ISO texts in UTC with milliseconds, so that they compare as times.', async () => {
  expect(await one(`timestamptz '2026-02-03 04:05:06+01'`)).toBe('2026-02-03T03:05:06.000Z')
  expect(await one(`(timestamptz '2026-02-03 04:05:06.7+00')::timestamptz(3)`)).toBe('2026-02-03T04:05:06.700Z')
  expect(await one(`array[timestamptz '2026-02-03 04:05:06.78+00', null]`)).toEqual(['2026-02-03T04:05:06.780Z', null])
})

test('Whole numbers are numbers, also in lists; numeric keeps its digits.', async () => {
  expect(await one('9007199254740991::bigint')).toBe(9_007_199_254_740_991)
  expect(await one(`'{1,2,NULL}'::bigint[]`)).toEqual([1, 2, null])
  expect(await one(`'{}'::bigint[]`)).toEqual([])
  expect(await one('1.10::numeric')).toBe('1.10')
})
