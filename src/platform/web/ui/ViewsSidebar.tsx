/** The column of views beside a list: trees of rows, each with its exact count. */
import { IconLayoutSidebarLeftCollapse } from '@tabler/icons-react'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './IconButton.tsx'
import css from './ViewsSidebar.module.css'

export interface ViewsSidebarProps {
  /** “Tickets” */
  title: string
  /** From `useSidebar`. On narrow screens it lies over the work. */
  open: boolean
  narrow: boolean
  onClose: () => void
  /** Icon buttons right of the title. */
  tools?: ReactNode
  foot?: ReactNode
  /** `ViewTree`s. */
  children: ReactNode
}

export function ViewsSidebar({ title, open, narrow, onClose, tools, foot, children }: ViewsSidebarProps) {
  const { t } = useTranslation()
  useEffect(() => {
    if (!open || !narrow) return undefined
    const close = (event: KeyboardEvent) => {
      // An Escape that closes a dialog belongs to the dialog, which may be gone by now.
      const inDialog = event.target instanceof Element && event.target.closest('[role="dialog"]') !== null
      if (event.key === 'Escape' && !inDialog && !document.querySelector('[aria-modal="true"]')) onClose()
    }
    document.addEventListener('keydown', close)
    return () => document.removeEventListener('keydown', close)
  }, [open, narrow, onClose])
  if (!open) return null
  return (
    <>
      {narrow && (
        <button type="button" className={css.scrim} aria-label={t(($) => $.shell.collapseViews)} onClick={onClose} tabIndex={-1} />
      )}
      <nav className={css.views} data-over={narrow || undefined} aria-label={t(($) => $.shell.views)}>
        <div className={css.top}>
          <span className={css.title}>{title}</span>
          {tools}
          <IconButton
            label={t(($) => $.shell.collapseViews)}
            icon={<IconLayoutSidebarLeftCollapse size={16} stroke={1.75} />}
            onClick={onClose}
          />
        </div>
        <div className={css.scroll}>{children}</div>
        {foot && <div className={css.foot}>{foot}</div>}
      </nav>
    </>
  )
}
