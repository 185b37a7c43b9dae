/** The last administrator can neither be removed nor demoted, by whatever change: somebody must be able to let others in and to give everything. */
import { sql } from 'kysely'
import { permissions as all } from '#platform/permission.ts'
import { RuleBroken } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'

/** Who can let people in, and who can give away every permission and all data. */
export interface Administering {
  admits: boolean
  holdsAll: boolean
}

const admitting = ['users.create', 'users.update'] as const

/** What an Access, held by a User of a Right, makes of them. */
export const administeringBy = (permissions: readonly string[], everything: boolean): Administering => ({
  admits: admitting.every((name) => permissions.includes(name)),
  holdsAll: everything && all.every((name) => permissions.includes(name)),
})

/**
 * Called after a change that took something from somebody who had `before`, in the same transaction and behind `lockSettings`, so that
 * two changes at once cannot each rely on the other. `field` is the one that would have to be another.
 */
export async function expectAdministratorLeft({ db }: Writing, before: Administering, field: string): Promise<void> {
  if (!before.admits && !before.holdsAll) return
  const { rows } = await sql<Administering>`
    select coalesce(bool_or(a.permissions @> ${[...admitting]}::text[]), false) as admits,
      coalesce(bool_or(r.everything and a.permissions @> ${[...all]}::text[]), false) as "holdsAll"
    from users u join accesses a on a.id = u.access_id join rights r on r.id = u.right_id where u.active`.execute(db)
  const left = rows[0] ?? { admits: false, holdsAll: false }
  if ((before.admits && !left.admits) || (before.holdsAll && !left.holdsAll))
    throw new RuleBroken(
      'There must remain an administrator: an active User with every permission and the Right Everything.',
      [{ field, code: 'last-administrator' }],
      'last-administrator',
    )
}
