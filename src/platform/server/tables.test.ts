/** The types of the tables are those of the migrated database; a stale file fails here. */
import { afterAll, expect, test } from 'vitest'
import { describeTables } from '#platform/server/testing/describeTables.ts'
import { testDatabase } from '#platform/server/testing/database.ts'

const database = await testDatabase()
afterAll(() => database.close())

test('tables.ts describes the migrated database', async () => {
  await expect(await describeTables(database.pool)).toMatchFileSnapshot('./tables.ts')
})
