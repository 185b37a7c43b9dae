/** Creates a User with one Access and one Right. */
import { userCreated } from '#people/events.ts'
import { RuleBroken } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { hashPassword } from './passwords.ts'

export interface NewUser {
  /** In lower case, as `emailInput` makes it. */
  email: string
  name: string
  /** Null: cannot sign in by password yet. */
  password: string | null
  /** The names of an Access and of a Right. */
  access: string
  right?: string
}

export async function createUser(ctx: Context, { password, right = 'Everything', ...person }: NewUser): Promise<number> {
  allow(ctx, 'users.create')
  const passwordHash = password === null ? null : await hashPassword(password)
  return inTransaction(ctx, (writing) => insertUser(writing, { ...person, right, passwordHash }))
}

/** The part inside of a transaction, for those who have decided already that this User may be created. */
export async function insertUser(writing: Writing, user: Omit<Required<NewUser>, 'password'> & { passwordHash: string | null }) {
  const { db, now } = writing
  const { email, name, passwordHash } = user
  const access = await db.selectFrom('accesses').select('id').where('name', '=', user.access).executeTakeFirst()
  if (!access) throw new RuleBroken(`There is no Access ${user.access}.`, [{ field: 'access', code: 'unknown' }])
  const right = await db.selectFrom('rights').select('id').where('name', '=', user.right).executeTakeFirst()
  if (!right) throw new RuleBroken(`There is no Right ${user.right}.`, [{ field: 'right', code: 'unknown' }])
  const created = await db
    .insertInto('users')
    .values({ email, name, password_hash: passwordHash, access_id: access.id, right_id: right.id, created_at: now })
    .onConflict((on) => on.column('email').doNothing())
    .returning(['id', 'version'])
    .executeTakeFirst()
  if (!created) throw new RuleBroken(`There is already a User with the address ${email}.`, [{ field: 'email', code: 'taken' }])
  await record(writing, userCreated, created, { accessId: access.id, rightId: right.id })
  return created.id
}
