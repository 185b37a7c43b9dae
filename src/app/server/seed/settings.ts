/** Working hours, an SLA and Statuses on an example desk, set as an administrator sets them: the server then gives open tickets their deadlines. */
import { sql } from 'kysely'
import type { colors } from '#categories/status.ts'
import { keptCategories } from '#categories/server/categorySettings.ts'
import { keptSlas } from '#categories/server/slas.ts'
import { keptStatuses } from '#categories/server/statuses.ts'
import { keptTimeGroups } from '#categories/server/timeGroups.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { examplesSeeded } from '#views/events.ts'
import { categories as named } from './names.ts'

const offered: readonly [title: string, color: (typeof colors)[number]][] = [
  ['Escalated', 'red'],
  ['Waiting for supplier', 'amber'],
  ['Refund agreed', 'green'],
  ['Needs a call', 'blue'],
]
const day = [{ from: '08:00', to: '18:00' }]
const week = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day }

/** Once; a desk that has an SLA already keeps its own settings. */
export async function setUp(ctx: Context) {
  const { db } = ctx
  if (await db.selectFrom('slas').select('id').limit(1).executeTakeFirst()) return
  const statusIds: number[] = []
  for (const [position, [title, color]] of offered.entries())
    statusIds.push((await keptStatuses.create(ctx, keptStatuses.parse({ title, color, position }))).id)
  const { id: timeGroupId } = await keptTimeGroups.create(
    ctx,
    keptTimeGroups.parse({ title: 'Office hours', zone: Intl.DateTimeFormat().resolvedOptions().timeZone, week }),
  )
  const { id: slaId } = await keptSlas.create(
    ctx,
    keptSlas.parse({
      title: 'Standard',
      unit: 'hours',
      low: { response: 20, solution: 200 },
      medium: { response: 10, solution: 100 },
      high: { response: 4, solution: 40 },
    }),
  )
  const { rows } = await sql<{ id: number }>`select id from categories where name = any(${[...named]}::text[]) order by id`.execute(db)
  for (const { id } of rows) {
    const { changedAt: _at, changedBy: _by, ...held } = await keptCategories.get(ctx, id)
    await keptCategories.change(ctx, { ...held, slaId, timeGroupId, statusIds, severalStatuses: true })
  }
  await inTransaction(ctx, async (writing) => {
    await sql`update tickets set status_ids = array[(${statusIds}::bigint[])[1 + id % 4]]
      where id % 3 = 0 and status_ids = '{}' and (state in ('open', 'waiting') or id > (select max(id) - 1000 from tickets))`.execute(
      writing.db,
    )
    await record(writing, examplesSeeded, { id: 1, version: 1 }, { tickets: 0 })
  })
}
