/** The first line of every command: may this actor do that at all? Which data they may do it to is asked of the Right. */
import type { Permission } from '#platform/permission.ts'
import { NotAllowed } from '#platform/problem.ts'
import type { Context } from './context.ts'

/** A User needs the permission; what the desk does by itself needs none; customers have none of these. */
export function allow(ctx: Pick<Context, 'actor'>, permission: Permission): void {
  const { actor } = ctx
  if (actor.kind === 'system' || (actor.kind === 'user' && actor.permissions.has(permission))) return
  throw new NotAllowed(`This needs the permission ${permission}.`, [], permission)
}
