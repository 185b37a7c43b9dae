/** Who does something: a signed-in User, a customer through a message, or the desk itself. */
import type { Permission } from './permission.ts'

/** The data a Right opens (product: People and what they may do). `everything` is the shipped Right of that name. */
export interface Right {
  everything: boolean
  workCategories: readonly number[]
  handCategories: readonly number[]
  queues: readonly number[]
  flags: readonly string[]
  /** The Users one may hand tickets to; null: everyone. */
  handUsers: readonly number[] | null
  /** Team views that are shown. */
  views: readonly number[]
  articleFolders: readonly number[]
}

export interface UserActor {
  kind: 'user'
  id: number
  name: string
  permissions: ReadonlySet<Permission>
  right: Right
  teamIds: readonly number[]
  /** Someone else, who looks at the desk as this User: then nothing can be changed. */
  seenAsBy?: { id: number; name: string }
}

/** A customer acts only through what they send; mail, timers and deliveries are never refused. */
export type Actor = UserActor | { kind: 'contact'; id: number } | { kind: 'system' }

/** The categories whose tickets somebody sees. Whose Access does not read tickets sees none, through whatever door. */
export function seenCategories(actor: Actor): 'all' | readonly number[] {
  if (actor.kind !== 'user') return 'all'
  if (!actor.permissions.has('tickets.read')) return []
  return actor.right.everything ? 'all' : actor.right.workCategories
}

/** Through what a change came; shown in the History. */
export const vias = ['ui', 'api', 'mail', 'timer', 'rule', 'import', 'cli'] as const
export type Via = (typeof vias)[number]
