/** Who forgot their password asks for a link by mail; nobody learns from the answer whether there is such a User. */
import { countAttempt } from '#people/server/attempts.ts'
import { lockUser } from '#people/server/changeUser.ts'
import { expectMayGiveTo } from '#people/server/mayGive.ts'
import { saveUser } from '#people/server/saveUser.ts'
import { valuesOf } from '#people/server/userValues.ts'
import { resetRequested, userInvited } from '#people/signIn/events.ts'
import { systemAddress } from '#people/signIn/settings.ts'
import { RuleBroken } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { readSetting } from '#platform/server/settings.ts'
import { notBefore } from './sameTime.ts'

const atLeast = 300
/** Enough for who lost a mail, too few to fill somebody's mailbox. */
const mostPerAddress = 3

/** The mail is sent by who reads the event. */
export async function requestReset(ctx: Context, { email }: { email: string }, address: string): Promise<{ ok: true }> {
  const started = performance.now()
  await countAttempt(ctx, `reset ${email}`, address, mostPerAddress)
  const user = await ctx.db.selectFrom('users').select('id').where('email', '=', email).where('active', '=', true).executeTakeFirst()
  if (user)
    await inTransaction(ctx, async (writing) => {
      await record(writing, resetRequested, await saveUser(writing, user.id, {}), { address })
    })
  await notBefore(started, atLeast)
  return { ok: true }
}

/** Invites a User who has no password yet, or again. */
export async function inviteUser(ctx: Context, { id }: { id: number }): Promise<{ ok: true }> {
  allow(ctx, 'users.update')
  return inTransaction(ctx, async (writing) => {
    const user = await lockUser(writing, id)
    await expectMayGiveTo(writing, valuesOf(user), { access: 'id', right: 'id' })
    if (!user.active) throw new RuleBroken('This User is disabled.', [{ field: 'id', code: 'disabled' }])
    if (user.password_hash !== null) throw new RuleBroken('This User has a password already.', [{ field: 'id', code: 'has_password' }])
    await invite(writing, id)
    return { ok: true }
  })
}

/** The part inside of a transaction, for who has just created the User. */
export async function invite(writing: Writing, userId: number) {
  if ((await readSetting(writing.db, systemAddress)).queueId === null)
    throw new RuleBroken('No Email queue is the system address yet, so no invitation can be sent.', [
      { field: 'id', code: 'no_system_address' },
    ])
  await record(writing, userInvited, await saveUser(writing, userId, {}), {})
}
