/** The Outbox: mail of queues without SMTP settings, to be read as it would have been sent. */
import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listOutbox, readOutboxMail } from '#channels/email/api.ts'
import { call } from '#platform/web/call.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { MailFrame } from '#platform/web/ui/MailFrame.tsx'
import { PanelTabs } from '#platform/web/ui/PanelTabs.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import css from './manage.module.css'

export function Outbox() {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<number | null>(null)
  const found = useInfiniteQuery({
    queryKey: ['outbox'],
    queryFn: ({ pageParam, signal }) => call(listOutbox, pageParam ? { before: pageParam } : {}, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
    refetchOnMount: 'always',
    refetchInterval: 5000,
  })
  const mails = found.data?.pages.flatMap((page) => page.mails) ?? []
  return (
    <section className={css.outbox} aria-labelledby="outbox-title">
      <header className={css.head}>
        <h1 id="outbox-title">{t(($) => $.email.outboxPage.title)}</h1>
      </header>
      <p className={css.hint}>
        {found.data && mails.length === 0 ? t(($) => $.email.outboxPage.empty) : t(($) => $.email.outboxPage.hint)}
      </p>
      {found.error && (
        <div className={css.trouble} role="alert">
          <p>{t(($) => $.email.loadFailed)}</p>
          <Button onClick={() => void found.refetch()}>{t(($) => $.email.retry)}</Button>
        </div>
      )}
      {mails.length > 0 && (
        <div className={css.reader} data-open={chosen !== null || undefined}>
          <ul className={css.mails}>
            {mails.map((mail) => (
              <li key={mail.id}>
                <button
                  type="button"
                  className={`${css.mail} ring-inside`}
                  aria-current={mail.id === chosen ? 'true' : undefined}
                  onClick={() => setChosen(mail.id)}
                >
                  <span className="cut">{mail.to.join(', ')}</span>
                  <span className="meta ink3">
                    <Time at={mail.at} />
                  </span>
                  <span className={`cut ${css.sub}`}>{mail.subject || t(($) => $.email.outboxPage.noSubject)}</span>
                </button>
              </li>
            ))}
            {found.hasNextPage && (
              <li>
                <Button variant="subtle" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                  {t(($) => $.email.outboxPage.older)}
                </Button>
              </li>
            )}
          </ul>
          {chosen === null ? (
            <p className={`${css.letter} ${css.hint}`}>{t(($) => $.email.outboxPage.choose)}</p>
          ) : (
            <Letter key={chosen} id={chosen} onBack={() => setChosen(null)} />
          )}
        </div>
      )}
    </section>
  )
}

const forms = ['rendered', 'text', 'raw'] as const

function Letter({ id, onBack }: { id: number; onBack: () => void }) {
  const { t } = useTranslation()
  const [form, setForm] = useState<(typeof forms)[number]>('rendered')
  const mail = useEndpoint(readOutboxMail, { id })
  if (mail.error)
    return (
      <p className={css.letter} role="alert">
        {mail.error.message}
      </p>
    )
  if (!mail.data)
    return (
      <div className={css.letter}>
        <SkeletonLines lines={5} />
      </div>
    )
  const { from, to, subject, at, ticketId, html, text, source } = mail.data
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
    <article className={css.letter} tabIndex={0} aria-label={subject || t(($) => $.email.outboxPage.noSubject)}>
      <Button className={css.back} variant="subtle" leftSection={<IconArrowLeft size={16} stroke={1.75} aria-hidden />} onClick={onBack}>
        {t(($) => $.email.outboxPage.title)}
      </Button>
      <dl className={css.facts}>
        <dt>{t(($) => $.email.outboxPage.subject)}</dt>
        <dd className={css.name}>{subject || t(($) => $.email.outboxPage.noSubject)}</dd>
        <dt>{t(($) => $.email.outboxPage.from)}</dt>
        <dd>{from}</dd>
        <dt>{t(($) => $.email.outboxPage.to)}</dt>
        <dd>{to.join(', ')}</dd>
        <dt>{t(($) => $.email.outboxPage.at)}</dt>
        <dd>
          <Time at={at} as="full" />
        </dd>
        {ticketId !== null && (
          <>
            <dt>{t(($) => $.email.outboxPage.ticket)}</dt>
            <dd>
              <Go className="link n" href={`/tickets/${ticketId}`}>
                #{ticketId}
              </Go>
            </dd>
          </>
        )}
      </dl>
      <PanelTabs
        label={t(($) => $.email.outboxPage.rendered)}
        tabs={forms.map((key) => ({ key, label: t(($) => $.email.outboxPage[key]) }))}
        current={form}
        onChange={setForm}
        panelId="outbox-mail"
      />
      <div className={css.shown} role="tabpanel" id="outbox-mail" aria-labelledby={`outbox-mail-${form}`}>
        {form === 'raw' ? (
          <pre className={css.source}>{source}</pre>
        ) : form === 'rendered' && html !== null ? (
          <MailFrame html={html} from={from} />
        ) : (
          <div className={css.text}>{text}</div>
        )}
      </div>
    </article>
  )
}
