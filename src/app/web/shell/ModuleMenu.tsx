/** All modules in a menu beside the rail: opened, pinned to the favourites bar, taken off it, and put in order. */
import { IconChevronDown, IconChevronUp, IconPin, IconPinnedOff } from '@tabler/icons-react'
import { type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { Go } from '#platform/web/ui/Go.tsx'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import css from './ModuleMenu.module.css'
import { type ShownModule, useModules } from './useModules.tsx'

interface Props {
  /** The button that opened it gets the focus back. */
  button: RefObject<HTMLButtonElement | null>
  onClose: () => void
}

export function ModuleMenu({ button, onClose }: Props) {
  const { t } = useTranslation()
  const { pinned, others, pin, unpin, move } = useModules()
  const box = useRef<HTMLDivElement>(null)
  const [trouble, setTrouble] = useState<string>()
  const [said, setSaid] = useState('')
  const away = useEffectEvent((event: Event) => {
    const { target } = event
    if (target instanceof Node && !box.current?.contains(target) && !button.current?.contains(target)) onClose()
  })
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('a')?.focus()
    document.addEventListener('pointerdown', away)
    document.addEventListener('focusin', away)
    return () => {
      document.removeEventListener('pointerdown', away)
      document.removeEventListener('focusin', away)
    }
  }, [])
  const press = (event: KeyboardEvent) => {
    const links = [...(box.current?.querySelectorAll<HTMLElement>('a') ?? [])]
    const at = links.findIndex((link) => link.closest('li')?.contains(document.activeElement))
    const to = event.ctrlKey || event.metaKey ? undefined : { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (event.key === 'Escape') {
      onClose()
      button.current?.focus()
    } else if (to !== undefined) links.at(to % links.length)?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
    event.nativeEvent.stopImmediatePropagation()
  }
  const save = (saving: Promise<void>, words: string) => {
    setTrouble(undefined)
    setSaid(words)
    saving.catch((error: unknown) => setTrouble(error instanceof Error ? error.message : ''))
  }
  const moved = (module: ShownModule, by: number) =>
    save(
      move(module.key, by),
      t(($) => $.desk.moved, { what: module.label }),
    )
  const icon = { size: 14, stroke: 1.75, 'aria-hidden': true } as const
  const row = (module: ShownModule, at: number | null) => (
    <li key={module.key} className={css.row}>
      <Go
        href={module.href}
        className={css.link}
        aria-current={module.current ? 'page' : undefined}
        onClick={onClose}
        onKeyDown={(event) => {
          if (at === null || !(event.ctrlKey || event.metaKey) || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
          event.preventDefault()
          moved(module, event.key === 'ArrowUp' ? -1 : 1)
        }}
      >
        {module.icon}
        <span className="cut">{module.label}</span>
      </Go>
      {at !== null && (
        <>
          <IconButton
            label={t(($) => $.desk.moveUp, { what: module.label })}
            icon={<IconChevronUp {...icon} />}
            disabled={at === 0}
            onClick={() => moved(module, -1)}
          />
          <IconButton
            label={t(($) => $.desk.moveDown, { what: module.label })}
            icon={<IconChevronDown {...icon} />}
            disabled={at === pinned.length - 1}
            onClick={() => moved(module, 1)}
          />
        </>
      )}
      <IconButton
        label={at === null ? t(($) => $.desk.pin, { what: module.label }) : t(($) => $.desk.unpin, { what: module.label })}
        icon={at === null ? <IconPin {...icon} /> : <IconPinnedOff {...icon} />}
        onClick={() =>
          at === null
            ? save(
                pin(module.key),
                t(($) => $.desk.pinned, { what: module.label }),
              )
            : save(
                unpin(module.key),
                t(($) => $.desk.unpinned, { what: module.label }),
              )
        }
      />
    </li>
  )
  return createPortal(
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a dialog hears Escape and the arrows for all that stands in it
    <div ref={box} className={css.menu} role="dialog" aria-label={t(($) => $.desk.allModules)} tabIndex={-1} onKeyDown={press}>
      {pinned.length > 0 && (
        <>
          <h2 className={css.head}>{t(($) => $.desk.favourites)}</h2>
          <ul>{pinned.map((module, n) => row(module, n))}</ul>
        </>
      )}
      {others.length > 0 && (
        <>
          <h2 className={css.head}>{t(($) => $.desk.moreModules)}</h2>
          <ul>{others.map((module) => row(module, null))}</ul>
        </>
      )}
      {trouble !== undefined && (
        <p className={css.trouble} role="alert">
          {trouble}
        </p>
      )}
      <span className="sr" role="status">
        {said}
      </span>
    </div>,
    document.body,
  )
}
