/** The endpoints of people and the functions that answer them. */
import * as api from '#people/api.ts'
import * as chosen from '#people/preferences.ts'
import { userOf } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import { route, type Exchange, type Route } from '#platform/server/route.ts'
import type { UserActor } from '#platform/actor.ts'
import { keptAccesses } from './accesses.ts'
import { changePassword } from './changePassword.ts'
import { changeMe, describeMe } from './me.ts'
import { getPreferences, setPreferences } from './preferences.ts'
import { keptRights } from './rights.ts'
import { seeAs } from './seeAs.ts'
import { listSessions, revokeSession, type StartedSession } from './sessions.ts'
import { setUp, setUpNeeded } from './setUp.ts'
import { signIn, signOut } from './signIn.ts'
import { keptTeams } from './teams.ts'
import { createToken, listTokens, revokeToken } from './tokens.ts'
import { listUsers } from './userQueries.ts'
import { userRoutes } from './userRoutes.ts'

export const peopleRoutes: Route[] = [
  route(api.getSetUp, async (ctx) => ({ needed: await setUpNeeded(ctx) })),
  route(api.setUp, async (ctx, input, exchange) => begin(ctx, exchange, await setUp(ctx, input, exchange))),
  route(api.signIn, async (ctx, input, exchange) => begin(ctx, exchange, await signIn(ctx, input, exchange))),
  route(api.signOut, async (ctx, _input, { sessionToken, setSession }) => {
    const done = await signOut(ctx, sessionToken)
    setSession(null)
    return done
  }),
  route(api.getMe, (ctx) => describeMe(ctx, userOf(ctx))),
  route(api.changeMe, changeMe),
  route(chosen.getPreferences, (ctx) => getPreferences(ctx)),
  route(chosen.setPreferences, setPreferences),
  route(api.changePassword, changePassword),
  route(api.listSessions, (ctx, _input, { sessionToken }) => listSessions(ctx, sessionToken)),
  route(api.revokeSession, (ctx, { id }) => revokeSession(ctx, id)),
  route(api.listTokens, (ctx) => listTokens(ctx)),
  route(api.createToken, (ctx, input) => createToken(ctx, input)),
  route(api.revokeToken, (ctx, { id }) => revokeToken(ctx, id)),
  route(api.listUsers, (ctx) => listUsers(ctx)),
  route(api.seeAs, seeAs),
  ...userRoutes,
  ...keptAccesses.routes,
  ...keptRights.routes,
  ...keptTeams.routes,
]

/** The cookie is sent only once the session is durable. */
function begin(ctx: Context, { setSession }: Exchange, { actor, session }: { actor: UserActor; session: StartedSession }) {
  setSession(session.token, session.expiresAt)
  return describeMe(ctx, actor)
}
