/** Manage, Email queues: each address with how it fares. */
import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { listCategories } from '#categories/api.ts'
import { listQueues } from '#channels/email/api.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { Tag } from '#platform/web/ui/Tag.tsx'
import css from './manage.module.css'
import { QueueHealth } from './QueueHealth.tsx'

export function QueueList() {
  const { t } = useTranslation()
  const found = useEndpoint(listQueues, {}, { refetchOnMount: 'always', refetchInterval: 15_000 })
  const categories = useEndpoint(listCategories, {}).data?.categories ?? []
  const queues = found.data?.queues
  return (
    <section className={css.page} aria-labelledby="queues-title">
      <header className={css.head}>
        <h1 id="queues-title">{t(($) => $.email.queues)}</h1>
        <div className={css.end}>
          <Button component={Go} href="/manage/queues/new" variant="filled" leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}>
            {t(($) => $.email.newQueue)}
          </Button>
        </div>
      </header>
      <p className={css.hint}>{queues?.length === 0 ? t(($) => $.email.noQueues) : t(($) => $.email.queuesHint)}</p>
      {found.error && (
        <div className={css.trouble} role="alert">
          <p>{t(($) => $.email.loadFailed)}</p>
          <Button onClick={() => void found.refetch()}>{t(($) => $.email.retry)}</Button>
        </div>
      )}
      {queues && queues.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
        <div className={css.scroller} tabIndex={0} role="group" aria-labelledby="queues-title">
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t(($) => $.email.column.name)}</th>
                <th scope="col">{t(($) => $.email.column.address)}</th>
                <th scope="col" className={css.wide}>
                  {t(($) => $.email.column.category)}
                </th>
                <th scope="col">{t(($) => $.email.column.incoming)}</th>
                <th scope="col">{t(($) => $.email.column.outgoing)}</th>
              </tr>
            </thead>
            <tbody>
              {queues.map((queue) => (
                <tr key={queue.id}>
                  <td>
                    <Go href={`/manage/queues/${queue.id}`} className={`link ${css.name}`}>
                      {queue.name}
                    </Go>{' '}
                    {!queue.active && <Tag>{t(($) => $.email.inactive)}</Tag>}
                  </td>
                  <td>
                    {queue.address}
                    {queue.aliases.map((alias) => (
                      <div key={alias} className="meta ink3">
                        {alias}
                      </div>
                    ))}
                  </td>
                  <td className={css.wide}>{categories.find((c) => c.id === queue.categoryId)?.name ?? ''}</td>
                  <td>
                    <div>
                      {queue.incoming === 'imap'
                        ? t(($) => $.email.health.imap, { host: queue.imap.host })
                        : t(($) => $.email.health.listener)}
                    </div>
                    <QueueHealth queue={queue} direction="incoming" />
                    {queue.health.leftThere > 0 && (
                      <div className="meta ink3">{t(($) => $.email.health.leftThere, { count: queue.health.leftThere })}</div>
                    )}
                  </td>
                  <td>
                    <div>
                      {queue.outgoing === 'smtp'
                        ? t(($) => $.email.health.smtp, { host: queue.smtp.host })
                        : t(($) => $.email.health.outbox)}
                    </div>
                    <QueueHealth queue={queue} direction="outgoing" />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
