/** One's own passkeys: made by the browser, kept here with their public key, named, removed. */
import { createHmac } from 'node:crypto'
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server'
import type { z } from 'zod'
import { byThePersonThemselves } from '#people/server/byThePersonThemselves.ts'
import { saveUser } from '#people/server/saveUser.ts'
import { passkeyAdded, passkeyRemoved } from '#people/signIn/events.ts'
import type { madePasskey, Passkey } from '#people/signIn/passkey.ts'
import { BadInput, NotFound, RuleBroken } from '#platform/problem.ts'
import { userOf } from '#platform/server/allow.ts'
import { expectOwnEyes, inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import { newChallenge, takeChallenge } from './passkeyChallenges.ts'
import { hostOfPasskeys, known } from './passkeyHost.ts'

const columns = ['id', 'name', 'created_at as createdAt', 'used_at as usedAt', 'synced'] as const
const most = 30

export async function listPasskeys(ctx: Context): Promise<{ passkeys: Passkey[] }> {
  expectOwnEyes(ctx.actor)
  const passkeys = await ctx.db.selectFrom('passkeys').select(columns).where('user_id', '=', userOf(ctx).id).orderBy('id').execute()
  return { passkeys }
}

export async function beginPasskey(ctx: Context, secrets: Secrets, publicUrl: string) {
  const { id, name } = byThePersonThemselves(ctx)
  expectOwnEyes(ctx.actor)
  const host = hostOfPasskeys(publicUrl)
  if (host === null) throw new RuleBroken('Passkeys need the desk to have a name, not a number, as its address.', [], 'no-host')
  const { email } = await ctx.db.selectFrom('users').select('email').where('id', '=', id).executeTakeFirstOrThrow()
  const mine = await ctx.db.selectFrom('passkeys').select(['credential_id', 'transports']).where('user_id', '=', id).execute()
  if (mine.length >= most) throw new RuleBroken(`There can be ${most} passkeys at most.`, [], 'too-many')
  return generateRegistrationOptions({
    rpName: 'Tessera',
    rpID: host,
    userName: email,
    userDisplayName: name,
    // The same for all passkeys of a User, and telling nothing about them.
    userID: new Uint8Array(createHmac('sha256', secrets.key('second-factor')).update(`passkeys of ${id}`).digest()),
    challenge: await newChallenge(ctx.db, id, ctx.now),
    excludeCredentials: mine.map((p) => ({ id: p.credential_id, transports: p.transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

export async function addPasskey(
  ctx: Context,
  publicUrl: string,
  { name, response }: { name: string; response: z.output<typeof madePasskey> },
) {
  const { id: userId } = byThePersonThemselves(ctx)
  const verified = await verifyRegistrationResponse({
    response: { ...known(response), response: response.response },
    expectedChallenge: (challenge) => takeChallenge(ctx.db, challenge, userId, ctx.now),
    expectedOrigin: new URL(publicUrl).origin,
    expectedRPID: hostOfPasskeys(publicUrl) ?? '',
    requireUserVerification: true,
  }).catch(() => null)
  if (!verified?.verified)
    throw new BadInput('This passkey could not be confirmed. Try again.', [{ field: 'response', code: 'invalid_value' }])
  const { credential, credentialBackedUp } = verified.registrationInfo
  return inTransaction(ctx, async (writing) => {
    const added = await writing.db
      .insertInto('passkeys')
      .values({
        user_id: userId,
        credential_id: credential.id,
        public_key: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: response.response.transports,
        synced: credentialBackedUp,
        name,
        created_at: writing.now,
      })
      .onConflict((on) => on.column('credential_id').doNothing())
      .returning(columns)
      .executeTakeFirst()
    if (!added) throw new RuleBroken('This passkey is known already.', [{ field: 'response', code: 'taken' }])
    await record(writing, passkeyAdded, await saveUser(writing, userId, {}), { passkeyId: added.id })
    return added
  })
}

export async function renamePasskey(ctx: Context, { id, name }: { id: number; name: string }): Promise<{ ok: true }> {
  const user = byThePersonThemselves(ctx)
  return inTransaction(ctx, async ({ db }) => {
    const { numUpdatedRows } = await db
      .updateTable('passkeys')
      .set({ name })
      .where('id', '=', id)
      .where('user_id', '=', user.id)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new NotFound('There is no such passkey.')
    return { ok: true }
  })
}

/** Those of others do not exist here. */
export async function removePasskey(ctx: Context, { id }: { id: number }): Promise<{ ok: true }> {
  const user = byThePersonThemselves(ctx)
  return inTransaction(ctx, async (writing) => {
    const { numDeletedRows } = await writing.db
      .deleteFrom('passkeys')
      .where('id', '=', id)
      .where('user_id', '=', user.id)
      .executeTakeFirst()
    if (numDeletedRows === 0n) throw new NotFound('There is no such passkey.')
    await record(writing, passkeyRemoved, await saveUser(writing, user.id, {}), { passkeyId: id })
    return { ok: true }
  })
}
