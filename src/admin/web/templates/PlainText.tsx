/** A plain field of a Template, of one line or several, that knows placeholders. */
import { Textarea, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { PlaceholderMenu } from './PlaceholderMenu.tsx'
import { Suggesting, type Typing } from './Suggesting.tsx'
import css from './templates.module.css'
import { type Choice, typedPlaceholder } from '#templates/web/typed.ts'

interface Props {
  id: string
  value: string
  choices: readonly Choice[]
  lines?: boolean
  maxLength: number
  onChange: (value: string) => void
}

export function PlainText({ id, value, choices, lines = false, maxLength, onChange }: Props) {
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const [typing, setTyping] = useState<Typing | null>(null)
  const look = () => {
    const at = field.current
    const typed = at && at.selectionStart === at.selectionEnd ? typedPlaceholder(at.value.slice(0, at.selectionStart ?? 0)) : null
    setTyping(typed && at ? { ...typed, left: 0, top: at.offsetHeight + 4 } : null)
  }
  const put = (name: string, written = '') => {
    const at = field.current
    const cursor = at?.selectionStart ?? value.length
    const text = `{{${name}}}`
    const begin = cursor - written.length
    const rest = value.slice(written === '' ? (at?.selectionEnd ?? cursor) : cursor).replace(written === '' ? /^$/ : /^\}\}/, '')
    onChange(value.slice(0, begin) + text + rest)
    setTyping(null)
    requestAnimationFrame(() => {
      at?.focus()
      at?.setSelectionRange(begin + text.length, begin + text.length)
    })
  }
  const shared = {
    id,
    ref: field,
    value,
    maxLength,
    onChange: (event: { currentTarget: { value: string } }) => {
      onChange(event.currentTarget.value)
      look()
    },
    onSelect: look,
    onBlur: () => setTyping(null),
  }
  return (
    <Suggesting typing={typing} choices={choices} onChoose={put}>
      {lines ? <Textarea {...shared} autosize minRows={8} maxRows={24} /> : <TextInput {...shared} />}
      <div className={css.under}>
        <PlaceholderMenu choices={choices} onChoose={put} />
      </div>
    </Suggesting>
  )
}
