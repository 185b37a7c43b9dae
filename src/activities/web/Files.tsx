/** The files of a message: chips to download, pictures shown small in place. */
import { IconFile, IconFileTypePdf, IconFileTypeZip, IconMail, IconPhoto } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { downloadAttachment, showAttachment } from '#activities/api.ts'
import type { Attachment } from '#activities/activity.ts'
import { addressOf } from '#platform/web/call.ts'
import { fileSize } from '#platform/web/fileSize.ts'
import css from './activity.module.css'

const shown = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

export function FileIcon({ mediaType }: { mediaType: string }) {
  const Icon = mediaType.startsWith('image/')
    ? IconPhoto
    : mediaType === 'application/pdf'
      ? IconFileTypePdf
      : mediaType.startsWith('message/')
        ? IconMail
        : /zip|compressed|tar/.test(mediaType)
          ? IconFileTypeZip
          : IconFile
  return <Icon size={14} stroke={2} aria-hidden />
}

/** Files that belong into the text are shown there and not again. */
export function Files({ attachments, hasHtml }: { attachments: readonly Attachment[]; hasHtml: boolean }) {
  const { t, i18n } = useTranslation()
  const files = attachments.filter((a) => !(a.inline && hasHtml))
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
        {files.map((a) => {
          const size = fileSize(a.size, i18n.language)
          return (
            <a
              key={a.id}
              className={css.file}
              href={addressOf(downloadAttachment, { id: a.id })}
              download={a.name}
              aria-label={t(($) => $.activity.download, { name: a.name, size })}
            >
              <FileIcon mediaType={a.mediaType} />
              <span className="cut">{a.name}</span>
              <span className="n ink3">{size}</span>
            </a>
          )
        })}
      </div>
    </>
  )
}
