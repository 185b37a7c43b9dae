/** Macros on the open ticket: one fills the form as if its User had typed, and begins its message; nothing is saved and nothing leaves. */
import { useEffect, useEffectEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOpenComposer } from '#activities/web/openComposer.ts'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import type { OfferedMacro } from '#macros/macro.ts'
import { offerMacros } from '#macros/web/offeredMacros.ts'
import { useLostWords } from '#macros/web/useLostWords.ts'
import { useTicketMacros } from '#macros/web/useTicketMacros.ts'
import { useCommand } from '#platform/web/query.ts'
import { same } from '#platform/field.ts'
import { useFieldNames } from '#runs/web/useFieldNames.ts'
import { renderTemplate } from '#templates/api.ts'
import { valueAfter } from '#tickets/fieldEdits.ts'
import { keysOf, type Ticket } from '#tickets/ticket.ts'
import { rememberContact } from '#tickets/web/contactNames.ts'
import { rememberAccount, rememberTicket } from '#tickets/web/pickedNames.ts'
import type { TicketFormState } from '#tickets/web/useTicketForm.ts'
import type { Beginning } from './useComposing.ts'

interface Settings {
  ticket: Ticket
  form: TicketFormState
  readOnly: boolean
  begin: (kind: Beginning) => void
  /** Brings a panel to the front. */
  show: (tab: 'form' | 'activities') => void
}

/** A text that waits for its composer to stand open. */
interface Waiting {
  kind: 'email' | 'comment'
  text: { subject: string; html: string; attachments: Parameters<NonNullable<ReturnType<typeof useOpenComposer>>['attach']>[0][] }
}

/** Milliseconds between two looks whether a composer stands ready. */
const settling = 50

export function useMacros({ ticket, form, readOnly, begin, show }: Settings) {
  const { t } = useTranslation()
  const nameOf = useFieldNames(useCustomFields('ticket'))
  const say = useLostWords(nameOf)
  const { data } = useTicketMacros(ticket, !readOnly)
  const macros = readOnly ? [] : (data?.macros ?? [])
  const composer = useOpenComposer(ticket.id)
  const [waiting, setWaiting] = useState<Waiting | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const render = useCommand(renderTemplate)
  const fits = composer !== null && waiting !== null && (composer.kind === 'comment') === (waiting.kind === 'comment')

  const put = useEffectEvent((): boolean => {
    if (!composer || !waiting) return true
    // A composer that was begun just now is still setting up its text.
    if (composer.editor && !composer.editor.view.dom.isConnected) return false
    if (waiting.text.subject !== '') composer.offerSubject?.(waiting.text.subject)
    composer.insert(waiting.text.html)
    for (const file of waiting.text.attachments) composer.attach(file)
    setWaiting(null)
    return true
  })
  useEffect(() => {
    if (!fits) return undefined
    const timer = setInterval(() => put() && clearInterval(timer), settling)
    return () => clearInterval(timer)
  }, [fits])

  function fill({ changes }: OfferedMacro): number {
    for (const { field, id, name } of data?.names ?? []) {
      if (field === 'contactId') rememberContact({ id, name, emails: [], account: null })
      else if (field === 'accountId') rememberAccount({ id, name })
      else rememberTicket({ id, title: name, state: 'open' })
    }
    let filled = 0
    for (const field of keysOf(changes)) {
      const edit = changes[field]
      if (!edit) continue
      const value = valueAfter(edit, form.values[field] ?? null)
      if (same(form.values[field] ?? null, value)) continue
      form.set(field, value)
      filled++
    }
    return filled
  }

  function apply(macro: OfferedMacro) {
    const { name, template, lost } = macro
    const filled = fill(macro)
    const words = [
      filled > 0
        ? t(($) => $.macro.applied, { count: filled, name })
        : template
          ? t(($) => $.macro.appliedText, { name })
          : t(($) => $.macro.appliedNone, { name }),
      ...(lost.length > 0 ? [t(($) => $.macro.leftOut, { what: lost.map(say).join(' ') })] : []),
    ]
    setSaid(words.join(' '))
    if (filled > 0) show('form')
    if (!template) return
    const { kind } = template
    // What is being written already goes on, with the text where the cursor stands.
    const open = composer !== null && (composer.kind === 'comment') === (kind === 'comment')
    show('activities')
    if (!open) begin(kind === 'comment' ? 'comment' : 'reply')
    render.mutate(
      { id: template.id, ticketId: ticket.id, queueId: composer?.queueId ?? null },
      { onSuccess: (text) => setWaiting({ kind, text }), onError: (error) => setSaid(error.message) },
    )
  }

  const applyNow = useEffectEvent(apply)
  useEffect(
    () =>
      offerMacros((readOnly ? [] : (data?.macros ?? [])).map((macro) => ({ id: macro.id, name: macro.name, run: () => applyNow(macro) }))),
    [data, readOnly],
  )
  return { macros, nameOf, apply, said, quiet: () => setSaid(null) }
}
