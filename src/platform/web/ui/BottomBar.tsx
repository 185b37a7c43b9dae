/** On phones: what the rail and the tabs are elsewhere, within reach of the thumb. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Count } from './Count.tsx'
import { Go } from './Go.tsx'
import css from './BottomBar.module.css'

export interface BottomBarItem {
  key: string
  label: string
  /** A Tabler icon of 20 px at stroke 1.6. */
  icon: ReactNode
  /** A page, or … */
  href?: string
  /** … something to open, such as the list of open tabs. */
  onPress?: () => void
  current?: boolean
  /** Something new, counted. */
  count?: number
}

/** Up to seven items. */
export function BottomBar({ items }: { items: readonly BottomBarItem[] }) {
  const { t } = useTranslation()
  return (
    <nav className={css.bar} aria-label={t(($) => $.shell.modules)}>
      {items.map((item) =>
        item.href ? (
          <Go key={item.key} href={item.href} className={css.item} aria-current={item.current ? 'page' : undefined}>
            {item.icon}
            {item.label}
            {item.count ? (
              <span className={css.count}>
                <Count fresh>{item.count}</Count>
              </span>
            ) : null}
          </Go>
        ) : (
          <button key={item.key} type="button" className={css.item} onClick={item.onPress} aria-current={item.current ? 'page' : undefined}>
            {item.icon}
            {item.label}
          </button>
        ),
      )}
    </nav>
  )
}
