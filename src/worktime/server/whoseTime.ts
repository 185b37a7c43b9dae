/** Whose time somebody may see besides their own: with `time.correct` that of the Users whom their Right lets them hand tickets to. */
import type { Context } from '#platform/server/context.ts'

export function whoseTime({ actor }: Pick<Context, 'actor'>): 'all' | readonly number[] {
  if (actor.kind !== 'user') return 'all'
  if (!actor.permissions.has('time.correct')) return [actor.id]
  return actor.right.everything || actor.right.handUsers === null ? 'all' : [actor.id, ...actor.right.handUsers]
}
