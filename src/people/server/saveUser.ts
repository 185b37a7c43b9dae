/** The only writer of Users after they are created: each change has the next version, which orders what is recorded about them. */
import type { Updateable } from 'kysely'
import { NotFound } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'
import type { Users } from '#platform/server/tables.ts'

export async function saveUser(ctx: Writing, id: number, values: Omit<Updateable<Users>, 'version'>) {
  const saved = await ctx.db
    .updateTable('users')
    .set((of) => ({ ...values, version: of('version', '+', 1) }))
    .where('id', '=', id)
    .returning(['id', 'version'])
    .executeTakeFirst()
  if (!saved) throw new NotFound('There is no such User.')
  return saved
}
