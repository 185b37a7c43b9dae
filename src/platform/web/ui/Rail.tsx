/** The rail at the left edge: the mark, the modules in one's own order, then what is about oneself at its foot. Hidden on phones (see BottomBar). */
import { type ComponentProps, type DragEvent, type KeyboardEvent, type ReactNode, useState } from 'react'
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
  /** One of them was dragged, or moved with Ctrl and an arrow key, by so many places. */
  onMove: (key: string, by: number) => void
  /** After the modules: the way to all of them. */
  menu: ReactNode
  /** Above the own avatar: notifications, Manage. */
  foot: readonly RailItem[]
  /** The own avatar, usually as the button of a menu. */
  me: ReactNode
}

/** What makes an item movable. */
type Moving = Pick<ComponentProps<'a'>, 'draggable' | 'onDragStart' | 'onDragEnd' | 'onDragOver' | 'onDrop' | 'onKeyDown'>

function Item({ item, moving, dragged }: { item: RailItem; moving?: Moving; dragged?: boolean }) {
  return (
    <Go
      href={item.href}
      className={css.item}
      aria-label={item.label}
      data-tip={item.label}
      data-tip-side="right"
      data-dragged={dragged || undefined}
      aria-current={item.current ? 'page' : undefined}
      {...moving}
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

export function Rail({ home, modules, onMove, menu, foot, me }: RailProps) {
  const { t } = useTranslation()
  const [dragged, setDragged] = useState<string | null>(null)
  const over = (event: DragEvent, key: string) => {
    if (dragged === null) return
    event.preventDefault()
    if (event.type !== 'drop') return
    const [from, to] = [dragged, key].map((one) => modules.findIndex((item) => item.key === one))
    setDragged(null)
    if (from !== undefined && to !== undefined && from !== to) onMove(dragged, to - from)
  }
  const press = (event: KeyboardEvent, key: string) => {
    if (!(event.ctrlKey || event.metaKey) || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    onMove(key, event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <nav className={css.rail} aria-label={t(($) => $.shell.modules)}>
      <Go href={home} className={css.mark}>
        <Mark />
      </Go>
      {modules.map((item) => (
        <Item
          key={item.key}
          item={item}
          dragged={item.key === dragged}
          moving={{
            draggable: true,
            onDragStart: () => setDragged(item.key),
            onDragEnd: () => setDragged(null),
            onDragOver: (event) => over(event, item.key),
            onDrop: (event) => over(event, item.key),
            onKeyDown: (event) => press(event, item.key),
          }}
        />
      ))}
      {menu}
      <span className={css.space} />
      {foot.map((item) => (
        <Item key={item.key} item={item} />
      ))}
      <span className={css.me}>{me}</span>
    </nav>
  )
}
