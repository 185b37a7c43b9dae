/** The tabs at the top: the list first, then every open ticket with its number and title, what is unread in it and what is unsaved. */
import { IconX } from '@tabler/icons-react'
import { type DragEvent, type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Go } from './Go.tsx'
import css from './TabBar.module.css'

export interface Tab {
  key: string
  href: string
  /** A Tabler icon of 14 px (16 px for the fixed first tab). */
  icon: ReactNode
  /** “#481024” */
  number?: string
  title: string
  unread?: boolean
  unsaved?: boolean
  /** A running timer. */
  extra?: ReactNode
  /** Cannot be closed. */
  fixed?: boolean
}

export interface TabBarProps {
  tabs: readonly Tab[]
  /** The key of the tab that is shown. */
  current: string | null
  onClose: (key: string) => void
  /** A tab was dragged, or moved with Ctrl and an arrow key, by so many places. */
  onMove?: (key: string, by: number) => void
  /** Right after the tabs: re-open a closed one. */
  after?: ReactNode
  /** At the right end: search. */
  end?: ReactNode
}

const reveal = (tab: HTMLLIElement | null) => tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' })

const Dot = ({ kind, label }: { kind: 'unread' | 'unsaved'; label: string }) => (
  <b className={css[kind]} title={label}>
    <span className="sr">{label}</span>
  </b>
)

/** A drag, or Ctrl with an arrow key, moves a tab. Arrow keys, Home and End move among the tabs, Delete or a middle click closes one. Many tabs scroll. */
export function TabBar({ tabs, current, onClose, onMove, after, end }: TabBarProps) {
  const { t } = useTranslation()
  const list = useRef<HTMLUListElement>(null)
  const [dragged, setDragged] = useState<string | null>(null)

  const move = (event: KeyboardEvent, tab: Tab) => {
    const links = [...(list.current?.querySelectorAll('a') ?? [])]
    const at = links.findIndex((link) => link === event.target)
    if (at < 0) return
    if (event.key === 'Delete' && !tab.fixed) {
      event.preventDefault()
      ;(links[at + 1] ?? links[at - 1])?.focus()
      onClose(tab.key)
      return
    }
    if ((event.ctrlKey || event.metaKey) && (event.key === 'ArrowRight' || event.key === 'ArrowLeft') && !tab.fixed) {
      event.preventDefault()
      onMove?.(tab.key, event.key === 'ArrowRight' ? 1 : -1)
      return
    }
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: links.length - 1 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    links[Math.max(0, Math.min(next, links.length - 1))]?.focus()
  }

  const over = (event: DragEvent, tab: Tab) => {
    if (dragged === null || tab.fixed) return
    event.preventDefault()
    const [from, to] = [dragged, tab.key].map((key) => tabs.findIndex((one) => one.key === key))
    if (event.type === 'drop') setDragged(null)
    if (event.type === 'drop' && from !== undefined && to !== undefined && from !== to) onMove?.(dragged, to - from)
  }

  return (
    <nav className={css.bar} aria-label={t(($) => $.shell.tabs)}>
      <ul className={css.tabs} ref={list}>
        {tabs.map((tab) => {
          const on = tab.key === current
          return (
            <li
              key={tab.key}
              className={css.tab}
              ref={on ? reveal : null}
              data-on={on || undefined}
              data-fixed={tab.fixed || undefined}
              data-dragged={tab.key === dragged || undefined}
            >
              <Go
                href={tab.href}
                className={css.link}
                aria-current={on ? 'page' : undefined}
                title={tab.title}
                draggable={onMove !== undefined && !tab.fixed}
                onDragStart={() => setDragged(tab.key)}
                onDragEnd={() => setDragged(null)}
                onDragOver={(event) => over(event, tab)}
                onDrop={(event) => over(event, tab)}
                onKeyDown={(event) => move(event, tab)}
                onAuxClick={(event) => {
                  if (event.button !== 1 || tab.fixed) return
                  event.preventDefault()
                  onClose(tab.key)
                }}
              >
                {tab.icon}
                {tab.number && <span className={css.number}>{tab.number}</span>}
                <span className="cut">{tab.title}</span>
                {tab.extra}
                {tab.unread && <Dot kind="unread" label={t(($) => $.shell.unread)} />}
                {tab.unsaved && <Dot kind="unsaved" label={t(($) => $.shell.unsaved)} />}
              </Go>
              {!tab.fixed && (
                <button
                  type="button"
                  className={css.close}
                  data-over={tab.unsaved || undefined}
                  onClick={() => onClose(tab.key)}
                  aria-label={t(($) => $.shell.closeTab, { title: `${tab.number ?? ''} ${tab.title}`.trim() })}
                >
                  <IconX size={14} stroke={1.75} aria-hidden />
                </button>
              )}
            </li>
          )
        })}
      </ul>
      {after && <span className={css.after}>{after}</span>}
      <span className={css.space} />
      {end}
    </nav>
  )
}
