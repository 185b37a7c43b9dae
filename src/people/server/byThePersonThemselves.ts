/** Passwords, sessions and tokens are in a person's own hands: a program with one of their tokens must not make itself another. */
import type { UserActor } from '#platform/actor.ts'
import { NotAllowed } from '#platform/problem.ts'
import { userOf } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'

export function byThePersonThemselves(ctx: Context): UserActor {
  if (ctx.via === 'api') throw new NotAllowed('This can be done when signed in, not with an API token.', [], 'session-needed')
  return userOf(ctx)
}
