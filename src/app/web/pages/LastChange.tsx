/** What the last key changed, with the way back; and at its row, why a ticket stayed as it was. */
import { IconAlertTriangle, IconX } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { Go } from '#platform/web/ui/Go.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { KeyHint } from '#platform/web/ui/KeyHint.tsx'
import { useKeyName } from '#platform/web/useKeyNames.ts'
import css from './LastChange.module.css'
import type { Refused } from './useQuickChanges.ts'
import { placeAtRow } from './RowPicker.tsx'

const stays = 8000

interface LastChangeProps {
  told: { words: string; undone?: true } | undefined
  onUndo: () => void
  onDismiss: () => void
}

/** Goes by itself; the key undoes afterwards too. */
export function LastChange({ told, onUndo, onDismiss }: LastChangeProps) {
  const { t } = useTranslation()
  const key = useKeyName('listUndo')
  useEffect(() => {
    if (!told) return undefined
    const going = setTimeout(onDismiss, stays)
    return () => clearTimeout(going)
  }, [told, onDismiss])
  return (
    <div role="status" className={css.live}>
      {told && (
        <div className={css.told}>
          <span className="cut">{told.undone ? t(($) => $.quick.undone, { what: told.words }) : told.words}</span>
          {!told.undone && (
            <button type="button" className="link" onClick={onUndo} aria-keyshortcuts={key}>
              {t(($) => $.common.undo)}
            </button>
          )}
          {!told.undone && key && <KeyHint>{key}</KeyHint>}
          <IconButton label={t(($) => $.common.dismiss)} icon={<IconX size={14} stroke={1.75} aria-hidden />} onClick={onDismiss} />
        </div>
      )}
    </div>
  )
}

/** Stands at the row until it is dismissed, by Escape too, or another row is worked on. */
export function RefusedAtRow({ refused: { id, why, count }, onDismiss }: { refused: Refused; onDismiss: () => void }) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (box.current) placeAtRow(id, box.current)
  }, [id])
  const gone = useEffectEvent(onDismiss)
  useEffect(() => {
    const grid = document.querySelector('[role=grid]')
    grid?.addEventListener('scroll', gone)
    window.addEventListener('resize', gone)
    return () => {
      grid?.removeEventListener('scroll', gone)
      window.removeEventListener('resize', gone)
    }
  }, [])
  return createPortal(
    <div ref={box} className={css.refused} role="alert">
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      <div className={css.why}>
        <span>{id > 0 ? t(($) => $.quick.refused, { id, why }) : why}</span>
        {count > 1 && <span>{t(($) => $.quick.others, { count: count - 1 })}</span>}
        {id > 0 && (
          <Go href={`/tickets/${id}`} className="link">
            {t(($) => $.quick.open, { id })}
          </Go>
        )}
      </div>
      <IconButton label={t(($) => $.common.dismiss)} icon={<IconX size={14} stroke={1.75} aria-hidden />} onClick={onDismiss} />
    </div>,
    document.body,
  )
}
