/** A small picker at a row: typing narrows it, arrows move, Enter picks, Escape leaves everything as it was. */
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import css from './RowPicker.module.css'

export interface Choice<Value> {
  key: string
  label: string
  icon: ReactNode
  value: Value
}

interface Props<Value> {
  label: string
  /** The row that it stands at. */
  rowId: number
  choices: readonly Choice<Value>[]
  /** The key of what is so already. */
  current: string | undefined
  /** Where the cursor stands at first. */
  first: string | undefined
  onPick: (value: Value) => void
  onClose: () => void
}

const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase()

/** Where a row is now, or the list if it is out of sight. */
export function placeAtRow(rowId: number, box: HTMLElement) {
  const at = (
    document.querySelector(`[role=row][data-key="${rowId}"] [data-phone=title]`) ?? document.querySelector('[role=grid]')
  )?.getBoundingClientRect()
  if (!at) return
  const { width, height } = box.getBoundingClientRect()
  const below = at.top + Math.min(at.height, 56) + 2
  box.style.left = `${Math.max(8, Math.min(at.left + 16, window.innerWidth - width - 8))}px`
  box.style.top = `${below + height > window.innerHeight - 8 ? Math.max(8, at.top - height - 2) : below}px`
}

export function RowPicker<Value>({ label, rowId, choices, current, first, onPick, onClose }: Props<Value>) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const list = useId()
  const [words, setWords] = useState('')
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      choices.findIndex(({ key }) => key === first),
    ),
  )
  const found = choices.filter(
    (choice) =>
      plain(choice.label)
        .split(/\s+/)
        .some((part) => part.startsWith(plain(words.trim()))) || plain(choice.label).startsWith(plain(words.trim())),
  )
  const chosen = Math.min(at, Math.max(0, found.length - 1))
  const back = useRef(typeof document === 'undefined' ? null : document.activeElement)
  useLayoutEffect(() => {
    if (!box.current) return
    placeAtRow(rowId, box.current)
    box.current.querySelector('input')?.focus({ preventScroll: true })
  }, [rowId])
  const leave = () => {
    onClose()
    if (back.current instanceof HTMLElement && back.current.isConnected) back.current.focus({ preventScroll: true })
  }
  const away = useEffectEvent((event: Event) => {
    if (event.type === 'resize' || !(event.target instanceof Node) || !box.current?.contains(event.target)) onClose()
  })
  useEffect(() => {
    document.addEventListener('pointerdown', away)
    window.addEventListener('resize', away)
    return () => {
      document.removeEventListener('pointerdown', away)
      window.removeEventListener('resize', away)
    }
  }, [])
  const pick = (choice: Choice<Value> | undefined) => {
    if (!choice) return
    leave()
    onPick(choice.value)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((chosen + 1) % Math.max(1, found.length))
    else if (event.key === 'ArrowUp') setAt((chosen - 1 + found.length) % Math.max(1, found.length))
    else if (event.key === 'Enter') pick(found[chosen])
    else if (event.key === 'Escape' || event.key === 'Tab') leave()
    else return
    event.preventDefault()
    event.stopPropagation()
    event.nativeEvent.stopImmediatePropagation()
  }
  return createPortal(
    <div ref={box} className={css.box} role="dialog" aria-label={label}>
      <input
        className={css.input}
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={found[chosen] ? `${list}-${found[chosen].key}` : undefined}
        aria-label={label}
        placeholder={label}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={press}
        autoComplete="off"
        spellCheck={false}
      />
      <div role="listbox" id={list} aria-label={label} className={css.list}>
        {found.map((choice, n) => (
          <div
            key={choice.key}
            id={`${list}-${choice.key}`}
            role="option"
            tabIndex={-1}
            aria-selected={n === chosen}
            className={css.choice}
            data-current={choice.key === current || undefined}
            ref={(element) => {
              if (n === chosen) element?.scrollIntoView({ block: 'nearest' })
            }}
            onPointerMove={() => setAt(n)}
            onClick={() => pick(choice)}
            onKeyDown={press}
          >
            {choice.icon}
            <span className="cut">{choice.label}</span>
          </div>
        ))}
        {found.length === 0 && <p className={css.none}>{t(($) => $.ticket.pick.nothing)}</p>}
      </div>
    </div>,
    document.body,
  )
}
