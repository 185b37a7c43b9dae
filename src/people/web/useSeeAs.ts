/** Begins to see the desk as another User: for those with every permission of theirs and the Right Everything. */
import { seeAs } from '#people/api.ts'
import { useCommand } from '#platform/web/query.ts'
import { seeDeskAs } from '#platform/web/seeAs.ts'
import { useMe } from './session.ts'

/** `mayOffer`: whether it is worth offering for this User; the server decides. `start` leaves the page once it has agreed. */
export function useSeeAs(userId: number) {
  const me = useMe()
  const { mutate, error } = useCommand(seeAs, { onSuccess: ({ user }) => seeDeskAs(user.id) })
  return {
    mayOffer: me.id !== userId && me.everything && me.permissions.includes('users.read'),
    start: () => mutate({ id: userId }),
    error,
  }
}
