/** The search box of a list: text and filters as words, with completion; what cannot be read is underlined and told. */
import { IconSearch, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Filter } from '#platform/filter.ts'
import { parseWords } from '#platform/filterWords.ts'
import { formatWords } from '#platform/formatWords.ts'
import { IconButton } from '#platform/web/ui/IconButton.tsx'
import { namesOf } from './names.ts'
import { suggest } from './suggest.ts'
import type { FilterFields } from './useFilterFields.ts'
import { useProblemWords } from './useProblemWords.ts'
import css from './WordsBox.module.css'

interface WordsBoxProps {
  /** What was added to the view. */
  value: Filter
  onChange: (tree: Filter) => void
  fields: FilterFields
  /** What somebody typed before this part was loaded. */
  begun?: string
}

const token = /-?\p{L}[\p{L}\p{N}_.-]*(?:==|\^=|<=|>=|!=|[:=<>])(?:"[^"]*"?|[^\s()"])+/gu

export function WordsBox({ value, onChange, fields, begun = '' }: WordsBoxProps) {
  const { t } = useTranslation()
  const names = useMemo(() => namesOf(fields), [fields])
  const shown = useMemo(() => formatWords(value, fields.catalogue, names), [value, fields, names])
  const [text, setText] = useState(begun || shown)
  const [last, setLast] = useState(shown)
  // The builder, a chip or a scheme changed the filter.
  if (last !== shown) {
    setLast(shown)
    setText(shown)
  }
  const [caret, setCaret] = useState<number | null>(null)
  const [active, setActive] = useState(-1)
  const [closed, setClosed] = useState(false)
  /** Problems are told once the hands rest. */
  const [rested, setRested] = useState(true)
  const input = useRef<HTMLInputElement>(null)
  const mirror = useRef<HTMLDivElement>(null)
  const id = useId()
  const why = useProblemWords(fields)

  useEffect(() => {
    if (begun !== '') input.current?.focus()
  }, [begun])
  useEffect(() => {
    if (rested) return undefined
    const timer = setTimeout(() => setRested(true), 700)
    return () => clearTimeout(timer)
  }, [rested, text])

  const read = useMemo(() => parseWords(text, fields.catalogue, names), [text, fields, names])
  const problem = rested && text !== shown ? read.problems?.[0] : undefined
  const offered = caret === null || closed ? null : suggest(text, caret, fields, names)
  const options = offered?.options ?? []

  const search = () => {
    setRested(true)
    if (read.filter) onChange(read.filter)
  }
  const take = (n: number) => {
    const option = options[n]
    if (!offered || !option) return
    const next = text.slice(0, offered.from) + option.insert + text.slice(offered.to).trimStart()
    const at = offered.from + option.insert.length
    setText(next)
    setActive(-1)
    setCaret(at)
    requestAnimationFrame(() => input.current?.setSelectionRange(at, at))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by && options.length > 0) {
      event.preventDefault()
      setActive((now) => ((now + 1 + by + options.length + 1) % (options.length + 1)) - 1)
      return
    }
    if ((event.key === 'Enter' || event.key === 'Tab') && active >= 0 && options[active]) {
      event.preventDefault()
      take(active)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      setClosed(true)
      search()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      if (options.length > 0) setClosed(true)
      else if (text !== shown) setText(shown)
      else input.current?.blur()
    }
  }
  const look = () => {
    setCaret(input.current?.selectionStart ?? null)
    if (mirror.current && input.current) mirror.current.scrollLeft = input.current.scrollLeft
  }
  return (
    <div className={css.box} data-problem={problem ? true : undefined}>
      <IconSearch size={14} stroke={1.75} aria-hidden />
      <span className={css.field}>
        <div ref={mirror} className={css.mirror} aria-hidden>
          {coloured(text, problem)}
        </div>
        <input
          ref={input}
          type="text"
          role="combobox"
          className={css.input}
          aria-label={t(($) => $.build.words)}
          aria-autocomplete="list"
          aria-expanded={options.length > 0}
          aria-controls={options.length > 0 ? `${id}list` : undefined}
          aria-activedescendant={active >= 0 && options[active] ? `${id}${active}` : undefined}
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={problem ? `${id}why` : undefined}
          placeholder={t(($) => $.build.wordsHint)}
          autoComplete="off"
          spellCheck={false}
          maxLength={8000}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value)
            setCaret(event.currentTarget.selectionStart)
            setActive(-1)
            setClosed(false)
            setRested(false)
          }}
          onKeyDown={onKeyDown}
          onKeyUp={look}
          onClick={look}
          onScroll={look}
          onBlur={() => setCaret(null)}
        />
      </span>
      {text !== '' && (
        <IconButton
          label={t(($) => $.build.clearWords)}
          icon={<IconX size={14} stroke={1.75} />}
          onClick={() => {
            setText('')
            onChange({ and: [] })
            input.current?.focus()
          }}
        />
      )}
      {options.length > 0 && (
        <div id={`${id}list`} role="listbox" aria-label={t(($) => $.build.suggestions)} className={css.list}>
          {options.map((option, n) => (
            <div
              key={option.insert}
              id={`${id}${n}`}
              role="option"
              tabIndex={-1}
              aria-selected={n === active}
              className={css.option}
              onPointerDown={(event) => {
                event.preventDefault()
                take(n)
              }}
              onPointerMove={() => setActive(n)}
            >
              <span className="cut">{option.label}</span>
              <code className={css.hint}>{option.hint}</code>
            </div>
          ))}
        </div>
      )}
      <span id={`${id}why`} role="status" className={css.why} data-on={problem && options.length === 0 ? true : undefined}>
        {problem && why(problem, text)}
      </span>
    </div>
  )
}

/** The words as they stand behind the input: conditions on a ground of their own, what is wrong underlined. */
function coloured(text: string, problem: { from: number; to: number } | undefined): ReactNode[] {
  const pieces: ReactNode[] = []
  let at = 0
  const plain = (to: number) => {
    if (to > at) pieces.push(...underlined(text, at, to, problem))
    at = to
  }
  for (const found of text.matchAll(token)) {
    plain(found.index)
    const end = found.index + found[0].length
    pieces.push(
      <span key={found.index} className={css.token}>
        {underlined(text, found.index, end, problem)}
      </span>,
    )
    at = end
  }
  plain(text.length)
  return pieces
}

function underlined(text: string, from: number, to: number, problem: { from: number; to: number } | undefined): ReactNode[] {
  if (!problem || problem.to <= from || problem.from >= to) return [text.slice(from, to)]
  const [start, end] = [Math.max(from, problem.from), Math.min(to, problem.to)]
  return [
    text.slice(from, start),
    <span key={`wrong ${start}`} className={css.wrong}>
      {text.slice(start, end)}
    </span>,
    text.slice(end, to),
  ]
}
