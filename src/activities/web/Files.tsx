/** The files of a message: chips to download, pictures shown small in place. */
import { downloadAttachment, showAttachment } from '#activities/api.ts'
import type { Attachment } from '#activities/activity.ts'
import { addressOf } from '#platform/web/call.ts'
import { AttachmentChip } from '#platform/web/ui/AttachmentChip.tsx'
import css from './activity.module.css'

const shown = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** Files that belong into the text are shown there and not again. */
export const besideText = (attachments: readonly Attachment[], hasHtml: boolean) => attachments.filter((a) => !(a.inline && hasHtml))

export function Files({ files }: { files: readonly Attachment[] }) {
  if (files.length === 0) return null
  const pictures = files.filter((a) => shown.has(a.mediaType))
  return (
    <>
      {pictures.length > 0 && (
        <div className={css.pictures}>
          {pictures.map((a) => (
            <a key={a.id} href={addressOf(showAttachment, { id: a.id })} target="_blank" rel="noreferrer">
              <img src={addressOf(showAttachment, { id: a.id })} alt={a.name} loading="lazy" />
            </a>
          ))}
        </div>
      )}
      <div className={css.files}>
        {files.map((a) => (
          <AttachmentChip
            key={a.id}
            name={a.name}
            mediaType={a.mediaType}
            size={a.size}
            href={addressOf(downloadAttachment, { id: a.id })}
          />
        ))}
      </div>
    </>
  )
}
