/** Users by name, for choosing among them. */
import { users } from '#people/users.ts'
import { useThings } from '#admin/web/frame/useThings.ts'
import type { Named } from '#admin/web/frame/Pick.tsx'

/** Those who can sign in first. */
export function useUserNames(): Named[] | undefined {
  return useThings(users)
    .things?.toSorted((a, b) => Number(b.active) - Number(a.active))
    .map(({ id, name }) => ({ id, name }))
}
