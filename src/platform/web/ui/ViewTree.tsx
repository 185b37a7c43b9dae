/** A named tree of views in the sidebar: icon, name, exact count; arrows walk it, → and ← open and fold. */
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useId, useRef, useState } from 'react'
import { useWhen } from '../useWhen.ts'
import { Go } from './Go.tsx'
import css from './ViewTree.module.css'

export interface TreeLine {
  key: string
  /** 0 at the top. */
  depth: number
  parent: string | null
  /** Which of its siblings it is, from 0, and how many they are. */
  nth: number
  of: number
  /** A folder leads nowhere. */
  href?: string | undefined
  /** A Tabler icon of 16 px at stroke 1.75. */
  icon: ReactNode
  name: string
  /** Left out while it is not known, and for folders. */
  count?: number | undefined
  current?: boolean
  /** It holds others, and shows them or not. */
  open?: boolean | undefined
  /** Small signs before the count, with their words. */
  marks?: ReactNode
}

interface ViewTreeProps {
  name: string
  lines: readonly TreeLine[]
  onFold: (key: string, open: boolean) => void
  /** A view was chosen. */
  onPress?: () => void
}

export function ViewTree({ name, lines, onFold, onPress }: ViewTreeProps) {
  const id = useId()
  const list = useRef<HTMLUListElement>(null)
  const [at, setAt] = useState<string>()
  const reached = (lines.find((line) => line.key === at) ?? lines.find((line) => line.current) ?? lines[0])?.key
  const focus = (line: TreeLine | undefined) => {
    if (!line) return
    setAt(line.key)
    list.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(line.key)}"]`)?.focus()
  }
  const press = (event: KeyboardEvent, line: TreeLine) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const n = lines.indexOf(line)
    if (event.key === 'ArrowDown') focus(lines[n + 1])
    else if (event.key === 'ArrowUp') focus(lines[n - 1])
    else if (event.key === 'Home') focus(lines[0])
    else if (event.key === 'End') focus(lines.at(-1))
    else if (event.key === 'ArrowRight') {
      if (line.open === false) onFold(line.key, true)
      else if (line.open) focus(lines[n + 1])
    } else if (event.key === 'ArrowLeft') {
      if (line.open) onFold(line.key, false)
      else focus(lines.find((one) => one.key === line.parent))
    } else if ((event.key === 'Enter' || event.key === ' ') && line.href === undefined) {
      if (line.open !== undefined) onFold(line.key, !line.open)
    } else return
    event.preventDefault()
  }
  if (lines.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <h2 className={css.title} id={id}>
        {name}
      </h2>
      <ul ref={list} role="tree" aria-labelledby={id}>
        {lines.map((line) => (
          <li key={line.key} role="none">
            <Line
              line={line}
              reached={line.key === reached}
              onKeyDown={(event) => press(event, line)}
              onFocus={() => setAt(line.key)}
              onFold={() => onFold(line.key, !line.open)}
              onPress={onPress}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface LineProps {
  line: TreeLine
  reached: boolean
  onKeyDown: (event: KeyboardEvent) => void
  onFocus: () => void
  onFold: () => void
  onPress: (() => void) | undefined
}

function Line({ line, reached, onKeyDown, onFocus, onFold, onPress }: LineProps) {
  const when = useWhen()
  const given = {
    'aria-level': line.depth + 1,
    'aria-posinset': line.nth + 1,
    'aria-setsize': line.of,
    'aria-expanded': line.open,
    'aria-current': line.current ? ('page' as const) : undefined,
    'data-line': line.key,
    className: css.row,
    style: { '--depth': line.depth },
    onFocus,
  }
  const fold = (event: MouseEvent) => {
    event.preventDefault()
    event.stopPropagation()
    onFold()
  }
  const inside = (
    <>
      <Guides depth={line.depth} />
      {line.open !== undefined && (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the arrow keys of the line do the same
        <span className={css.fold} onClick={fold} aria-hidden>
          {line.open ? <IconChevronDown size={12} stroke={2} /> : <IconChevronRight size={12} stroke={2} />}
        </span>
      )}
      {line.icon}
      <span className="cut">{line.name}</span>
      {line.marks}
      {line.count !== undefined && <span className={css.count}>{when.count(line.count)}</span>}
    </>
  )
  return line.href === undefined ? (
    <div
      role="treeitem"
      tabIndex={reached ? 0 : -1}
      {...given}
      aria-selected={false}
      onKeyDown={onKeyDown}
      onClick={line.open === undefined ? undefined : onFold}
    >
      {inside}
    </div>
  ) : (
    <Go
      role="treeitem"
      tabIndex={reached ? 0 : -1}
      href={line.href}
      {...given}
      aria-selected={line.current === true}
      onKeyDown={onKeyDown}
      onClick={onPress}
    >
      {inside}
    </Go>
  )
}

/** The upright lines that say how deep a line lies. */
export const Guides = ({ depth }: { depth: number }) =>
  Array.from({ length: depth }, (_, level) => <i key={level} className={css.guide} style={{ '--level': level }} aria-hidden />)
