/** The tabs of one panel of a page: Activities and History, or Form and Attachments. */
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import css from './PanelTabs.module.css'

export interface PanelTab<Key extends string> {
  key: Key
  label: string
  /** How many there are, already formatted. */
  count?: string | number | undefined
}

export interface PanelTabsProps<Key extends string> {
  /** Accessible name of the tabs. */
  label: string
  tabs: readonly PanelTab<Key>[]
  current: Key
  onChange: (key: Key) => void
  /** Id of the element with `role="tabpanel"` that shows the current tab. */
  panelId: string
  /** At the right end: buttons. */
  end?: ReactNode
}

/** Arrow keys, Home and End change the tab, as one expects of tabs. */
export function PanelTabs<Key extends string>({ label, tabs, current, onChange, panelId, end }: PanelTabsProps<Key>) {
  const list = useRef<HTMLDivElement>(null)
  const at = tabs.findIndex((tab) => tab.key === current)
  const move = (event: KeyboardEvent) => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key]
    const index = to === undefined ? -1 : (to + tabs.length) % tabs.length
    const tab = tabs[index]
    if (!tab) return
    event.preventDefault()
    onChange(tab.key)
    list.current?.querySelectorAll('button')[index]?.focus()
  }
  return (
    <div className={css.bar}>
      <div className={css.tabs} role="tablist" tabIndex={-1} aria-label={label} ref={list} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${panelId}-${tab.key}`}
            aria-selected={tab.key === current}
            aria-controls={panelId}
            tabIndex={tab.key === current ? 0 : -1}
            className={css.tab}
            onClick={() => onChange(tab.key)}
          >
            {tab.label}
            {tab.count !== undefined && <span className={css.count}>{tab.count}</span>}
          </button>
        ))}
      </div>
      {end && <div className={css.end}>{end}</div>}
    </div>
  )
}
