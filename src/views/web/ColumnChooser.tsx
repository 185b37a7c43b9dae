/** Which columns a list shows, and in which order: ticked, dragged, or moved by the arrows. */
import { IconGripVertical } from '@tabler/icons-react'
import { type DragEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClosing } from '#platform/web/useClosing.ts'
import type { ColumnKey, ShownColumn } from '#views/view.ts'
import css from './ColumnChooser.module.css'
import { useColumnNames, usualColumns } from './columns.tsx'

interface ColumnChooserProps {
  columns: readonly ShownColumn[]
  onChange: (columns: readonly ShownColumn[]) => void
  opener: RefObject<HTMLButtonElement | null>
  onClose: () => void
}

export function ColumnChooser({ columns, onChange, opener, onClose }: ColumnChooserProps) {
  const { t } = useTranslation()
  const names = useColumnNames()
  const box = useRef<HTMLDivElement>(null)
  const [dragged, setDragged] = useState<ColumnKey>()
  const [over, setOver] = useState<ColumnKey>()
  useEffect(() => box.current?.querySelector('button')?.focus(), [])
  useClosing(box, opener, onClose)

  const shown = columns.filter(({ key }) => names.has(key))
  const move = (key: ColumnKey, to: number) => {
    const moving = shown.find((column) => column.key === key)
    if (moving && to >= 0 && to < shown.length) onChange(shown.filter((column) => column !== moving).toSpliced(to, 0, moving))
  }
  const drop = (event: DragEvent, at: number) => {
    event.preventDefault()
    if (dragged) move(dragged, at)
    setDragged(undefined)
    setOver(undefined)
  }
  const others = [...names].filter(([key]) => !shown.some((column) => column.key === key))
  return (
    <div ref={box} role="dialog" aria-label={t(($) => $.build.columns)} className={css.box}>
      <div className={css.head}>{t(($) => $.build.shownColumns)}</div>
      <ul>
        {shown.map(({ key }, at) => (
          <li key={key}>
            <div
              className={css.line}
              data-over={(over === key && dragged !== key) || undefined}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move'
                setDragged(key)
              }}
              onDragOver={(event) => {
                event.preventDefault()
                setOver(key)
              }}
              onDragEnd={() => {
                setDragged(undefined)
                setOver(undefined)
              }}
              onDrop={(event) => drop(event, at)}
            >
              <button
                type="button"
                className={css.grip}
                aria-label={t(($) => $.build.moveColumn, { what: names.get(key) ?? '' })}
                onKeyDown={(event) => {
                  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
                  if (!by) return
                  event.preventDefault()
                  move(key, at + by)
                }}
              >
                <IconGripVertical size={14} stroke={1.75} aria-hidden />
              </button>
              <label className={css.name}>
                <input
                  type="checkbox"
                  checked
                  disabled={key === 'title' || shown.length === 1}
                  onChange={() => onChange(shown.filter((column) => column.key !== key))}
                />
                <span className="cut">{names.get(key)}</span>
              </label>
            </div>
          </li>
        ))}
      </ul>
      {others.length > 0 && <div className={css.head}>{t(($) => $.build.moreColumns)}</div>}
      <ul>
        {others.map(([key, name]) => (
          <li key={key} className={css.line}>
            <label className={css.name} data-off>
              <input type="checkbox" checked={false} onChange={() => onChange([...shown, { key }])} />
              <span className="cut">{name}</span>
            </label>
          </li>
        ))}
      </ul>
      <button type="button" className={css.usual} onClick={() => onChange([...usualColumns])}>
        {t(($) => $.build.standardColumns)}
      </button>
    </div>
  )
}
