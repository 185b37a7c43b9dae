/** What stands in a page's place when there is nothing to show: a wrong address, or a server that does not answer. */
import { Button } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CallProblem } from '#platform/web/call.ts'
import { useTitle } from '#platform/web/title.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import css from './Trouble.module.css'

/** An address that leads nowhere. */
export function MissingPage() {
  const { t } = useTranslation()
  useTitle(t(($) => $.desk.missing))
  return (
    <section className={css.trouble}>
      <h1>{t(($) => $.desk.notFound)}</h1>
      <Go href="/tickets" className="link">
        {t(($) => $.desk.back)}
      </Go>
    </section>
  )
}

/** A page that could not be loaded: says why, and tries again. */
export function BrokenPage({ error }: { error: unknown }) {
  const { t } = useTranslation()
  const router = useRouter()
  const offline = error instanceof CallProblem && (error.kind === 'offline' || error.status >= 502)
  return (
    <section className={css.trouble}>
      <h1>{offline ? t(($) => $.desk.offline) : t(($) => $.desk.broken)}</h1>
      {!offline && error instanceof Error && <p className="ink3">{error.message}</p>}
      <Button onClick={() => void router.invalidate()}>{t(($) => $.desk.retry)}</Button>
    </section>
  )
}

/** The same where no frame stands around it. */
export const MissingAlone = () => (
  <main id="content">
    <MissingPage />
  </main>
)
export const BrokenAlone = ({ error }: { error: unknown }) => (
  <main id="content">
    <BrokenPage error={error} />
  </main>
)
