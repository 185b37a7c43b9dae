/** The files of a message: pictures shown small in place, chips; a press looks into them. What was deleted is told. */
import { IconTrash } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { downloadAttachment, showAttachment } from '#activities/api.ts'
import type { Activity, Attachment } from '#activities/activity.ts'
import { shownAs } from '#files/shownAs.ts'
import { addressOf } from '#platform/web/call.ts'
import { fileSize } from '#platform/web/fileSize.ts'
import { useWhen } from '#platform/web/useWhen.ts'
import { localeFor } from '#platform/web/when.ts'
import { AttachmentChip } from '#platform/web/ui/AttachmentChip.tsx'
import css from './activity.module.css'

const FileViewer = lazy(() => import('./FileViewer.tsx').then((m) => ({ default: m.FileViewer })))

/** Files that belong into the text are shown there and not again. */
export const besideText = (attachments: readonly Attachment[], hasHtml: boolean) => attachments.filter((a) => !(a.inline && hasHtml))

const kindOf = (file: Attachment) => shownAs(file.mediaType, file.name)?.kind

export function Files({ files, deleted }: { files: readonly Attachment[]; deleted: Activity['deletedFiles'] }) {
  const [shown, setShown] = useState<number | null>(null)
  if (files.length === 0 && deleted.length === 0) return null
  return (
    <>
      {files.some((a) => kindOf(a) === 'image') && (
        <div className={css.pictures}>
          {files.map(
            (a, at) =>
              kindOf(a) === 'image' && (
                <button key={a.id} type="button" onClick={() => setShown(at)}>
                  <img src={addressOf(showAttachment, { id: a.id })} alt={a.name} loading="lazy" />
                </button>
              ),
          )}
        </div>
      )}
      <div className={css.files}>
        {files.map((a, at) => (
          <AttachmentChip
            key={a.id}
            name={a.name}
            mediaType={a.mediaType}
            size={a.size}
            href={addressOf(downloadAttachment, { id: a.id })}
            {...(kindOf(a) ? { onOpen: () => setShown(at) } : {})}
          />
        ))}
      </div>
      {deleted.map((file) => (
        <Deleted key={file.id} file={file} />
      ))}
      {shown !== null && (
        <Suspense>
          <FileViewer files={files} at={shown} onAt={setShown} onClose={() => setShown(null)} />
        </Suspense>
      )}
    </>
  )
}

function Deleted({ file: { name, size, by, at } }: { file: Activity['deletedFiles'][number] }) {
  const { t, i18n } = useTranslation()
  const when = useWhen()
  const facts = { name, size: fileSize(size, localeFor(i18n.language)), time: when.full(at) }
  return (
    <p className={css.deleted}>
      <IconTrash size={14} stroke={1.75} aria-hidden />
      {by === null ? t(($) => $.activity.files.deletedGone, facts) : t(($) => $.activity.files.deletedBy, { ...facts, who: by })}
    </p>
  )
}
