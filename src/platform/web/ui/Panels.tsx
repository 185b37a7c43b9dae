/** Two panels side by side with a divider that is dragged, moved by arrow keys, or set to 2:1, 1:1 or 1:2; its place is remembered. */
import { IconColumns2, IconLayoutSidebar, IconLayoutSidebarRight } from '@tabler/icons-react'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import '../cssVariables.ts'
import { IconButton } from './IconButton.tsx'
import css from './Panels.module.css'

const least = 0.25
const most = 0.8
const presets = { wideLeft: 2 / 3, even: 1 / 2, wideRight: 1 / 3 }
const clamp = (share: number) => Math.min(most, Math.max(least, share))

/** The left panel's share of the width, kept in this browser under `storageKey`. */
export function usePanelShare(storageKey: string): [share: number, setShare: (share: number) => void] {
  const [share, setShare] = useState(() => {
    try {
      const kept = Number(localStorage.getItem(storageKey))
      return kept > 0 ? clamp(kept) : presets.wideLeft
    } catch {
      return presets.wideLeft
    }
  })
  const keep = (next: number) => {
    setShare(clamp(next))
    try {
      localStorage.setItem(storageKey, String(clamp(next)))
    } catch {
      // A browser without storage forgets it; nothing else depends on it.
    }
  }
  return [share, keep]
}

/** The three presets as icon buttons, for the right end of the right panel's tabs. */
export function PanelPresets({ share, onShare }: { share: number; onShare: (share: number) => void }) {
  const { t } = useTranslation()
  const is = (preset: number) => Math.abs(share - preset) < 0.01
  return (
    <span className={css.presets}>
      <IconButton
        label={t(($) => $.panels.wideLeft)}
        icon={<IconLayoutSidebarRight size={16} stroke={1.75} />}
        on={is(presets.wideLeft)}
        onClick={() => onShare(presets.wideLeft)}
      />
      <IconButton
        label={t(($) => $.panels.even)}
        icon={<IconColumns2 size={16} stroke={1.75} />}
        on={is(presets.even)}
        onClick={() => onShare(presets.even)}
      />
      <IconButton
        label={t(($) => $.panels.wideRight)}
        icon={<IconLayoutSidebar size={16} stroke={1.75} />}
        on={is(presets.wideRight)}
        onClick={() => onShare(presets.wideRight)}
      />
    </span>
  )
}

export interface PanelsProps {
  /** From `usePanelShare`. */
  share: number
  onShare: (share: number) => void
  left: ReactNode
  right: ReactNode
  /** On phones only one is seen: which. */
  phone: 'left' | 'right'
  /** Only one is seen on wider screens too. */
  single?: boolean
}

export function Panels({ share, onShare, left, right, phone, single = false }: PanelsProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const bounds = box.current?.getBoundingClientRect()
    if (bounds && bounds.width > 0) onShare((event.clientX - bounds.left) / bounds.width)
  }
  const key = (event: KeyboardEvent) => {
    const to = { ArrowLeft: share - 0.02, ArrowRight: share + 0.02, Home: least, End: most, Enter: presets.wideLeft }[event.key]
    if (to === undefined) return
    event.preventDefault()
    onShare(to)
  }
  return (
    <div
      className={css.panels}
      ref={box}
      style={{ '--left': `${share}fr`, '--right': `${1 - share}fr` }}
      data-phone={phone}
      data-single={single || undefined}
    >
      <div className={css.left}>{left}</div>
      <div
        className={css.divider}
        role="separator"
        aria-orientation="vertical"
        aria-label={t(($) => $.panels.divider)}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={least * 100}
        aria-valuemax={most * 100}
        tabIndex={0}
        onPointerDown={(event) => {
          event.preventDefault()
          event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerMove={drag}
        onDoubleClick={() => onShare(presets.wideLeft)}
        onKeyDown={key}
      />
      <div className={css.right}>{right}</div>
    </div>
  )
}
