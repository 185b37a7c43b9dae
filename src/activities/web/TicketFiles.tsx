/** All files of a ticket, newest first, each with who sent it and when. */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { downloadAttachment, listAttachments } from '#activities/api.ts'
import { addressOf } from '#platform/web/call.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { AttachmentChip } from '#platform/web/ui/AttachmentChip.tsx'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import css from './composer.module.css'

const step = 200
const most = 5000

/** `count` is how many the ticket says it has: when it grows, the list is asked for anew. */
export function TicketFiles({ ticketId, count }: { ticketId: number; count: number }) {
  const { t } = useTranslation()
  const [limit, setLimit] = useState(step)
  const { data, refetch, isFetching } = useEndpoint(listAttachments, { id: ticketId, limit }, { keepPrevious: true })
  useEffect(() => void refetch(), [count, refetch])
  return (
    <div className={css.allFiles}>
      {data?.files.length === 0 && <EmptyState>{t(($) => $.ticket.noAttachments)}</EmptyState>}
      <ul>
        {data?.files.map(({ id, name, mediaType, size, author, at }) => (
          <li key={id} className={css.fileRow}>
            <AttachmentChip name={name} mediaType={mediaType} size={size} href={addressOf(downloadAttachment, { id })} />
            <span className="cut meta ink3">
              {author} <Time at={at} />
            </span>
          </li>
        ))}
      </ul>
      {data?.more && limit < most && (
        <Button variant="subtle" loading={isFetching} onClick={() => setLimit(Math.min(most, limit * 2))}>
          {t(($) => $.activity.older)}
        </Button>
      )}
    </div>
  )
}
