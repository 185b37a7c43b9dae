/** The doors of Users as administrators keep them. */
import { users } from '#people/users.ts'
import { allow } from '#platform/server/allow.ts'
import { route, type Route } from '#platform/server/route.ts'
import { changeUser } from './changeUser.ts'
import { createUserWith } from './createUser.ts'
import { deleteUser, usesOfUser } from './deleteUser.ts'
import { getManagedUser, listManagedUsers } from './userQueries.ts'

const { doors } = users

export const userRoutes: readonly Route[] = [
  route(doors.list, (ctx) => listManagedUsers(ctx)),
  route(doors.get, async (ctx, { id }) => {
    allow(ctx, 'users.read')
    return getManagedUser(ctx, id)
  }),
  route(doors.create, async (ctx, input) => getManagedUser(ctx, await createUserWith(ctx, input))),
  route(doors.change, async (ctx, input) => {
    await changeUser(ctx, input)
    return getManagedUser(ctx, input.id)
  }),
  route(doors.remove, async (ctx, { id }) => {
    await deleteUser(ctx, id)
    return { ok: true as const }
  }),
  route(doors.uses, async (ctx, { id }) => ({ uses: await usesOfUser(ctx, id) })),
]
