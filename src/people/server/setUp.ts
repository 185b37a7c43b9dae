/** The first administrator: created once, by whoever can read the console, or by the settings. */
import { randomInt, timingSafeEqual } from 'node:crypto'
import { checkNewPassword } from '#people/signIn/server/passwordRules.ts'
import { BadInput, RuleBroken } from '#platform/problem.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { lockSettings } from '#platform/server/things.ts'
import { countAttempt, forgetAttempts } from './attempts.ts'
import { actorOf } from './authenticate.ts'
import { hashOf } from './bearer.ts'
import { insertUser, named } from './createUser.ts'
import { hashPassword } from './passwords.ts'
import { startSession, type Whence } from './sessions.ts'

/** No letters that look like others: it is read from one screen and typed on another. */
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const code = Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('')

/** The one-time code of this process, for the console: `ABCDE-FGHJK`. It opens the set-up until there is a User. */
export const setUpCode = () => `${code.slice(0, 5)}-${code.slice(5)}`

/** Whether nobody can sign in yet because there is no User at all. */
export async function setUpNeeded({ db }: Pick<Context, 'db'>): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) === undefined
}

interface FirstAdministrator {
  name: string
  email: string
  password: string
}

/** Creates the first administrator and signs them in. Of two at once one wins; the other hears that it is done. */
export async function setUp(ctx: Context, { code: given, ...person }: FirstAdministrator & { code: string }, whence: Whence) {
  if (!(await setUpNeeded(ctx))) throw already()
  await countAttempt(ctx, 'set-up', whence.address)
  const typed = given.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  if (!timingSafeEqual(hashOf(typed), hashOf(code)))
    throw new BadInput('This is not the code that stands in the console.', [{ field: 'code', code: 'wrong-code' }], 'wrong-code')
  await checkNewPassword(ctx.db, person.password, person, 'password')
  const hash = await hashPassword(person.password)
  return inTransaction(ctx, async (writing) => {
    const id = await createFirst(writing, person, hash)
    const actor = id === undefined ? null : await actorOf(writing.db, id)
    if (!actor) throw already()
    await forgetAttempts(writing, 'set-up')
    return { actor, session: await startSession(writing, actor.id, whence) }
  })
}

/** For the settings: creates the first administrator if there is no User. Returns whether it did. */
export async function ensureAdministrator(ctx: Context, email: string, password: string): Promise<boolean> {
  if (!(await setUpNeeded(ctx))) return false
  const hash = await hashPassword(password)
  const person = { name: 'Administrator', email: email.trim().toLowerCase() }
  return inTransaction(ctx, async (writing) => (await createFirst(writing, person, hash)) !== undefined)
}

async function createFirst(writing: Writing, { name, email }: { name: string; email: string }, passwordHash: string) {
  await writing.db.selectFrom('installation').select('id').forUpdate().execute()
  if (!(await setUpNeeded(writing))) return undefined
  await writing.db.updateTable('installation').set({ set_up_at: writing.now }).execute()
  await lockSettings(writing)
  const desk: Writing = { ...writing, actor: { kind: 'system' } }
  return insertUser(desk, { name, email, passwordHash, ...(await named(desk, 'Administrator', 'Everything')) })
}

const already = () => new RuleBroken('This installation is set up already. Sign in instead.', [], 'already-set-up')
