/** Signing in with a passkey: the device knows who it belongs to and has made sure of its owner, so nothing else is asked. */
import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server'
import type { z } from 'zod'
import { signedIn } from '#people/events.ts'
import { countAttempt, forgetAttempts } from '#people/server/attempts.ts'
import { actorOf } from '#people/server/authenticate.ts'
import { saveUser } from '#people/server/saveUser.ts'
import { startSession, type Whence } from '#people/server/sessions.ts'
import type { usedPasskey } from '#people/signIn/passkey.ts'
import { NotSignedIn, RuleBroken } from '#platform/problem.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { newChallenge, takeChallenge } from './passkeyChallenges.ts'
import { hostOfPasskeys, known } from './passkeyHost.ts'
import { noteFailure } from './signInFailures.ts'

/** The device offers what it has for this host; nobody is named beforehand. */
export async function askForPasskey(ctx: Context, publicUrl: string) {
  const rpID = hostOfPasskeys(publicUrl)
  if (rpID === null) throw new RuleBroken('Passkeys need the desk to have a name, not a number, as its address.', [], 'no-host')
  return generateAuthenticationOptions({ rpID, challenge: await newChallenge(ctx.db, null, ctx.now), userVerification: 'required' })
}

export async function signInByPasskey(
  ctx: Context,
  publicUrl: string,
  { response }: { response: z.output<typeof usedPasskey> },
  whence: Whence,
) {
  const started = performance.now()
  const attempt = `passkey ${response.id}`.slice(0, 254)
  await countAttempt(ctx, attempt, whence.address)
  const passkey = await ctx.db
    .selectFrom('passkeys as p')
    .innerJoin('users as u', 'u.id', 'p.user_id')
    .select(['p.id', 'p.user_id', 'p.credential_id', 'p.public_key', 'p.counter', 'u.active'])
    .where('p.credential_id', '=', response.id)
    .executeTakeFirst()
  const verified = passkey?.active
    ? await verifyAuthenticationResponse({
        response: { ...known(response), response: signed(response) },
        expectedChallenge: (challenge) => takeChallenge(ctx.db, challenge, null, ctx.now),
        expectedOrigin: new URL(publicUrl).origin,
        expectedRPID: hostOfPasskeys(publicUrl) ?? '',
        requireUserVerification: true,
        credential: {
          id: passkey.credential_id,
          publicKey: new Uint8Array(passkey.public_key),
          counter: passkey.counter,
        },
      }).catch(() => null)
    : null
  const entered =
    passkey && verified?.verified
      ? await inTransaction(ctx, async (writing) => {
          // A copied device counts on from an older number: of two answers with the same one, the second is refused.
          const { newCounter } = verified.authenticationInfo
          const { numUpdatedRows } = await writing.db
            .updateTable('passkeys')
            .set({ counter: newCounter, used_at: writing.now, synced: verified.authenticationInfo.credentialBackedUp })
            .where('id', '=', passkey.id)
            .where('counter', '=', passkey.counter)
            .executeTakeFirst()
          const actor = numUpdatedRows === 0n ? null : await actorOf(writing.db, passkey.user_id)
          if (!actor) return null
          await forgetAttempts(writing, attempt)
          const session = await startSession(writing, actor.id, whence, 'passkey')
          const saved = await saveUser(writing, actor.id, {})
          await record({ ...writing, actor }, signedIn, saved, { address: whence.address, method: 'passkey' })
          return { actor, session }
        })
      : null
  if (entered) return entered
  await noteFailure(ctx, passkey?.user_id, 'passkey', whence, started)
  throw new NotSignedIn('This passkey does not open this desk.', [], 'wrong-passkey')
}

const signed = ({ response: { clientDataJSON, authenticatorData, signature } }: z.output<typeof usedPasskey>) => ({
  clientDataJSON,
  authenticatorData,
  signature,
})
