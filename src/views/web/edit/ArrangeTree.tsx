/**
 * A tree of views while it is arranged. By pointer: drag. By keys: Space lifts, arrows move and nest, Space puts down, Escape puts back;
 * Delete takes a place away, F2 renames a folder.
 */
import { IconChevronDown, IconChevronRight, IconFilterDown, IconGripVertical, IconTrash } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { useWhen } from '#platform/web/useWhen.ts'
import type { View } from '#views/view.ts'
import { FolderIcon, ViewIcon } from '../icons.tsx'
import { changedSpot, hasViewAbove, type Spot, spotRows, step, withoutSpot } from './arranging.ts'
import css from './ArrangeTree.module.css'
import { useDragSpot } from './useDragSpot.ts'

/** What is shown of a view. */
export interface Face {
  name: string
  icon: View['icon']
  count?: number | undefined
}

interface ArrangeTreeProps {
  label: string
  tree: readonly Spot[]
  onChange: (tree: readonly Spot[]) => void
  faceOf: (viewId: number) => Face | undefined
  /** The folder whose name is being typed. */
  naming: string | undefined
  onNaming: (key: string | undefined) => void
  /** Whether a place may be taken off; all of them, if not said. */
  mayRemove?: (spot: Spot) => boolean
  /** Opens a view's editor, where it may be changed here. */
  onOpen?: (viewId: number) => void
}

const ways = { ArrowUp: 'up', ArrowDown: 'down', ArrowRight: 'in', ArrowLeft: 'out' } as const
const isWay = (key: string): key is keyof typeof ways => Object.hasOwn(ways, key)

export function ArrangeTree({ label, tree, onChange, faceOf, mayRemove = () => true, naming, onNaming, onOpen }: ArrangeTreeProps) {
  const { t } = useTranslation()
  const help = useId()
  const list = useRef<HTMLUListElement>(null)
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [at, setAt] = useState<string>()
  const [lifted, setLifted] = useState<{ key: string; before: readonly Spot[] }>()
  const [said, setSaid] = useState('')
  const rows = spotRows(tree, folded)
  const reached = rows.find((row) => row.key === at)?.key ?? rows[0]?.key
  const nameOf = (spot: Spot) => spot.folder ?? (spot.viewId === null ? '' : (faceOf(spot.viewId)?.name ?? t(($) => $.arrange.gone)))

  const focus = (key: string | undefined) => {
    if (key === undefined) return
    setAt(key)
    // The line may only be there after this change is drawn.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(key)}"]`)?.focus())
  }
  const tellPlace = (next: readonly Spot[], key: string) => {
    const row = spotRows(next).find((one) => one.key === key)
    if (!row) return
    const parent = spotRows(next).find((one) => one.key === row.parent)?.place
    setSaid(
      parent
        ? t(($) => $.arrange.movedBelow, { name: nameOf(row.place), parent: nameOf(parent), place: row.nth + 1, count: row.of })
        : t(($) => $.arrange.moved, { name: nameOf(row.place), place: row.nth + 1, count: row.of }),
    )
  }
  const move = (key: string, next: readonly Spot[]) => {
    const parent = spotRows(next).find((row) => row.key === key)?.parent
    if (parent != null) fold(parent, true)
    onChange(next)
    tellPlace(next, key)
    focus(key)
  }
  const { dragging, grab } = useDragSpot(list, tree, folded, move)
  const fold = (key: string, open: boolean) =>
    setFolded((now) => {
      const next = new Set(now)
      if (open) next.delete(key)
      else next.add(key)
      return next
    })
  const remove = (spot: Spot) => {
    if (!mayRemove(spot)) return
    const n = rows.findIndex((row) => row.key === spot.key)
    onChange(withoutSpot(tree, spot.key))
    setSaid(t(($) => $.arrange.removed, { name: nameOf(spot) }))
    focus((rows[n + 1] ?? rows[n - 1])?.key)
  }

  const press = (event: KeyboardEvent, key: string) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const n = rows.findIndex((row) => row.key === key)
    const row = rows[n]
    if (!row) return
    if (lifted) {
      if (isWay(event.key)) {
        const next = step(tree, key, ways[event.key], folded)
        if (next) move(key, next)
      } else if (event.key === ' ' || event.key === 'Enter') {
        setLifted(undefined)
        setSaid(t(($) => $.arrange.putDown, { name: nameOf(row.place) }))
      } else if (event.key === 'Escape') {
        onChange(lifted.before)
        setLifted(undefined)
        setSaid(t(($) => $.arrange.putBack, { name: nameOf(row.place) }))
        focus(key)
      } else return
    } else if (event.key === ' ' || event.key === 'Enter') {
      setLifted({ key, before: tree })
      setSaid(t(($) => $.arrange.lifted, { name: nameOf(row.place) }))
    } else if (event.key === 'ArrowDown') focus(rows[n + 1]?.key)
    else if (event.key === 'ArrowUp') focus(rows[n - 1]?.key)
    else if (event.key === 'Home') focus(rows[0]?.key)
    else if (event.key === 'End') focus(rows.at(-1)?.key)
    else if (event.key === 'ArrowRight' && folded.has(key)) fold(key, true)
    else if (event.key === 'ArrowLeft' && row.place.children.length > 0 && !folded.has(key)) fold(key, false)
    else if (event.key === 'ArrowLeft') focus(row.parent ?? undefined)
    else if (event.key === 'Delete' || event.key === 'Backspace') remove(row.place)
    else if (event.key === 'F2' && row.place.folder !== null) onNaming(key)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <>
      <p className="sr" id={help}>
        {t(($) => $.arrange.help)}
      </p>
      <p className="sr" role="status">
        {said}
      </p>
      <ul
        ref={list}
        role="tree"
        aria-label={label}
        aria-describedby={help}
        className={css.list}
        data-dragging={dragging ? true : undefined}
      >
        {rows.map((row, n) => (
          <li
            key={row.key}
            role="treeitem"
            aria-level={row.depth + 1}
            aria-posinset={row.nth + 1}
            aria-setsize={row.of}
            aria-expanded={row.place.children.length > 0 ? !folded.has(row.key) : undefined}
            aria-selected={lifted?.key === row.key}
            aria-label={nameOf(row.place)}
            data-line={row.key}
            data-lifted={lifted?.key === row.key || undefined}
            data-gone={dragging?.key === row.key || undefined}
            tabIndex={row.key === reached ? 0 : -1}
            className={css.row}
            style={{ '--depth': row.depth }}
            onKeyDown={(event) => press(event, row.key)}
            onFocus={() => setAt(row.key)}
            onBlur={(event) => {
              if (lifted?.key === row.key && event.target === event.currentTarget && event.relatedTarget) setLifted(undefined)
            }}
            onPointerDown={(event) => grab(event, row.key, row.depth)}
          >
            {dragging?.line === n && <i className={css.drop} style={{ '--depth': dragging.depth }} />}
            {dragging?.line === rows.length && n === rows.length - 1 && (
              <i className={css.drop} data-below style={{ '--depth': dragging.depth }} />
            )}
            <span className={css.handle} data-handle aria-hidden>
              <IconGripVertical size={14} stroke={2} />
            </span>
            {row.place.children.length > 0 && (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the arrow keys of the line do the same
              <span className={css.fold} data-still onClick={() => fold(row.key, folded.has(row.key))} aria-hidden>
                {folded.has(row.key) ? <IconChevronRight size={12} stroke={2} /> : <IconChevronDown size={12} stroke={2} />}
              </span>
            )}
            {row.place.folder !== null ? (
              <FolderIcon open={row.place.children.length > 0 && !folded.has(row.key)} />
            ) : (
              <ViewIcon name={(row.place.viewId !== null && faceOf(row.place.viewId)?.icon) || 'list'} />
            )}
            {naming === row.key ? (
              <FolderName
                name={row.place.folder ?? ''}
                onName={(folder) => {
                  if (folder !== undefined) onChange(changedSpot(tree, row.key, { folder }))
                  onNaming(undefined)
                  focus(row.key)
                }}
              />
            ) : (
              <Name
                name={nameOf(row.place)}
                onOpen={
                  row.place.folder !== null
                    ? () => onNaming(row.key)
                    : onOpen && row.place.viewId !== null
                      ? () => row.place.viewId !== null && onOpen(row.place.viewId)
                      : undefined
                }
              />
            )}
            {naming !== row.key && (
              <span className={css.end}>
                {row.place.viewId !== null && (row.place.narrowed || hasViewAbove(rows, row)) && (
                  <IconButton
                    className={css.narrow}
                    label={t(($) => $.arrange.narrowed, { name: nameOf(row.place) })}
                    icon={<IconFilterDown size={14} stroke={1.75} />}
                    on={row.place.narrowed}
                    tabIndex={row.key === reached ? 0 : -1}
                    onClick={() => onChange(changedSpot(tree, row.key, { narrowed: !row.place.narrowed }))}
                  />
                )}
                <Count count={row.place.viewId === null ? undefined : faceOf(row.place.viewId)?.count} />
                {mayRemove(row.place) && (
                  <IconButton
                    className={css.bin}
                    label={t(($) => $.arrange.remove, { name: nameOf(row.place) })}
                    icon={<IconTrash size={14} stroke={1.75} />}
                    tabIndex={row.key === reached ? 0 : -1}
                    onClick={() => remove(row.place)}
                  />
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
      {dragging && (
        <div className={css.ghost} style={{ left: dragging.x + 12, top: dragging.y - 14 }} aria-hidden>
          <IconGripVertical size={14} stroke={2} />
          <span className="cut">{nameOf(rows.find((row) => row.key === dragging.key)?.place ?? emptySpot)}</span>
        </div>
      )}
    </>
  )
}

const emptySpot: Spot = { key: '', id: null, viewId: null, folder: '', narrowed: false, children: [] }

function Count({ count }: { count: number | undefined }) {
  const when = useWhen()
  return count === undefined ? null : <span className={css.count}>{when.count(count)}</span>
}

/** A folder is renamed, and where views may be edited, a view opened, by a double click. */
function Name({ name, onOpen }: { name: string; onOpen: (() => void) | undefined }) {
  return (
    <span className="cut" onDoubleClick={onOpen}>
      {name}
    </span>
  )
}

function FolderName({ name, onName }: { name: string; onName: (name: string | undefined) => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(name)
  const done = useRef(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  const end = (given: string | undefined) => {
    if (done.current) return
    done.current = true
    onName(given?.trim() ? given.trim() : undefined)
  }
  return (
    <input
      className={css.naming}
      aria-label={t(($) => $.arrange.folderName)}
      value={typed}
      maxLength={80}
      ref={field}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => end(typed)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') end(typed)
        else if (event.key === 'Escape') end(undefined)
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    />
  )
}
