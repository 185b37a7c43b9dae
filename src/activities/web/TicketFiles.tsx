/** All files of a ticket that its loaded activities carry, newest first. */
import { useTranslation } from 'react-i18next'
import { downloadAttachment } from '#activities/api.ts'
import { addressOf } from '#platform/web/call.ts'
import { AttachmentChip } from '#platform/web/ui/AttachmentChip.tsx'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import { Button } from '@mantine/core'
import { authorOf } from './ActivityItem.tsx'
import css from './composer.module.css'
import { useFeed } from './useFeed.ts'

export function TicketFiles({ ticketId }: { ticketId: number }) {
  const { t } = useTranslation()
  const { feed, loadOlder, loadingOlder } = useFeed(ticketId)
  const files = (feed?.activities ?? []).toReversed().flatMap((activity) => activity.attachments.map((file) => ({ file, activity })))
  return (
    <div className={css.allFiles}>
      {feed && files.length === 0 && <EmptyState>{t(($) => $.ticket.noAttachments)}</EmptyState>}
      <ul>
        {files.map(({ file, activity }) => (
          <li key={file.id} className={css.fileRow}>
            <AttachmentChip
              name={file.name}
              mediaType={file.mediaType}
              size={file.size}
              href={addressOf(downloadAttachment, { id: file.id })}
            />
            <span className="cut meta ink3">
              {authorOf(activity)} <Time at={activity.at} />
            </span>
          </li>
        ))}
      </ul>
      {feed?.older && (
        <Button variant="subtle" loading={loadingOlder} onClick={loadOlder}>
          {t(($) => $.activity.older)}
        </Button>
      )}
    </div>
  )
}
