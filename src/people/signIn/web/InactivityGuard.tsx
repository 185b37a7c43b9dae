/** Where sessions end without anybody at the page, its watch is loaded; other desks never need it. */
import { lazy, Suspense } from 'react'
import { useEndpoint } from '#platform/web/query.ts'
import { getSignInOptions } from '#people/signIn/api.ts'

const InactivityWatch = lazy(async () => ({ default: (await import('./InactivityWatch.tsx')).InactivityWatch }))

/** `onEnd` signs out. */
export function InactivityGuard({ onEnd }: { onEnd: () => void }) {
  const { data } = useEndpoint(getSignInOptions, {}, { staleTime: 0 })
  const minutes = data?.inactivityMinutes ?? 0
  if (minutes === 0) return null
  return (
    <Suspense>
      <InactivityWatch after={minutes * 60_000} onEnd={onEnd} />
    </Suspense>
  )
}
