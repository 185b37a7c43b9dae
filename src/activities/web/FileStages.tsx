/** The ways in which a file is seen: a picture with zoom, a PDF in the browser's own reader, a player, or only what it is called. */
import { Button } from '@mantine/core'
import { IconDownload, IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { downloadAttachment, showAttachment } from '#activities/api.ts'
import type { Attachment } from '#activities/activity.ts'
import { addressOf } from '#platform/web/call.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import css from './FileViewer.module.css'
import { FilePicture } from './FilePicture.tsx'

const steps = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 8] as const
const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const

/** Whole at first; a press on the picture shows it in its own size, and back. */
export function ImageStage({ file }: { file: Attachment }) {
  const { t } = useTranslation()
  const [scale, setScale] = useState<number | null>(null)
  const [natural, setNatural] = useState<{ width: number; fit: number }>()
  const [broken, setBroken] = useState(false)
  if (broken) return <Unshown file={file} />
  const now = scale ?? natural?.fit ?? 1
  const larger = steps.find((step) => step > now + 0.001)
  const smaller = steps.findLast((step) => step < now - 0.001)
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key */}
      <div
        className={css.stage}
        data-fit={scale === null || undefined}
        tabIndex={scale === null ? -1 : 0}
        role="group"
        aria-label={file.name}
      >
        <button
          type="button"
          className={css.picture}
          aria-label={t(($) => (scale === null ? $.activity.files.ownSize : $.activity.files.whole))}
          onClick={() => setScale(scale === null ? 1 : null)}
        >
          <img
            src={addressOf(showAttachment, { id: file.id })}
            alt={file.name}
            style={scale === null || !natural ? undefined : { width: natural.width * scale, maxWidth: 'none', maxHeight: 'none' }}
            onLoad={({ currentTarget: image }) =>
              setNatural({ width: image.naturalWidth, fit: image.naturalWidth > 0 ? image.width / image.naturalWidth : 1 })
            }
            onError={() => setBroken(true)}
          />
        </button>
      </div>
      <div className={css.foot}>
        <IconButton
          label={t(($) => $.activity.files.smaller)}
          icon={<IconZoomOut {...icon} />}
          disabled={smaller === undefined}
          onClick={() => smaller !== undefined && setScale(smaller)}
        />
        <span className={`meta n ${css.percent}`}>{t(($) => $.activity.files.percent, { percent: Math.round(now * 100) })}</span>
        <IconButton
          label={t(($) => $.activity.files.larger)}
          icon={<IconZoomIn {...icon} />}
          disabled={larger === undefined}
          onClick={() => larger !== undefined && setScale(larger)}
        />
      </div>
    </>
  )
}

/** The reader is the browser's: it runs apart from the page and has nothing of it. */
export function PdfStage({ file }: { file: Attachment }) {
  const { t } = useTranslation()
  if (!navigator.pdfViewerEnabled) return <Unshown file={file} />
  return (
    // oxlint-disable-next-line react/iframe-missing-sandbox -- browsers refuse to start their reader in a sandbox
    <iframe
      className={css.pdf}
      title={t(($) => $.activity.files.pdf, { name: file.name })}
      src={`${addressOf(showAttachment, { id: file.id })}#navpanes=0`}
      referrerPolicy="no-referrer"
    />
  )
}

export function MediaStage({ file, kind }: { file: Attachment; kind: 'audio' | 'video' }) {
  const [broken, setBroken] = useState(false)
  if (broken) return <Unshown file={file} />
  const Player = kind
  return (
    <div className={css.stage} data-fit>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what customers send has none */}
      <Player
        className={css.player}
        controls
        preload="metadata"
        src={addressOf(showAttachment, { id: file.id })}
        aria-label={file.name}
        onError={() => setBroken(true)}
      />
    </div>
  )
}

/** What no browser shows safely is looked at where it was made for. */
export function Unshown({ file }: { file: Attachment }) {
  const { t } = useTranslation()
  return (
    <div className={css.stage} data-fit>
      <div className={css.unshown}>
        <FilePicture file={{ ...file, size: Number.POSITIVE_INFINITY }} />
        <p>{t(($) => $.activity.files.unshown)}</p>
        <Button
          component="a"
          variant="filled"
          href={addressOf(downloadAttachment, { id: file.id })}
          download
          leftSection={<IconDownload {...icon} />}
        >
          {t(($) => $.activity.files.downloadShort)}
        </Button>
      </div>
    </div>
  )
}
