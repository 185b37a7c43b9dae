/** The frame of every page: rail, tab bar and content; on phones the content over a bottom bar. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import css from './AppShell.module.css'

export interface AppShellProps {
  rail: ReactNode
  tabs: ReactNode
  /** Shown on phones instead of rail and tabs. */
  bottom: ReactNode
  /** A notice over everything, such as a lost connection. */
  notice?: ReactNode
  children: ReactNode
}

/** The children lie in a row: a side column first, then the work. Links to `#content` skip the rail and the tabs. */
export function AppShell({ rail, tabs, bottom, notice, children }: AppShellProps) {
  const { t } = useTranslation()
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#content">
        {t(($) => $.common.skip)}
      </a>
      <div className={css.rail}>{rail}</div>
      <div className={css.tabs}>{tabs}</div>
      <div className={css.work}>
        {notice}
        <main className={css.main} id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
      <div className={css.bottom}>{bottom}</div>
    </div>
  )
}
