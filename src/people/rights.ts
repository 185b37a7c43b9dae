/** What an Access and a Right come to: whom one may hand tickets to, what one may give to others, whom one may see the desk as. */
import type { Actor, Right, UserActor } from '#platform/actor.ts'
import type { Permission } from '#platform/permission.ts'

/** What a Right may open besides data. */
export const flags = ['own_views'] as const
export type Flag = (typeof flags)[number]

/** Whether the Right has this flag; *Everything* has all of them. */
export const hasFlag = (actor: Actor, flag: Flag) => actor.kind !== 'user' || actor.right.everything || actor.right.flags.includes(flag)

/** Whether a person may make this User the owner of a ticket; oneself always. Whether that User may have it is asked of their own Right. */
export function mayHandTo(actor: Actor, userId: number): boolean {
  if (actor.kind !== 'user' || actor.right.everything || actor.id === userId) return true
  return actor.right.handUsers === null || actor.right.handUsers.includes(userId)
}

/** Of these permissions, those that the User lacks and so cannot give. */
export const permissionsBeyond = ({ permissions }: Pick<UserActor, 'permissions'>, given: Iterable<Permission>) =>
  [...given].filter((permission) => !permissions.has(permission))

/** The parts of a Right that go beyond one's own, and so cannot be given. Who may work in a category may let others hand tickets to it. */
export function partsBeyond(own: Right, given: Right): (keyof Right)[] {
  if (own.everything) return []
  if (given.everything) return ['everything']
  const mine: Record<'workCategories' | 'handCategories' | 'queues' | 'views' | 'articleFolders' | 'flags', readonly unknown[]> = {
    ...own,
    handCategories: [...own.handCategories, ...own.workCategories],
  }
  const beyond: (keyof Right)[] = []
  for (const part of ['workCategories', 'handCategories', 'queues', 'views', 'articleFolders', 'flags'] as const)
    if (given[part].some((one) => !mine[part].includes(one))) beyond.push(part)
  const { handUsers } = own
  if (handUsers !== null && (given.handUsers === null || given.handUsers.some((user) => !handUsers.includes(user))))
    beyond.push('handUsers')
  return beyond
}

/** Seeing the desk as another User shows all that they see: it is for those whose own Access and Right include theirs. */
export const maySeeAs = (viewer: UserActor, other: UserActor) =>
  viewer.id !== other.id &&
  viewer.right.everything &&
  viewer.permissions.has('users.read') &&
  permissionsBeyond(viewer, other.permissions).length === 0
