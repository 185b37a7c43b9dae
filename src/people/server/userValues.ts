/** What administrators fill in of a User, as it stands in its row, and what would make it impossible. */
import type { Selectable } from 'kysely'
import type { UserValues } from '#people/users.ts'
import { BadInput } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'
import type { Users } from '#platform/server/tables.ts'
import { unknownIds } from './unknownIds.ts'

/** The column of each value. */
export const columnsOf = (values: UserValues) => ({
  name: values.name,
  email: values.email,
  access_id: values.accessId,
  right_id: values.rightId,
  time_zone: values.timeZone,
  active: values.active,
  away_from: values.awayFrom,
  away_until: values.awayUntil,
})

/** The values of a row, in the same order. */
export const valuesOf = (row: Selectable<Users>): UserValues => ({
  name: row.name,
  email: row.email,
  accessId: row.access_id,
  rightId: row.right_id,
  timeZone: row.time_zone,
  active: row.active,
  awayFrom: row.away_from,
  awayUntil: row.away_until,
})

/** No two Users have the same address; what they are given must be there. `id` is null for a new one. */
export async function checkUser(ctx: Writing, { email, accessId, rightId }: UserValues, id: number | null): Promise<void> {
  const problems = await unknownIds(ctx, [
    ['accessId', 'accesses', [accessId]],
    ['rightId', 'rights', [rightId]],
  ])
  const other = await ctx.db.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst()
  if (other && other.id !== id) problems.unshift({ field: 'email', code: 'taken' })
  if (problems.length > 0)
    throw new BadInput(
      other && other.id !== id ? `There is already a User with the address ${email}.` : 'Not saved: some values cannot be.',
      problems,
    )
}
