/** What is offered while an email is written: placeholders after `{{` with what they become on this ticket, and Templates after a slash, by name. */
import { Portal } from '@mantine/core'
import type { Editor } from '@tiptap/react'
import { useEffect, useEffectEvent, useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type OpenComposer, useOpenComposer } from '#activities/web/openComposer.ts'
import { useMay } from '#people/web/session.ts'
import { fold } from '#platform/fold.ts'
import { useCommand, useEndpoint } from '#platform/web/query.ts'
import { placeholderValues, renderTemplate } from '#templates/api.ts'
import { templates } from '#templates/template.ts'
import { ChoiceList, moved } from './ChoiceList.tsx'
import css from './choices.module.css'
import { fill, placedIn, placeholderMarks } from './placeholderMarks.ts'
import { type Choice, matching, typedPlaceholder, typedTemplate } from './typed.ts'
import { useChoices } from './useChoices.ts'

export function WritingAids({ ticketId }: { ticketId: number }) {
  const may = useMay('templates.read')
  const composer = useOpenComposer(ticketId)
  return may && composer?.editor ? <Aids ticketId={ticketId} composer={composer} editor={composer.editor} /> : null
}

interface Typing {
  kind: 'placeholder' | 'template'
  written: string
  name: string
  /** Where the cursor stands on the screen. */
  at: { left: number; top: number; bottom: number }
}

const width = 460
const mostTemplates = 12

function Aids({ ticketId, composer, editor }: { ticketId: number; composer: OpenComposer; editor: Editor }) {
  const { t } = useTranslation()
  const id = useId()
  const queueId = composer.queueId ?? null
  const { data } = useEndpoint(placeholderValues, { id: ticketId, ...(queueId === null ? {} : { queueId }) }, { keepPrevious: true })
  const kept = useEndpoint(templates.doors.list, {}).data?.items
  const { choices } = useChoices()
  const [typing, leave] = useTyping(editor)
  useFilled(editor, composer, data?.values, choices)

  const put = useCommand(renderTemplate, {
    onSuccess: ({ html, subject, attachments }) => {
      composer.insert(html)
      if (subject !== '') composer.offerSubject?.(subject)
      for (const file of attachments) composer.attach(file)
    },
  })
  const offered = useMemo(
    () =>
      (kept ?? [])
        .filter((one) => one.active && one.kind === 'email' && (one.queueIds.length === 0 || one.queueIds.includes(queueId ?? 0)))
        .map((one): Choice => ({ key: one.id, name: one.name, about: one.folder, example: wordsOf(one.body) })),
    [kept, queueId],
  )
  const found =
    typing === null
      ? []
      : typing.kind === 'template'
        ? named(offered, typing.name).slice(0, mostTemplates)
        : matching(choices, typing.name).map((choice): Choice => {
            const value = data?.values[choice.name] ?? ''
            return { ...choice, example: value || t(($) => $.template.unknown), missing: value === '' }
          })
  const [place, setPlace] = useState({ for: '', active: 0 })
  const active = place.for === typing?.written ? Math.min(place.active, found.length - 1) : 0

  const choose = (choice: Choice) => {
    if (!typing) return
    const to = editor.state.selection.from
    const from = to - typing.written.length
    if (typing.kind === 'template') {
      editor.chain().focus().deleteRange({ from, to }).run()
      put.mutate({ id: choice.key ?? 0, ticketId, queueId })
      return
    }
    const closed = editor.state.doc.textBetween(to, Math.min(to + 2, editor.state.doc.content.size)) === '}}'
    const value = data?.values[choice.name] ?? ''
    const written = value === '' ? `{{${choice.name}}}` : value
    const range = { from, to: closed ? to + 2 : to }
    editor.view.dispatch(
      value === '' ? editor.state.tr.insertText(written, range.from, range.to) : fill(editor.state.tr, editor.state, range, written),
    )
    editor.commands.focus()
  }
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!typing || found.length === 0 || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const next = moved(active, event.key, found.length)
    const choice = found[active]
    if (next !== null) setPlace({ for: typing.written, active: next })
    else if ((event.key === 'Enter' || event.key === 'Tab') && choice) choose(choice)
    else if (event.key === 'Escape') leave()
    else return
    event.preventDefault()
    event.stopPropagation()
  })
  useEffect(() => {
    // Before the editor and the page take them.
    document.addEventListener('keydown', onKey, true)
    return () => document.removeEventListener('keydown', onKey, true)
  }, [])
  const shown = typing !== null && found.length > 0
  useEffect(() => {
    const text = editor.view.dom
    text.setAttribute('aria-autocomplete', 'list')
    if (!shown) return undefined
    text.setAttribute('aria-controls', id)
    text.setAttribute('aria-activedescendant', `${id}-${active}`)
    return () => {
      text.removeAttribute('aria-controls')
      text.removeAttribute('aria-activedescendant')
    }
  }, [editor, shown, active, id])
  if (!shown) return null
  const { left, top, bottom } = typing.at
  const up = top > window.innerHeight / 2
  return (
    <Portal>
      <div
        className={css.aid}
        style={{
          width: Math.min(width, window.innerWidth - 16),
          left: Math.max(8, Math.min(left, window.innerWidth - width - 8)),
          ...(up ? { bottom: window.innerHeight - top + 4 } : { top: bottom + 4 }),
        }}
      >
        <ChoiceList
          id={id}
          choices={found}
          active={active}
          named={typing.kind === 'template'}
          {...(typing.kind === 'template' ? { label: t(($) => $.template.tab.title) } : {})}
          onChoose={choose}
        />
      </div>
    </Portal>
  )
}

/** What is being typed before the cursor; `leave` goes on typing without the list. */
function useTyping(editor: Editor): [Typing | null, () => void] {
  const [typing, setTyping] = useState<Typing | null>(null)
  const [left, setLeft] = useState<number | null>(null)
  useEffect(() => {
    const look = () => {
      const { from, empty, $from } = editor.state.selection
      const before =
        empty && editor.isFocused ? $from.parent.textBetween(Math.max(0, $from.parentOffset - 80), $from.parentOffset, '\n', '\n') : ''
      const placeholder = typedPlaceholder(before)
      const typed = placeholder ?? typedTemplate(before)
      if (!typed) {
        setTyping(null)
        setLeft(null)
        return
      }
      const { left: x, top, bottom } = editor.view.coordsAtPos(from - typed.written.length)
      setTyping({ kind: placeholder ? 'placeholder' : 'template', ...typed, at: { left: x, top, bottom } })
    }
    const end = () => setTyping(null)
    editor.on('transaction', look).on('focus', look).on('blur', end)
    window.addEventListener('resize', look)
    return () => {
      editor.off('transaction', look).off('focus', look).off('blur', end)
      window.removeEventListener('resize', look)
    }
  }, [editor])
  const start = typing && editor.state.selection.from - typing.written.length
  return [typing && start === left ? null : typing, () => setLeft(start)]
}

/** Fills in what is known, marks what is not, and tells the composer of it. */
function useFilled(editor: Editor, composer: OpenComposer, values: Record<string, string> | undefined, choices: readonly Choice[]) {
  useEffect(() => {
    const { plugin, key } = placeholderMarks({ filled: css.filled ?? '', gap: css.gap ?? '' })
    editor.registerPlugin(plugin)
    return () => void (editor.isDestroyed || editor.unregisterPlugin(key))
  }, [editor])
  const look = useEffectEvent(() => {
    if (!values) return
    const { state } = editor
    const known = placedIn(state.doc).flatMap((one) => {
      const value = values[one.name] || one.fallback
      // While the cursor stands within, one is still writing it.
      return value && !(state.selection.from > one.from && state.selection.from < one.to) ? [{ ...one, value }] : []
    })
    const tr = state.tr
    // From the end on, so that no place moves.
    for (const one of known.toReversed()) fill(tr, state, one, one.value)
    if (tr.docChanged) return editor.view.dispatch(tr)
    const title = (name: string) => choices.find((choice) => choice.name === name)?.about ?? name
    composer.onGaps?.(
      placedIn(state.doc).map(({ name, from, to }) => ({
        title: title(name),
        show: () => void editor.chain().setTextSelection({ from, to }).focus().scrollIntoView().run(),
      })),
    )
  })
  useEffect(() => {
    const changed = () => look()
    changed()
    editor.on('update', changed)
    return () => void editor.off('update', changed)
  }, [editor, values])
}

/** Those with a word of their name that begins so come first; then those that have it anywhere. */
function named(offered: readonly Choice[], typed: string): Choice[] {
  const words = fold(typed)
  const has = offered.filter(({ name, about }) => fold(`${name} ${about}`).includes(words))
  const begins = ({ name }: Choice) =>
    fold(name)
      .split(/\s+/)
      .some((word) => word.startsWith(words))
  return [...has.filter(begins), ...has.filter((choice) => !begins(choice))]
}

const wordsOf = (body: string) =>
  body
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 120)
