/** Single sign-on: to the provider and back, bound to this browser; a verified address finds its User, or makes one where that is wanted. */
import * as oidc from 'openid-client'
import { z } from 'zod'
import { signedIn } from '#people/events.ts'
import { actorOf } from '#people/server/authenticate.ts'
import { hashOf } from '#people/server/bearer.ts'
import { insertUser } from '#people/server/createUser.ts'
import { saveUser } from '#people/server/saveUser.ts'
import { startSession, type Whence } from '#people/server/sessions.ts'
import { ssoLinked } from '#people/signIn/events.ts'
import { emailInput } from '#people/user.ts'
import { NotSignedIn } from '#platform/problem.ts'
import { line } from '#platform/shapes.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import { lockSettings } from '#platform/server/things.ts'
import { noteFailure } from './signInFailures.ts'
import { callbackOf, configurationOf } from './ssoClient.ts'
import { loadProvider, type Provider } from './ssoProviders.ts'

export interface SsoDeps {
  secrets: Secrets
  publicUrl: string
}

const lasts = 10 * 60_000

/** `browser` is a secret of the browser that begins: whoever comes back must know it. */
export async function beginSso(
  ctx: Context,
  { secrets, publicUrl }: SsoDeps,
  { providerId, browser, next }: { providerId: number; browser: string; next?: string | undefined },
) {
  const provider = await loadProvider(ctx, secrets, providerId)
  const config = await asked(() => configurationOf(provider))
  const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()]
  await ctx.db.deleteFrom('sso_flows').where('expires_at', '<', ctx.now.toISOString()).execute()
  await ctx.db
    .insertInto('sso_flows')
    .values({
      state_hash: hashOf(state),
      provider_id: provider.id,
      browser_hash: hashOf(browser),
      nonce,
      verifier,
      next: next ?? null,
      expires_at: new Date(ctx.now.getTime() + lasts),
    })
    .execute()
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: callbackOf(publicUrl),
    scope: 'openid email profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  })
  return { url: url.href }
}

/** `search` is what the provider put into the address. */
export async function finishSso(
  ctx: Context,
  { secrets, publicUrl }: SsoDeps,
  { search, browser }: { search: string; browser: string },
  whence: Whence,
) {
  const started = performance.now()
  const returned = new URL(callbackOf(publicUrl))
  returned.search = search
  const state = returned.searchParams.get('state') ?? ''
  const flow = await ctx.db
    .deleteFrom('sso_flows')
    .where('state_hash', '=', hashOf(state))
    .where('browser_hash', '=', hashOf(browser))
    .where('expires_at', '>', ctx.now.toISOString())
    .returning(['provider_id', 'nonce', 'verifier', 'next'])
    .executeTakeFirst()
  if (!flow) throw new NotSignedIn('This sign-in was not begun in this browser, or took too long. Try again.', [], 'sso-over')
  const provider = await loadProvider(ctx, secrets, flow.provider_id)
  const person = await asked(() => personOf(provider, returned, { state, nonce: flow.nonce, verifier: flow.verifier }))
  const { entered, userId, refused } = await inTransaction(ctx, async (writing) => {
    const found = await findOrCreate(writing, provider, person)
    const actor = found.refused === undefined ? await actorOf(writing.db, found.userId) : null
    if (!actor) return { ...found, entered: null }
    const session = await startSession(writing, actor.id, whence, 'sso')
    const saved = await saveUser(writing, actor.id, {})
    await record({ ...writing, actor }, signedIn, saved, { address: whence.address, method: 'sso' })
    return { ...found, entered: { actor, session, next: flow.next } }
  })
  if (entered) return entered
  await noteFailure(ctx, userId, 'sso', whence, started)
  throw new NotSignedIn('The provider let you in, but there is no User here for you.', [], refused ?? 'no-user')
}

/** Why the provider and we do not understand each other is for the log; who signs in hears that it did not work. */
async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question()
  } catch (error) {
    throw Object.assign(new NotSignedIn('The sign-in provider could not be asked, or refused. Try again later.', [], 'sso-failed'), {
      cause: error,
    })
  }
}

const claims = z.object({
  sub: z.string().min(1).max(500),
  email: emailInput.optional().catch(undefined),
  // Said in any other way it is no yes, nor nothing.
  email_verified: z.boolean().optional().catch(false),
  name: line(120).optional().catch(undefined),
})
type Person = z.output<typeof claims>

async function personOf(provider: Provider, returned: URL, { state, nonce, verifier }: { state: string; nonce: string; verifier: string }) {
  const config = await configurationOf(provider)
  const tokens = await oidc.authorizationCodeGrant(config, returned, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  })
  const said = claims.parse(tokens.claims())
  if (said.email !== undefined || config.serverMetadata().userinfo_endpoint === undefined) return said
  return claims.parse(await oidc.fetchUserInfo(config, tokens.access_token, said.sub))
}

type Found = { userId: number; refused?: undefined } | { refused: 'wrong-domain' | 'not-verified' | 'no-user'; userId?: undefined }

/** The User whom this person is here, disabled ones included, or why there is none. */
async function findOrCreate(writing: Writing, provider: Provider, { sub, email, email_verified: verified, name }: Person): Promise<Found> {
  const { db, now } = writing
  const linked = await db
    .selectFrom('sso_identities')
    .select('user_id')
    .where('provider_id', '=', provider.id)
    .where('subject', '=', sub)
    .executeTakeFirst()
  const domain = email?.slice(email.lastIndexOf('@') + 1)
  if (provider.domains.length > 0 && (domain === undefined || !provider.domains.includes(domain))) return { refused: 'wrong-domain' }
  if (linked) return { userId: linked.user_id }
  if (email === undefined || !(verified ?? provider.trustsAddresses)) return { refused: 'not-verified' }
  await lockSettings(writing)
  const there = await db.selectFrom('users').select(['id', 'active']).where('email', '=', email).executeTakeFirst()
  if (there && !there.active) return { userId: there.id }
  if (!there && (provider.accessId === null || provider.rightId === null)) return { refused: 'no-user' }
  const userId =
    there?.id ??
    (await insertUser(writing, {
      email,
      name: name ?? email,
      accessId: provider.accessId ?? 0,
      rightId: provider.rightId ?? 0,
      passwordHash: null,
    }))
  await db.insertInto('sso_identities').values({ provider_id: provider.id, subject: sub, user_id: userId, created_at: now }).execute()
  await record(writing, ssoLinked, await saveUser(writing, userId, {}), { providerId: provider.id })
  return { userId }
}
