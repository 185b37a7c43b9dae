/** The first line of every command: may this actor do that at all? Which data they may do it to is asked of the Right. */
import type { UserActor } from '#platform/actor.ts'
import type { Permission } from '#platform/permission.ts'
import { NotAllowed, NotSignedIn } from '#platform/problem.ts'
import type { Context } from './context.ts'

/** A User needs the permission; what the desk does by itself needs none; customers have none of these. */
export function allow(ctx: Pick<Context, 'actor'>, permission: Permission): void {
  const { actor } = ctx
  if (actor.kind === 'system' || (actor.kind === 'user' && actor.permissions.has(permission))) return
  throw new NotAllowed(`This needs the permission ${permission}.`, [], permission)
}

/** The User who acts; what only people have (an own name, sessions, drafts) asks for one. */
export function userOf({ actor }: Pick<Context, 'actor'>): UserActor {
  if (actor.kind === 'user') return actor
  throw new NotSignedIn('Sign in first.')
}
