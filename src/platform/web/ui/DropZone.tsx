/** Takes files that are dragged over its children or pasted into them. */
import { type ClipboardEvent, type DragEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import css from './DropZone.module.css'

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** `onFiles` gets what was dropped or pasted; text is left alone. The zone is a growing column. */
export function DropZone({
  onFiles,
  children,
  disabled = false,
}: {
  onFiles: (files: File[]) => void
  children: ReactNode
  disabled?: boolean
}) {
  const { t } = useTranslation()
  const [over, setOver] = useState(false)
  // Entering a child leaves its parent: only the balance tells whether the pointer is still inside.
  const depth = useRef(0)
  const reset = () => {
    depth.current = 0
    setOver(false)
  }
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    if (disabled || files.length === 0) return
    event.preventDefault()
    onFiles(files)
  }
  return (
    <div
      className={css.zone}
      onPaste={onPaste}
      onDragEnter={(event) => {
        if (disabled || !hasFiles(event)) return
        depth.current += 1
        setOver(true)
      }}
      onDragOver={(event) => {
        if (!disabled && hasFiles(event)) event.preventDefault()
      }}
      onDragLeave={() => {
        depth.current -= 1
        if (depth.current <= 0) reset()
      }}
      onDrop={(event) => {
        if (disabled || !hasFiles(event)) return
        reset()
        // What is inside took them.
        if (event.defaultPrevented) return
        event.preventDefault()
        onFiles([...event.dataTransfer.files])
      }}
    >
      {children}
      {over && <div className={css.over}>{t(($) => $.mail.dropHere)}</div>}
    </div>
  )
}
