/** Who is signed in: asked once, shared by the whole page. */
import { type QueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { Permission } from '#platform/permission.ts'
import { call } from '#platform/web/call.ts'
import { keyOf } from '#platform/web/query.ts'
import { getMe } from '#people/api.ts'
import type { Me } from '#people/user.ts'

const meQuery = { queryKey: keyOf(getMe, {}), queryFn: () => call(getMe, {}) }

/** The signed-in User; fails with 401 for nobody. */
export const whoAmI = (queries: QueryClient): Promise<Me> => queries.ensureQueryData(meQuery)

/** Asks the server again who is signed in: a session may have ended elsewhere. */
export const checkSession = (queries: QueryClient) => queries.fetchQuery({ ...meQuery, staleTime: 0, retry: false })

/** After signing in, or after changing one's own account. */
export const rememberMe = (queries: QueryClient, me: Me) => queries.setQueryData(keyOf(getMe, {}), me)

/** The signed-in User, on pages that only they reach. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data

/** Whether the signed-in User's Access allows this. */
export function useMay(permission: Permission): boolean {
  return useMe().permissions.includes(permission)
}
