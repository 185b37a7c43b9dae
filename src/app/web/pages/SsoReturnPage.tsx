/** Where the company's sign-in sends the browser back to: finishes signing in, or says why that cannot be. */
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { finishSso } from '#people/signIn/api.ts'
import { takeBrowserSecret } from '#people/signIn/web/ssoBrowser.ts'
import { rememberMe } from '#people/web/session.ts'
import { CallProblem } from '#platform/web/call.ts'
import { useCommand } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { Door } from './Door.tsx'
import { Motto } from './Motto.tsx'

const inside = /^\/(?![/\\])/

export function SsoReturnPage() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const router = useRouter()
  useTitle(t(($) => $.signIn.sso.title))
  const { mutate, error } = useCommand(finishSso, {
    onSuccess: ({ me, next }) => {
      queries.clear()
      rememberMe(queries, me)
      router.history.replace(next !== null && inside.test(next) ? next : '/')
    },
  })
  // The answer is good for once, also where React shows a page twice.
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    const { search } = window.location
    // What the provider sent belongs neither into the history nor to what this page refers to.
    window.history.replaceState(window.history.state, '', '/sign-in/sso')
    mutate({ search, browser: takeBrowserSecret() ?? 'this browser did not begin' })
  }, [mutate])
  return (
    <Door aside={<Motto />}>
      <h1>{t(($) => $.signIn.sso.title)}</h1>
      {error ? (
        <Notice
          kind="error"
          shape="box"
          action={
            <Go href="/sign-in" className="link">
              {t(($) => $.signIn.sso.again)}
            </Go>
          }
        >
          {t(($) => $.signIn.sso[whyNot(error)])}
        </Notice>
      ) : (
        <p role="status">{t(($) => $.signIn.sso.busy)}</p>
      )}
    </Door>
  )
}

const reasons: Record<string, 'over' | 'noUser' | 'notVerified' | 'wrongDomain'> = {
  'sso-over': 'over',
  'no-user': 'noUser',
  'not-verified': 'notVerified',
  'wrong-domain': 'wrongDomain',
}
const whyNot = (error: Error) => (error instanceof CallProblem && reasons[error.code ?? '']) || 'failed'
