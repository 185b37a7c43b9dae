/** Placeholders or Templates to choose from: by name, with what each becomes. */
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import css from './choices.module.css'
import type { Choice } from './typed.ts'

interface Props {
  id: string
  choices: readonly Choice[]
  active: number
  /** Names are words, as those of Templates are. */
  named?: boolean
  label?: string
  onChoose: (choice: Choice) => void
}

export function ChoiceList({ id, choices, active, named = false, label, onChoose }: Props) {
  const { t } = useTranslation()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  if (choices.length === 0) return <p className={`meta ink3 ${css.nothing}`}>{t(($) => $.template.noPlaceholder)}</p>
  return (
    <div id={id} ref={list} className={css.choices} role="listbox" aria-label={label ?? t(($) => $.template.insert)}>
      {choices.map((choice, n) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are those of the field that it belongs to
        <div
          key={choice.key ?? choice.name}
          id={`${id}-${n}`}
          role="option"
          tabIndex={-1}
          aria-selected={n === active}
          className={css.choice}
          data-named={named}
          // The text keeps the cursor.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(choice)}
        >
          {named ? <span className={`cut ${css.named}`}>{choice.name}</span> : <code>{choice.name}</code>}
          <span className="meta ink2 cut">{choice.about}</span>
          <span className={`meta cut ${choice.missing ? css.missing : 'ink3'}`}>{choice.example}</span>
        </div>
      ))}
    </div>
  )
}

/** Where the arrow keys lead; the list goes round. */
export function moved(active: number, key: string, count: number): number | null {
  if (count === 0) return null
  if (key === 'ArrowDown') return (active + 1) % count
  if (key === 'ArrowUp') return (active + count - 1) % count
  return null
}
