/** Offers placeholders under the place where one is being typed; arrows and Enter choose, Escape goes on typing. */
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { ChoiceList, moved } from '#templates/web/ChoiceList.tsx'
import css from './templates.module.css'
import { type Choice, matching } from '#templates/web/typed.ts'

/** What is being typed, and where on the screen; relative to the field. */
export interface Typing {
  written: string
  name: string
  left: number
  top: number
}

interface Props {
  typing: Typing | null
  choices: readonly Choice[]
  onChoose: (name: string, written: string) => void
  children: ReactNode
}

export function Suggesting({ typing, choices, onChoose, children }: Props) {
  const id = useId()
  const [place, setPlace] = useState({ for: '', active: 0 })
  const [closed, setClosed] = useState(false)
  if (!typing && closed) setClosed(false)
  const found = typing && !closed ? matching(choices, typing.name).slice(0, 50) : []
  // What is typed narrows the list: the first is then the likely one.
  const active = place.for === typing?.written ? Math.min(place.active, found.length - 1) : 0
  const onKeys = (event: KeyboardEvent) => {
    if (!typing || found.length === 0) return
    const next = moved(active, event.key, found.length)
    const choice = found[active]
    if (next !== null) setPlace({ for: typing.written, active: next })
    else if ((event.key === 'Enter' || event.key === 'Tab') && choice) onChoose(choice.name, typing.written)
    else if (event.key === 'Escape') setClosed(true)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the field inside
    <div className={css.suggesting} onKeyDownCapture={onKeys}>
      {children}
      {typing && found.length > 0 && (
        <div className={css.suggestions} style={{ left: typing.left, top: typing.top }}>
          <ChoiceList id={id} choices={found} active={active} onChoose={(choice) => onChoose(choice.name, typing.written)} />
        </div>
      )}
    </div>
  )
}
