/** The rail at the left edge: the mark, the modules, then what is about oneself at its foot. Hidden on phones (see BottomBar). */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Count } from './Count.tsx'
import { Go } from './Go.tsx'
import { Mark } from './Mark.tsx'
import css from './Rail.module.css'

export interface RailItem {
  key: string
  /** Its accessible name and tooltip. */
  label: string
  /** A Tabler icon of 20 px at stroke 1.6. */
  icon: ReactNode
  href: string
  current?: boolean
  /** Something new, counted. */
  count?: number
}

export interface RailProps {
  /** Where the mark leads. */
  home: string
  modules: readonly RailItem[]
  /** Above the own avatar: notifications, Manage. */
  foot: readonly RailItem[]
  /** The own avatar, usually as the button of a menu. */
  me: ReactNode
}

function Item({ item }: { item: RailItem }) {
  return (
    <Go
      href={item.href}
      className={css.item}
      aria-label={item.label}
      data-tip={item.label}
      data-tip-side="right"
      aria-current={item.current ? 'page' : undefined}
    >
      {item.icon}
      {item.count ? (
        <span className={css.count}>
          <Count fresh>{item.count}</Count>
        </span>
      ) : null}
    </Go>
  )
}

export function Rail({ home, modules, foot, me }: RailProps) {
  const { t } = useTranslation()
  return (
    <nav className={css.rail} aria-label={t(($) => $.shell.modules)}>
      <Go href={home} className={css.mark}>
        <Mark />
      </Go>
      {modules.map((item) => (
        <Item key={item.key} item={item} />
      ))}
      <span className={css.space} />
      {foot.map((item) => (
        <Item key={item.key} item={item} />
      ))}
      <span className={css.me}>{me}</span>
    </nav>
  )
}
