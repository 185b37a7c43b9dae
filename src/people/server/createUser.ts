/** Creates a User with one Access and one Right, neither of which holds more than whoever creates them. */
import { userCreated } from '#people/events.ts'
import { checkNewPassword } from '#people/signIn/server/passwordRules.ts'
import type { UserValues } from '#people/users.ts'
import { RuleBroken } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { lockSettings } from '#platform/server/things.ts'
import { expectMayGiveTo } from './mayGive.ts'
import { hashPassword } from './passwords.ts'
import { checkUser } from './userValues.ts'

export interface NewUser {
  /** In lower case, as `emailInput` makes it. */
  email: string
  name: string
  /** Null: cannot sign in by password yet. */
  password: string | null
  /** The names of an Access and of a Right, as the command line has them. */
  access: string
  right?: string
}

/** By the names of Access and Right. */
export async function createUser(ctx: Context, { password, access, right = 'Everything', ...person }: NewUser): Promise<number> {
  allow(ctx, 'users.create')
  const passwordHash = await hashOfNew(ctx, password, person)
  return inTransaction(ctx, async (writing) => {
    await lockSettings(writing)
    return insertUser(writing, { ...person, ...(await named(writing, access, right)), passwordHash })
  })
}

/** By their ids, as forms and programs have them. */
export async function createUserWith(ctx: Context, { password, ...values }: UserValues & { password: string | null }): Promise<number> {
  allow(ctx, 'users.create')
  const passwordHash = await hashOfNew(ctx, password, values)
  return inTransaction(ctx, async (writing) => {
    await lockSettings(writing)
    return insertUser(writing, { ...values, passwordHash })
  })
}

async function hashOfNew(ctx: Context, password: string | null, owner: { name: string; email: string }) {
  if (password === null) return null
  await checkNewPassword(ctx.db, password, owner, 'password')
  return hashPassword(password)
}

/** The ids of a shipped or other Access and Right. */
export async function named({ db }: Writing, access: string, right: string) {
  const its = async (table: 'accesses' | 'rights', name: string) =>
    (await db.selectFrom(table).select('id').where('name', '=', name).executeTakeFirst())?.id
  const accessId = await its('accesses', access)
  if (accessId === undefined) throw new RuleBroken(`There is no Access ${access}.`, [{ field: 'access', code: 'unknown' }])
  const rightId = await its('rights', right)
  if (rightId === undefined) throw new RuleBroken(`There is no Right ${right}.`, [{ field: 'right', code: 'unknown' }])
  return { accessId, rightId }
}

type Inserted = Pick<UserValues, 'email' | 'name' | 'accessId' | 'rightId'> & Partial<UserValues> & { passwordHash: string | null }

/** The part inside of a transaction, behind `lockSettings`. */
export async function insertUser(
  writing: Writing,
  { passwordHash, timeZone = null, active = true, awayFrom = null, awayUntil = null, ...given }: Inserted,
): Promise<number> {
  const { db, now, actor } = writing
  const values: UserValues = { ...given, timeZone, active, awayFrom, awayUntil }
  await checkUser(writing, values, null)
  await expectMayGiveTo(writing, values)
  const created = await db
    .insertInto('users')
    .values({
      email: values.email,
      name: values.name,
      password_hash: passwordHash,
      access_id: values.accessId,
      right_id: values.rightId,
      time_zone: timeZone,
      active,
      away_from: awayFrom,
      away_until: awayUntil,
      created_at: now,
      changed_at: now,
      changed_by: actor.kind === 'user' ? actor.id : null,
    })
    .returning(['id', 'version'])
    .executeTakeFirstOrThrow()
  await record(writing, userCreated, created, { accessId: values.accessId, rightId: values.rightId, values })
  return created.id
}
