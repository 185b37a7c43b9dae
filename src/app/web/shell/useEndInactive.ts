/** Ends a session at which nobody has been for too long; signing in again leads back to where it was. */
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import { signOut } from '#people/api.ts'
import { endTimings } from '#worktime/web/timing.ts'
import { call } from '#platform/web/call.ts'

export function useEndInactive() {
  const queries = useQueryClient()
  const router = useRouter()
  return useCallback(() => {
    const next = router.state.location.href
    const end = async () => {
      // Without an answer the server ends it by itself a moment later.
      await endTimings()
      await call(signOut, {}).catch(() => undefined)
      queries.clear()
      await router.navigate({ to: '/sign-in', search: { next, ended: true } })
    }
    void end()
  }, [queries, router])
}
