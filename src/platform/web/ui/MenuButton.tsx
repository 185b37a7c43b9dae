/**
 * A button that opens a short menu: arrows, Home and End move in it, Enter picks, Escape gives the focus back, a click elsewhere closes it.
 * Small enough for the first page; a menu with pictures, search or menus inside is Mantine's.
 */
import { IconCheck } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import css from './MenuButton.module.css'

export interface MenuEntry {
  key: string
  label: string
  /** A Tabler icon of 16 px. */
  icon?: ReactNode
  /** The key that does the same. */
  hint?: string
  /** One of several choices: shown with a check when true. */
  on?: boolean
  danger?: boolean
  onPick: () => void
}

/** What the button gets; spread it over a `<button>`, an `IconButton` or a Mantine `Button`. */
export interface MenuOpener {
  ref: RefObject<HTMLButtonElement | null>
  'aria-haspopup': 'menu'
  'aria-expanded': boolean
  'aria-controls': string | undefined
  onClick: () => void
  onKeyDown: (event: KeyboardEvent) => void
}

export interface MenuButtonProps {
  /** Accessible name of the menu. */
  label: string
  /** Groups, parted by a line. */
  groups: readonly (readonly MenuEntry[])[]
  /** Where it opens: under the button with the right edges in line, or at its right, the feet in line. */
  side?: 'below' | 'right'
  children: (opener: MenuOpener) => ReactNode
}

export function MenuButton({ label, groups, side = 'below', children }: MenuButtonProps) {
  /** Where it lies while it is open: rows of a list would cut it off, and out of a dialog the focus may not go. */
  const [place, setPlace] = useState<Element | null>(null)
  const open = place !== null
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  const show = () => setPlace(button.current?.closest('[aria-modal="true"]') ?? document.body)
  const close = (focus: boolean) => {
    setPlace(null)
    if (focus) button.current?.focus()
  }
  return (
    <>
      {children({
        ref: button,
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        'aria-controls': open ? id : undefined,
        onClick: () => (open ? setPlace(null) : show()),
        onKeyDown: (event) => {
          if (event.key !== 'ArrowDown' || open) return
          event.preventDefault()
          show()
        },
      })}
      {place && createPortal(<Menu id={id} label={label} groups={groups} side={side} button={button} onClose={close} />, place)}
    </>
  )
}

interface OpenMenu extends Required<Pick<MenuButtonProps, 'label' | 'groups' | 'side'>> {
  id: string
  button: RefObject<HTMLButtonElement | null>
  onClose: (focus: boolean) => void
}

function Menu({ id, label, groups, side, button, onClose }: OpenMenu) {
  const menu = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const at = button.current?.getBoundingClientRect()
    const list = menu.current
    if (!at || !list) return
    const { width, height } = list.getBoundingClientRect()
    const left = side === 'right' ? at.right + 8 : at.right - width
    const top = side === 'right' ? at.bottom - height : at.bottom + 4
    list.style.left = `${Math.max(4, Math.min(left, window.innerWidth - width - 4))}px`
    list.style.top = `${Math.max(4, Math.min(top, window.innerHeight - height - 4))}px`
    list.querySelector<HTMLElement>('[role^=menuitem]')?.focus()
  }, [button, side])
  useEffect(() => {
    const away = (event: Event) => {
      const target = event.target
      if (target instanceof Node && !menu.current?.contains(target) && !button.current?.contains(target)) onClose(false)
    }
    const gone = () => onClose(false)
    document.addEventListener('pointerdown', away)
    window.addEventListener('resize', gone)
    return () => {
      document.removeEventListener('pointerdown', away)
      window.removeEventListener('resize', gone)
    }
  }, [button, onClose])

  const move = (event: KeyboardEvent) => {
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])]
    const at = items.findIndex((item) => item === document.activeElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (event.key === 'Escape') onClose(true)
    else if (event.key === 'Tab') onClose(true)
    else if (to !== undefined) items.at(to % items.length)?.focus()
    if (event.key === 'Escape' || to !== undefined) event.preventDefault()
    // The page's own single keys rest while a menu is open.
    event.stopPropagation()
    event.nativeEvent.stopImmediatePropagation()
  }
  return (
    <div ref={menu} id={id} className={css.menu} role="menu" tabIndex={-1} aria-label={label} onKeyDown={move}>
      {groups.map((group, nth) => (
        <div key={group[0]?.key ?? nth} role="group" className={css.group}>
          {group.map((item) => (
            <button
              key={item.key}
              type="button"
              role={item.on === undefined ? 'menuitem' : 'menuitemradio'}
              aria-checked={item.on}
              aria-keyshortcuts={item.hint}
              tabIndex={-1}
              className={css.item}
              data-danger={item.danger || undefined}
              onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
              onClick={() => {
                onClose(true)
                item.onPick()
              }}
            >
              {item.icon}
              <span className="cut">{item.label}</span>
              {item.hint && <kbd>{item.hint}</kbd>}
              {item.on && <IconCheck size={14} stroke={2} aria-hidden />}
            </button>
          ))}
        </div>
      ))}
    </div>
  )
}
