/** The Attachments tab: all files of a ticket, newest first; found by name, looked into, taken along, brought and deleted. */
import { Button, TextInput } from '@mantine/core'
import { IconDownload, IconFileZip, IconMessage, IconSearch, IconTrash, IconUpload } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { downloadAttachment } from '#activities/api.ts'
import { type TicketFile, zipAttachments } from '#activities/fileApi.ts'
import { useMay } from '#people/web/session.ts'
import { addressOf } from '#platform/web/call.ts'
import { fileSize } from '#platform/web/fileSize.ts'
import { localeFor } from '#platform/web/when.ts'
import { Dialog } from '#platform/web/ui/Dialog.tsx'
import { DropZone } from '#platform/web/ui/DropZone.tsx'
import { EmptyState } from '#platform/web/ui/EmptyState.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { Time } from '#platform/web/ui/Time.tsx'
import type { Ticket } from '#tickets/ticket.ts'
import { addBrought, bringFiles, dropBrought, retryBrought, useBrought } from './broughtFiles.ts'
import { Attached } from './ComposerParts.tsx'
import { FilePicture } from './FilePicture.tsx'
import css from './files.module.css'
import { useDeleteFile, useTicketFiles } from './useTicketFiles.ts'

const FileViewer = lazy(() => import('./FileViewer.tsx').then((m) => ({ default: m.FileViewer })))
const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const

interface Props {
  ticket: Ticket
  /** Only to be looked at: the ticket lies in the bin. */
  readOnly: boolean
  /** The ticket has changed by something done here. */
  onChanged: () => void
  /** To the message that a file is of. */
  onActivity: (id: number) => void
}

export function TicketFiles({ ticket, readOnly, onChanged, onActivity }: Props) {
  const { t, i18n } = useTranslation()
  const [q, setQ] = useState('')
  const { files, total, error, reload, more, loadingMore } = useTicketFiles(ticket.id, q.trim())
  const [shown, setShown] = useState<number | null>(null)
  const [deleting, setDeleting] = useState<TicketFile | null>(null)
  const queries = useQueryClient()
  const coming = useBrought(ticket.id)
  const bring = (brought: Iterable<File>) => bringFiles(queries, ticket.id, brought)
  const mayUpload = useMay('tickets.update')
  const mayBring = useMay('activities.comment') && mayUpload && !readOnly
  const mayDelete = useMay('attachments.delete') && !readOnly
  const picker = useRef<HTMLInputElement>(null)
  const remove = useDeleteFile(ticket.id, () => {
    setDeleting(null)
    onChanged()
    reload()
  })
  const size = (bytes: number) => fileSize(bytes, localeFor(i18n.language))
  const searching = q.trim() !== ''
  return (
    <DropZone onFiles={bring} disabled={!mayBring}>
      <div className={css.tab}>
        <div className={css.tools}>
          <TextInput
            className={css.find}
            aria-label={t(($) => $.activity.files.find)}
            placeholder={t(($) => $.activity.files.find)}
            leftSection={<IconSearch size={14} stroke={1.75} aria-hidden />}
            value={q}
            onChange={(event) => setQ(event.currentTarget.value)}
          />
          {mayBring && (
            <>
              <input
                ref={picker}
                type="file"
                multiple
                hidden
                aria-label={t(($) => $.activity.files.upload)}
                onChange={(event) => {
                  bring([...(event.currentTarget.files ?? [])])
                  event.currentTarget.value = ''
                }}
              />
              <Button leftSection={<IconUpload {...icon} />} onClick={() => picker.current?.click()}>
                {t(($) => $.activity.files.upload)}
              </Button>
            </>
          )}
        </div>
        {coming && (
          <div className={css.coming}>
            <Attached
              attachments={coming.done}
              uploads={coming.uploads}
              onRemoveUpload={(key) => dropBrought(queries, ticket.id, key)}
              onRetryUpload={(key) => retryBrought(queries, ticket.id, key)}
            />
          </div>
        )}
        {coming?.problem && (
          <Notice
            kind="error"
            shape="box"
            action={<Button onClick={() => void addBrought(queries, ticket.id)}>{t(($) => $.common.retry)}</Button>}
          >
            {t(($) => $.activity.files.notAdded, { reason: coming.problem })}
          </Notice>
        )}
        {error && !files && (
          <Notice kind="error" shape="box" action={<Button onClick={reload}>{t(($) => $.common.retry)}</Button>}>
            {t(($) => $.activity.files.loadFailed)}
          </Notice>
        )}
        {!files && !error && <SkeletonLines lines={4} />}
        {files?.length === 0 && (
          <EmptyState>
            {t(($) => (searching ? $.activity.files.noneFound : mayBring ? $.activity.files.noneDrop : $.ticket.noAttachments))}
          </EmptyState>
        )}
        {total !== undefined && total.count > 0 && (
          <p className={css.total}>
            <span role="status">{t(($) => $.activity.files.total, { count: total.count, size: size(total.size) })}</span>
            <a className="link" href={addressOf(zipAttachments, { id: ticket.id, q: q.trim() })} download>
              <IconFileZip size={14} stroke={1.75} aria-hidden />
              {t(($) => (searching ? $.activity.files.zipFound : $.activity.files.zip))}
            </a>
          </p>
        )}
        <ul className={css.list} aria-label={t(($) => $.ticket.attachments)}>
          {files?.map((file, at) => (
            <li key={file.id} className={css.row}>
              <button
                type="button"
                className={`${css.open} ring-inside`}
                aria-label={t(($) => $.activity.files.open, { name: file.name })}
                onClick={() => setShown(at)}
              >
                <FilePicture file={file} />
                <span className={css.words}>
                  <span className={`cut ${css.name}`} title={file.name}>
                    {file.name}
                  </span>
                  <span className={`cut ${css.about}`}>
                    <span className="n">{size(file.size)}</span>
                    {file.author !== '' && ` · ${file.author}`} · <Time at={file.at} />
                  </span>
                </span>
              </button>
              <span className={css.actions}>
                <IconButton
                  label={t(($) => $.activity.files.toActivity)}
                  icon={<IconMessage {...icon} />}
                  onClick={() => onActivity(file.activityId)}
                />
                <a
                  className={css.action}
                  href={addressOf(downloadAttachment, { id: file.id })}
                  download
                  aria-label={t(($) => $.activity.files.download, { name: file.name })}
                  data-tip={t(($) => $.activity.files.downloadShort)}
                >
                  <IconDownload {...icon} />
                </a>
                {mayDelete && (
                  <IconButton
                    label={t(($) => $.activity.files.delete, { name: file.name })}
                    icon={<IconTrash {...icon} />}
                    onClick={() => {
                      remove.reset()
                      setDeleting(file)
                    }}
                  />
                )}
              </span>
            </li>
          ))}
        </ul>
        {more && (
          <Button variant="subtle" loading={loadingMore} onClick={more}>
            {t(($) => $.activity.files.more)}
          </Button>
        )}
      </div>
      {shown !== null && files && (
        <Suspense>
          <FileViewer files={files} at={shown} onAt={setShown} onClose={() => setShown(null)} onMore={more} />
        </Suspense>
      )}
      <Dialog
        open={deleting !== null}
        title={t(($) => $.activity.files.deleteTitle)}
        confirm={t(($) => $.activity.files.deleteDo)}
        danger
        busy={remove.isPending}
        onConfirm={() => deleting && remove.mutate({ id: deleting.id })}
        onClose={() => setDeleting(null)}
      >
        <p>{t(($) => $.activity.files.deleteAsk, { name: deleting?.name ?? '', size: size(deleting?.size ?? 0) })}</p>
        <p className="ink2">{t(($) => $.activity.files.deleteKeeps)}</p>
        {remove.error && (
          <Notice kind="error" shape="box">
            {remove.error.message}
          </Notice>
        )}
      </Dialog>
    </DropZone>
  )
}
