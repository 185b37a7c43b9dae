/** Builders for tests: Users who are there and signed in, made by the same commands that make real ones. */
import type { UserActor } from '#platform/actor.ts'
import type { Permission } from '#platform/permission.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { actorOf } from './authenticate.ts'
import { createUser } from './createUser.ts'
import { startSession } from './sessions.ts'

interface WantedUser {
  name?: string
  email?: string
  /** Null (as if not given) cannot sign in by password, which saves the time to hash one. */
  password?: string | null
  /** `Agent` unless told; a list of permissions makes an Access of its own. */
  access?: string | readonly Permission[]
  /** `Everything` unless told; a list of categories makes a Right of its own to work in them alone. */
  right?: string | { workCategories: readonly number[]; handCategories?: readonly number[]; flags?: readonly string[] }
}

/** A User of a test, with the session token of one browser. */
export interface GivenUser {
  id: number
  email: string
  actor: UserActor
  sessionToken: string
  /** For requests by hand; writes also need an `origin`. */
  cookie: string
}

let count = 0

/** Creates a User as the desk itself would, and signs them in. */
export async function givenUser(ctx: Context, wanted: WantedUser = {}): Promise<GivenUser> {
  const desk: Context = { ...ctx, actor: { kind: 'system' } }
  count += 1
  const email = wanted.email ?? `user${count}@desk.example`
  const id = await createUser(desk, {
    email,
    name: wanted.name ?? `User ${count}`,
    password: wanted.password ?? null,
    access: typeof wanted.access === 'object' ? await accessOf(desk, wanted.access) : (wanted.access ?? 'Agent'),
    right: typeof wanted.right === 'object' ? await rightOf(desk, wanted.right) : (wanted.right ?? 'Everything'),
  })
  const actor = await actorOf(ctx.db, id)
  if (!actor) throw new Error('The User was not created.')
  const { token } = await inTransaction(desk, (writing) => startSession(writing, id, { address: '127.0.0.1', browser: 'test' }))
  return { id, email, actor, sessionToken: token, cookie: `tessera_session=${token}` }
}

async function accessOf({ db }: Context, permissions: readonly Permission[]) {
  const name = `Access ${count}`
  await db
    .insertInto('accesses')
    .values({ name, permissions: [...permissions] })
    .execute()
  return name
}

async function rightOf(
  { db }: Context,
  right: { workCategories: readonly number[]; handCategories?: readonly number[]; flags?: readonly string[] },
) {
  const name = `Right ${count}`
  await db
    .insertInto('rights')
    .values({
      name,
      work_categories: [...right.workCategories],
      hand_categories: [...(right.handCategories ?? [])],
      flags: [...(right.flags ?? [])],
    })
    .execute()
  return name
}
