/** One's own two-step sign-in: set up, switched on, its recovery codes, switched off; and reset by an administrator. */
import { countAttempt, forgetAttempts } from '#people/server/attempts.ts'
import { byThePersonThemselves } from '#people/server/byThePersonThemselves.ts'
import { lockUser } from '#people/server/changeUser.ts'
import { expectMayGiveTo } from '#people/server/mayGive.ts'
import { checkPassword } from '#people/server/passwords.ts'
import { saveUser } from '#people/server/saveUser.ts'
import { valuesOf } from '#people/server/userValues.ts'
import { recoveryCodesRenewed, secondStepOff } from '#people/signIn/events.ts'
import { signInSettings } from '#people/signIn/settings.ts'
import { BadInput, RuleBroken } from '#platform/problem.ts'
import { allow, userOf } from '#platform/server/allow.ts'
import { expectOwnEyes, inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import { readSetting } from '#platform/server/settings.ts'
import { makeRecoveryCodes } from './recoveryCodes.ts'
import { switchOn } from './secondStep.ts'
import { proposeSecret, secondStepSince, takeCode } from './totp.ts'

export async function getSecondStep(ctx: Context) {
  expectOwnEyes(ctx.actor)
  const { id } = userOf(ctx)
  const user = await ctx.db
    .selectFrom('users as u')
    .leftJoin('second_factors as f', 'f.user_id', 'u.id')
    .select((of) => [
      'u.password_hash',
      'f.confirmed_at as since',
      of
        .selectFrom('recovery_codes')
        .select((c) => c.fn.countAll<number>().as('n'))
        .whereRef('user_id', '=', 'u.id')
        .as('left'),
    ])
    .where('u.id', '=', id)
    .executeTakeFirstOrThrow()
  return {
    since: user.since,
    recoveryCodesLeft: user.since === null ? 0 : (user.left ?? 0),
    required: (await readSetting(ctx.db, signInSettings)).secondStepRequired,
    hasPassword: user.password_hash !== null,
  }
}

/** It is on once a code confirms it. */
export async function beginSecondStep(ctx: Context, secrets: Secrets, { password }: { password: string }, address: string) {
  const user = await withPassword(ctx, password, address)
  return inTransaction(ctx, async (writing) => {
    if ((await secondStepSince(writing.db, user.id)) !== null) throw new RuleBroken('Two-step sign-in is on already.', [], 'already-on')
    return proposeSecret(writing, secrets, user)
  })
}

export async function confirmSecondStep(ctx: Context, secrets: Secrets, { code }: { code: string }, address: string) {
  const { id } = byThePersonThemselves(ctx)
  const { email } = await ctx.db.selectFrom('users').select('email').where('id', '=', id).executeTakeFirstOrThrow()
  await countAttempt(ctx, email, address)
  return inTransaction(ctx, async (writing) => {
    if ((await secondStepSince(writing.db, id)) !== null) throw new RuleBroken('Two-step sign-in is on already.', [], 'already-on')
    if (!(await takeCode(writing, secrets, id, code)))
      throw new BadInput('This code is not right.', [{ field: 'code', code: 'wrong_code' }], 'wrong-code')
    await forgetAttempts(writing, email)
    await switchOn(writing, id)
    return { recoveryCodes: await makeRecoveryCodes(writing, secrets, id) }
  })
}

export async function renewRecoveryCodes(ctx: Context, secrets: Secrets, { password }: { password: string }, address: string) {
  const { id } = await withPassword(ctx, password, address)
  return inTransaction(ctx, async (writing) => {
    if ((await secondStepSince(writing.db, id)) === null) throw new RuleBroken('Two-step sign-in is off.', [], 'off')
    await record(writing, recoveryCodesRenewed, await saveUser(writing, id, {}), {})
    return { recoveryCodes: await makeRecoveryCodes(writing, secrets, id) }
  })
}

export async function endSecondStep(ctx: Context, { password }: { password: string }, address: string): Promise<{ ok: true }> {
  const { id } = await withPassword(ctx, password, address)
  if ((await readSetting(ctx.db, signInSettings)).secondStepRequired)
    throw new RuleBroken('Two-step sign-in is required here.', [{ field: 'password', code: 'required_here' }], 'required-here')
  return inTransaction(ctx, (writing) => switchOff(writing, id))
}

/** For a User who lost their device. Their passkeys and sessions stay as they are. */
export async function resetSecondStep(ctx: Context, { id }: { id: number }): Promise<{ ok: true }> {
  allow(ctx, 'users.update')
  return inTransaction(ctx, async (writing) => {
    await expectMayGiveTo(writing, valuesOf(await lockUser(writing, id)), { access: 'id', right: 'id' })
    return switchOff(writing, id)
  })
}

async function switchOff(writing: Writing, userId: number): Promise<{ ok: true }> {
  const on = (await secondStepSince(writing.db, userId)) !== null
  await writing.db.deleteFrom('second_factors').where('user_id', '=', userId).execute()
  await writing.db.deleteFrom('recovery_codes').where('user_id', '=', userId).execute()
  if (on) await record(writing, secondStepOff, await saveUser(writing, userId, {}), {})
  return { ok: true }
}

/** An open session alone must not be able to change how its User signs in. */
async function withPassword(ctx: Context, password: string, address: string) {
  const { id } = byThePersonThemselves(ctx)
  const user = await ctx.db.selectFrom('users').select(['id', 'email', 'password_hash']).where('id', '=', id).executeTakeFirstOrThrow()
  await countAttempt(ctx, user.email, address)
  const { right } = await checkPassword(user.password_hash, password)
  if (!right) throw new BadInput('This is not your current password.', [{ field: 'password', code: 'wrong-password' }], 'wrong-password')
  await forgetAttempts(ctx, user.email)
  return user
}
