/** Where one is signed in; each other session can be ended. */
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keyOf, useCommand, useEndpoint } from '#platform/web/query.ts'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import { listSessions, revokeSession } from '#people/api.ts'
import css from './account.module.css'
import { browserName } from './browserName.ts'
import { Section } from './Section.tsx'

export function Sessions() {
  const { t } = useTranslation()
  const when = useWhen()
  const queries = useQueryClient()
  const { data, error, refetch } = useEndpoint(listSessions, {}, { refetchOnMount: 'always' })
  const end = useCommand(revokeSession, { onSettled: () => queries.invalidateQueries({ queryKey: keyOf(listSessions) }) })
  const trouble = error ?? end.error
  return (
    <Section name={t(($) => $.people.account.sessions)} hint={t(($) => $.people.account.sessionsHint)}>
      {trouble && (
        <Notice kind="error" shape="box" action={<Button onClick={() => void refetch()}>{t(($) => $.common.retry)}</Button>}>
          {trouble.message}
        </Notice>
      )}
      {!data && !error && <SkeletonLines lines={2} />}
      {data && (
        <ul className={css.list}>
          {data.sessions.map((session) => (
            <li key={session.id} className={css.item}>
              <span className={css.what}>
                <span>
                  {browserName(session.browser)}
                  {session.current && <b> · {t(($) => $.people.account.thisSession)}</b>}
                </span>
                <span className={css.facts}>
                  {session.address} · {t(($) => $.signIn.method[session.method])} ·{' '}
                  {t(($) => $.people.account.seen, { when: when.full(session.seenAt) })}
                </span>
              </span>
              {!session.current && (
                <Button
                  variant="danger"
                  onClick={() => end.mutate({ id: session.id })}
                  aria-label={`${t(($) => $.people.account.end)}: ${browserName(session.browser)}, ${session.address}`}
                >
                  {t(($) => $.people.account.end)}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
