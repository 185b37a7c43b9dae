/** The history of a Contact or an Account: who changed what, newest first, with old and new values. */
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { accountHistory } from '#crm/accountApi.ts'
import { contactHistory } from '#crm/api.ts'
import type { CustomerChange } from '#crm/customer.ts'
import { isKeyOf } from '#crm/isKeyOf.ts'
import { english } from '#crm/words.ts'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { useMe } from '#people/web/session.ts'
import { call } from '#platform/web/call.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { Avatar } from '#platform/web/ui/Avatar.tsx'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Mark } from '#platform/web/ui/Mark.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import css from './customers.module.css'

const doors = { contact: contactHistory, account: accountHistory }

export function CustomerHistory({ subject, id }: { subject: 'contact' | 'account'; id: number }) {
  const { t } = useTranslation()
  const found = useInfiniteQuery({
    queryKey: ['customer history', subject, id],
    queryFn: ({ pageParam, signal }) => call(doors[subject], { id, ...(pageParam ? { before: pageParam } : {}) }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next,
    refetchOnMount: 'always',
  })
  useLiveEvents((news) => {
    if (news.some((event) => event.subject === subject && event.id === id)) void found.refetch()
  })
  if (found.error)
    return (
      <Notice kind="error" action={<Button onClick={() => void found.refetch()}>{t(($) => $.common.retry)}</Button>}>
        {t(($) => $.crm.loadFailed)}
      </Notice>
    )
  const entries = found.data?.pages.flatMap((page) => page.entries) ?? []
  if (found.data && entries.length === 0) return <EmptyState>{t(($) => $.crm.noHistory)}</EmptyState>
  return (
    <div className={css.body}>
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} subject={subject} />
      ))}
      {found.hasNextPage && (
        <Button variant="subtle" mt={8} loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t(($) => $.crm.more)}
        </Button>
      )}
    </div>
  )
}

function Entry({ entry, subject }: { entry: CustomerChange; subject: 'contact' | 'account' }) {
  const { t } = useTranslation()
  const me = useMe()
  const custom = useCustomFields(subject)
  const { name } = entry
  const label = (key: string) =>
    isKeyOf(english.crm.field, key) ? t(($) => $.crm.field[key]) : (custom.byId.get(Number(key.slice('custom.'.length)))?.title ?? key)
  const who = entry.who.name ?? t(($) => $.history.desk)
  const kind = entry.who.kind === 'contact' ? 'customer' : entry.who.id === me.id ? 'me' : 'user'
  return (
    <div className={css.change}>
      <div className={css.changeHead}>
        {entry.who.kind === 'user' || entry.who.name ? <Avatar name={who} kind={kind} /> : <Mark size={16} decorative />}
        <b>{who}</b>
        <span className="cut ink2">
          {isKeyOf(english.crm.event, name) ? t(($) => $.crm.event[name]) : name}
          {entry.via === 'ui' ? '' : ` · ${t(($) => $.history.via[entry.via])}`}
        </span>
        <Time at={entry.at} as="full" />
      </div>
      {Object.keys(entry.changes).length > 0 && (
        <dl className={css.changes}>
          {Object.entries(entry.changes).map(([field, { from, to }]) => (
            <Changed key={field} label={label(field)} from={from} to={to} />
          ))}
        </dl>
      )}
    </div>
  )
}

function Changed({ label, from, to }: { label: string; from: string | null; to: string | null }) {
  const { t } = useTranslation()
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {from !== null && (
          <>
            <del>{from}</del>{' '}
          </>
        )}
        {to ?? <span className="ink3">{t(($) => $.field.empty)}</span>}
      </dd>
    </>
  )
}
