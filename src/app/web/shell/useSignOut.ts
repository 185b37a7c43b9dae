/** Sign out: ends this session and forgets what the page held of it. */
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { call } from '#platform/web/call.ts'
import { forgetSeenAs } from '#platform/web/seeAs.ts'
import { signOut } from '#people/api.ts'
import { endTimings } from '#worktime/web/timing.ts'

export function useSignOut() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    // Without an answer the session may still stand, so the page stays where it can be ended.
    forgetSeenAs()
    await endTimings()
    await call(signOut, {})
    await navigate({ to: '/sign-in' })
    queries.clear()
  }
}
