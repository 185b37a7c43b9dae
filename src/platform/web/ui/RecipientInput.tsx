/** Recipients as chips: typed, pasted by the dozen or picked; new ones and those who were dropped since the last message are marked. */
import { IconArrowBackUp, IconX } from '@tabler/icons-react'
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Address, readAddresses } from './addresses.ts'
import css from './RecipientInput.module.css'

export interface RecipientInputProps {
  id?: string
  /** Accessible name: “To”. */
  label: string
  recipients: readonly Address[]
  onChange: (recipients: Address[]) => void
  /** `added`: not in what is answered, marked “+ new”. `outsider`: never here before, marked so that it stands out. */
  markOf?: (address: Address) => 'added' | 'outsider' | null
  /** Were in the last message and are in none of the fields now: each can be restored. */
  dropped?: readonly Address[]
  onRestore?: (address: Address) => void
  /** Suggestions below what is typed: a list that the caller renders, `onTyped` telling what to look for. */
  suggestions?: ReactNode
  onTyped?: (text: string) => void
  /** The caret begins here. */
  focusFirst?: boolean
  /** Keys that the suggestions want first; return true when used. */
  onSuggestionKey?: (key: string) => boolean
}

const same = (a: Address, b: Address) => a.address.toLowerCase() === b.address.toLowerCase()

export function RecipientInput(props: RecipientInputProps) {
  const { label, recipients, onChange, markOf, dropped = [], onRestore } = props
  const { t } = useTranslation()
  const ownId = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [refused, setRefused] = useState<string | null>(null)

  useEffect(() => {
    if (props.focusFirst) input.current?.focus()
    // oxlint-disable-next-line react/exhaustive-deps -- only where one begins
  }, [])

  const type = (value: string) => {
    setText(value)
    setRefused(null)
    props.onTyped?.(value)
  }
  /** Takes what can be read; the rest stays in the field, to be mended. */
  const take = (raw: string) => {
    const read = readAddresses(raw)
    const added = read.addresses.filter(
      (one, at) => !recipients.some((r) => same(r, one)) && read.addresses.findIndex((r) => same(r, one)) === at,
    )
    if (added.length > 0) onChange([...recipients, ...added])
    type(read.rest.join(', '))
    setRefused(read.rest[0] ?? null)
  }
  const removeAt = (at: number) => {
    onChange(recipients.filter((_, index) => index !== at))
    input.current?.focus()
  }

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (props.onSuggestionKey?.(event.key)) return event.preventDefault()
    const complete =
      event.key === 'Enter' || event.key === ',' || event.key === ';' || (event.key === ' ' && readAddresses(text).addresses.length === 1)
    if (complete && text.trim() !== '' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      take(text)
    }
    if (event.key === 'Backspace' && text === '' && recipients.length > 0) {
      event.preventDefault()
      removeAt(recipients.length - 1)
    }
    if (event.key === 'ArrowLeft' && text === '') chips(event.currentTarget).at(-1)?.focus()
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text')
    if (!/[,;\n@]/.test(pasted) || readAddresses(pasted).addresses.length === 0) return
    event.preventDefault()
    take(`${text}${text ? ', ' : ''}${pasted}`)
  }
  const onChipKey = (event: KeyboardEvent<HTMLButtonElement>, at: number) => {
    const all = chips(event.currentTarget)
    if (event.key === 'ArrowLeft') all[at - 1]?.focus()
    else if (event.key === 'ArrowRight') (all[at + 1] ?? input.current)?.focus()
    else if (event.key === 'Delete' || event.key === 'Backspace') removeAt(at)
    else return
    event.preventDefault()
  }

  return (
    <div className={css.field}>
      {recipients.map((recipient, at) => {
        const mark = markOf?.(recipient) ?? null
        return (
          <span key={recipient.address} className={css.chip} data-mark={mark ?? undefined} title={recipient.address}>
            {mark && <b>+ {t(($) => $.recipients[mark])}</b>}
            {/* Whom nobody here knows is named by the address: a name can be any. */}
            <span className="cut">{mark === 'outsider' ? recipient.address : recipient.name || recipient.address}</span>
            <button
              type="button"
              data-chip
              className={css.remove}
              onClick={() => removeAt(at)}
              onKeyDown={(event) => onChipKey(event, at)}
              aria-label={t(($) => $.common.remove, { what: recipient.address })}
            >
              <IconX size={12} stroke={2} aria-hidden />
            </button>
          </span>
        )
      })}
      {dropped.map((recipient) => (
        <span key={recipient.address} className={css.chip} data-dropped>
          <s className="cut">{recipient.address}</s> {t(($) => $.recipients.dropped)}
          <button
            type="button"
            className={css.remove}
            onClick={() => onRestore?.(recipient)}
            aria-label={t(($) => $.recipients.restore, { address: recipient.address })}
          >
            <IconArrowBackUp size={12} stroke={2} aria-hidden />
          </button>
        </span>
      ))}
      <span className={css.typing}>
        <input
          ref={input}
          id={props.id}
          className={css.input}
          aria-label={label}
          aria-invalid={refused !== null}
          aria-describedby={refused === null ? undefined : ownId}
          autoComplete="off"
          spellCheck={false}
          inputMode="email"
          value={text}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => text.trim() !== '' && take(text)}
        />
        {props.suggestions}
      </span>
      {refused !== null && (
        <span className={css.error} id={ownId} role="alert">
          {t(($) => $.recipients.invalidOne, { text: refused })}
        </span>
      )}
    </div>
  )
}

const chips = (inside: Element) => [...(inside.closest(`.${css.field}`)?.querySelectorAll<HTMLButtonElement>('[data-chip]') ?? [])]
