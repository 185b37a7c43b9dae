/** The browser's entry: the look, the words, what is known of the server's data, and the page that the address names. */
import '#app/web/words.ts'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from '#platform/web/query.ts'
import { Theme } from '#platform/web/Theme.tsx'
import { routerWith } from '#app/web/router.tsx'

const queries = createQueryClient(() => {
  // The first question who is signed in is the router's own; this is a session that ended while somebody worked.
  const { pathname, href } = router.state.location
  if (pathname === '/sign-in' || pathname === '/set-up' || router.state.status === 'pending') return
  queries.clear()
  void router.navigate({ to: '/sign-in', search: { next: href, ended: true } })
})
const router = routerWith(queries)

createRoot(document.querySelector('#app')!).render(
  <StrictMode>
    <Theme>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </Theme>
  </StrictMode>,
)
