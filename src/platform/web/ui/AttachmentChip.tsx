/** A file on a message or in the composer: its kind, name and size; while it uploads, how far it is. */
import { IconAlertTriangle, IconFile, IconFileText, IconFileTypePdf, IconFileZip, IconMail, IconPhoto, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import '../cssVariables.ts'
import { fileSize } from '../fileSize.ts'
import { localeFor } from '../when.ts'
import css from './AttachmentChip.module.css'

const look = { size: 14, stroke: 1.75, 'aria-hidden': true } as const

function iconFor(mediaType: string) {
  if (mediaType.startsWith('image/')) return <IconPhoto {...look} />
  if (mediaType === 'application/pdf') return <IconFileTypePdf {...look} />
  if (mediaType === 'message/rfc822') return <IconMail {...look} />
  if (mediaType.startsWith('text/')) return <IconFileText {...look} />
  return /zip|compressed|x-tar|gzip/.test(mediaType) ? <IconFileZip {...look} /> : <IconFile {...look} />
}

export interface AttachmentChipProps {
  name: string
  mediaType: string
  /** Bytes. */
  size: number
  /** Where it is read; without it the chip is not a link. */
  href?: string
  /** Looks into it in place; its link is for whoever wants it elsewhere. */
  onOpen?: () => void
  onRemove?: () => void
  /** 0–1 while it uploads. */
  progress?: number
  /** Why the upload failed. */
  error?: string
}

export function AttachmentChip({ name, mediaType, size, href, onOpen, onRemove, progress, error }: AttachmentChipProps) {
  const { t, i18n } = useTranslation()
  const inside = (
    <>
      {error ? <IconAlertTriangle {...look} /> : iconFor(mediaType)}
      <span className="cut">{name}</span>
      <span className={css.size}>{error ?? fileSize(size, localeFor(i18n.language))}</span>
    </>
  )
  return (
    <span
      className={css.chip}
      data-error={error ? true : undefined}
      style={progress === undefined ? undefined : { '--done': `${progress * 100}%` }}
    >
      {href ? (
        <a
          className={css.link}
          href={href}
          target="_blank"
          rel="noreferrer"
          onClick={(event) => {
            if (!onOpen || event.ctrlKey || event.metaKey || event.shiftKey) return
            event.preventDefault()
            onOpen()
          }}
        >
          {inside}
        </a>
      ) : (
        <span className={css.link}>{inside}</span>
      )}
      {progress !== undefined && progress < 1 && (
        <span className={css.progress} role="progressbar" aria-label={name} aria-valuenow={Math.round(progress * 100)} />
      )}
      {onRemove && (
        <button type="button" className={css.remove} onClick={onRemove} aria-label={t(($) => $.common.remove, { what: name })}>
          <IconX size={12} stroke={2} aria-hidden />
        </button>
      )}
    </span>
  )
}
