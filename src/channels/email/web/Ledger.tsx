/** The mail ledger: what became of each message ever accepted, and why. */
import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listLedger } from '#channels/email/api.ts'
import { call } from '#platform/web/call.ts'
import { fileSize } from '#platform/web/fileSize.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import css from './manage.module.css'
import { ReleaseMail } from './ReleaseMail.tsx'

export function Ledger() {
  const { t, i18n } = useTranslation()
  const when = useWhen()
  const [words, setWords] = useState('')
  const [q] = useDebouncedValue(words, 250)
  const found = useInfiniteQuery({
    queryKey: ['ledger', q],
    queryFn: ({ pageParam, signal }) => call(listLedger, { q, ...(pageParam ? { before: pageParam } : {}) }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
    refetchOnMount: 'always',
    placeholderData: keepPreviousData,
  })
  const mails = found.data?.pages.flatMap((page) => page.mails) ?? []
  const said = (outcome: string) => {
    const known = outcomes.find((o) => o === outcome)
    return known ? t(($) => $.email.ledger.outcomeOf[known]) : outcome.replaceAll('_', ' ')
  }
  const because = (reason: string) => {
    const held = heldBecause.find((r) => r === reason)
    if (held) return t(($) => $.email.spam.heldBecause[held])
    const known = rules.find((r) => r === reason)
    return known ? t(($) => $.activity.rule[known]) : reason.replaceAll('_', ' ')
  }
  return (
    <section className={css.page} aria-labelledby="ledger-title">
      <header className={css.head}>
        <h1 id="ledger-title">{t(($) => $.email.ledger.title)}</h1>
        <TextInput
          className={css.end}
          type="search"
          w={280}
          aria-label={t(($) => $.email.ledger.search)}
          placeholder={t(($) => $.email.ledger.searchHint)}
          leftSection={<IconSearch size={14} stroke={2} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </header>
      <p className={css.hint}>
        {found.data && mails.length === 0
          ? q === ''
            ? t(($) => $.email.ledger.empty)
            : t(($) => $.email.ledger.nothing)
          : t(($) => $.email.ledger.hint)}
      </p>
      {found.error && (
        <div className={css.trouble} role="alert">
          <p>{t(($) => $.email.loadFailed)}</p>
          <Button onClick={() => void found.refetch()}>{t(($) => $.email.retry)}</Button>
        </div>
      )}
      {mails.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
        <div className={css.scroller} tabIndex={0} role="group" aria-labelledby="ledger-title">
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t(($) => $.email.ledger.received)}</th>
                <th scope="col">{t(($) => $.email.ledger.from)}</th>
                <th scope="col" className={css.wide}>
                  {t(($) => $.email.ledger.to)}
                </th>
                <th scope="col">{t(($) => $.email.ledger.subject)}</th>
                <th scope="col">{t(($) => $.email.ledger.outcome)}</th>
                <th scope="col">{t(($) => $.email.ledger.tickets)}</th>
                <th scope="col" className={css.wide}>
                  {t(($) => $.email.ledger.size)}
                </th>
              </tr>
            </thead>
            <tbody>
              {mails.map((mail) => (
                <tr key={mail.id}>
                  <td>
                    <time dateTime={mail.receivedAt} title={when.full(mail.receivedAt)}>
                      {when.ago(mail.receivedAt)}
                    </time>
                  </td>
                  <td>{mail.from ?? '–'}</td>
                  <td className={css.wide}>{mail.to.join(', ')}</td>
                  <td>{mail.subject ?? '–'}</td>
                  <td>
                    {mail.state === 'processed' && mail.outcome !== null ? said(mail.outcome) : t(($) => $.email.ledger.state[mail.state])}
                    {(mail.failure ?? mail.reason) !== null && (
                      <div className="meta ink3">{mail.failure ?? because(mail.reason ?? '')}</div>
                    )}
                  </td>
                  <td>
                    {mail.state === 'quarantined' && <ReleaseMail id={mail.id} />}
                    {mail.tickets.map((id) => (
                      <Go key={id} href={`/tickets/${id}`} className="link n">
                        #{id}{' '}
                      </Go>
                    ))}
                  </td>
                  <td className={`${css.wide} n`}>{fileSize(mail.size, i18n.language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {found.hasNextPage && (
            <Button mt={12} loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {t(($) => $.email.ledger.older)}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

const heldBecause = ['blocked_sender', 'spam_flag', 'dmarc_fail'] as const
const rules = ['twin', 'token', 'message_id', 'subject', 'none'] as const
const outcomes = [
  'new_ticket',
  'added',
  'follow_up',
  'duplicate',
  'ignored',
  'loop',
  'quarantined',
  'bounce',
  'report',
  'unparsable',
] as const
