/** A file seen in place, over the whole page: pictures, PDFs, texts, sounds and films; the others of the list are an arrow away. */
import { Button, Modal } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconDownload, IconX } from '@tabler/icons-react'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { downloadAttachment } from '#activities/api.ts'
import type { Attachment } from '#activities/activity.ts'
import { shownAs } from '#files/shownAs.ts'
import { addressOf } from '#platform/web/call.ts'
import { fileSize } from '#platform/web/fileSize.ts'
import { localeFor } from '#platform/web/when.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import css from './FileViewer.module.css'
import { ImageStage, MediaStage, PdfStage, Unshown } from './FileStages.tsx'
import { LetterStage } from './LetterStage.tsx'
import { TextStage } from './TextStage.tsx'

interface Props {
  files: readonly Attachment[]
  at: number
  onAt: (at: number) => void
  onClose: () => void
  /** There are more beyond the last. */
  onMore?: (() => void) | undefined
}

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const

export function FileViewer({ files, at, onAt, onClose, onMore }: Props) {
  const { t, i18n } = useTranslation()
  const file = files[Math.min(at, files.length - 1)]
  const close = useEffectEvent(onClose)
  useEffect(() => {
    // The last file was deleted meanwhile.
    if (!file) close()
  }, [file])
  const more = useEffectEvent(() => onMore?.())
  const atEnd = at >= files.length - 2
  useEffect(() => {
    if (atEnd) more()
  }, [atEnd])
  const step = useEffectEvent((event: KeyboardEvent) => {
    // A player has these keys for itself.
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLMediaElement) return
    const to = event.key === 'ArrowLeft' ? at - 1 : event.key === 'ArrowRight' ? at + 1 : -1
    if (to < 0 || to >= files.length) return
    event.preventDefault()
    onAt(to)
  })
  useEffect(() => {
    // Wherever the focus is: an arrow at the end of the list loses it.
    document.addEventListener('keydown', step)
    return () => document.removeEventListener('keydown', step)
  }, [])
  if (!file) return null
  const go = (to: number) => to >= 0 && to < files.length && onAt(to)
  return (
    <Modal
      opened
      fullScreen
      withCloseButton={false}
      padding={0}
      onClose={onClose}
      aria-label={file.name}
      classNames={{ content: css.content ?? '', body: css.body ?? '' }}
      transitionProps={{ duration: 0 }}
    >
      <div className={css.viewer}>
        <header className={css.head}>
          <h2 className={`cut ${css.name}`} title={file.name}>
            {file.name}
          </h2>
          <span className="meta ink3 n">{fileSize(file.size, localeFor(i18n.language))}</span>
          <span className={css.end}>
            {files.length > 1 && (
              <>
                <IconButton
                  label={t(($) => $.activity.files.previous)}
                  hint="←"
                  icon={<IconChevronLeft {...icon} />}
                  disabled={at === 0}
                  onClick={() => go(at - 1)}
                />
                <span className="meta ink2 n">{t(($) => $.activity.files.place, { place: at + 1, total: files.length })}</span>
                <IconButton
                  label={t(($) => $.activity.files.next)}
                  hint="→"
                  icon={<IconChevronRight {...icon} />}
                  disabled={at >= files.length - 1}
                  onClick={() => go(at + 1)}
                />
              </>
            )}
            <Button
              component="a"
              href={addressOf(downloadAttachment, { id: file.id })}
              download
              aria-label={t(($) => $.activity.files.download, { name: file.name })}
              leftSection={<IconDownload {...icon} />}
            >
              {t(($) => $.activity.files.downloadShort)}
            </Button>
            <IconButton data-autofocus label={t(($) => $.common.close)} hint="Escape" icon={<IconX {...icon} />} onClick={onClose} />
          </span>
        </header>
        <Stage key={file.id} file={file} />
      </div>
    </Modal>
  )
}

function Stage({ file }: { file: Attachment }) {
  const shown = shownAs(file.mediaType, file.name)
  if (shown?.kind === 'image') return <ImageStage file={file} />
  if (shown?.kind === 'pdf') return <PdfStage file={file} />
  if (shown?.kind === 'text') return <TextStage file={file} table={shown.mediaType === 'text/csv' || shown.mediaType.includes('tab')} />
  if (shown?.kind === 'letter') return <LetterStage file={file} />
  if (shown) return <MediaStage file={file} kind={shown.kind} />
  return <Unshown file={file} />
}
