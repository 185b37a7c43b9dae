/** What somebody had typed on a ticket that is out of their sight now: theirs to copy, in the ticket's place. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listOwnDrafts } from '#activities/draftApi.ts'
import { draftsOf } from '#activities/web/drafts.ts'
import { discardDraft } from '#activities/web/draftSaves.ts'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { useMe } from '#people/web/session.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { fieldNames } from '#tickets/fields.ts'
import { copyText } from '#tickets/web/copyText.ts'
import { forgetUnsaved, unsavedTexts } from '#tickets/web/useTicketForm.ts'
import css from './TicketPage.module.css'

interface Unsent {
  key: string
  name: string
  text: string
}

/** Nothing where nothing was left. */
export function UnsentText({ ticketId }: { ticketId: number }) {
  const { t } = useTranslation()
  const { id } = useMe()
  const nameOf = useFieldName()
  const [here, setHere] = useState(() => draftsOf(id, ticketId).map(({ draft }) => draft))
  const stored = useEndpoint(listOwnDrafts, { ticketId }, { staleTime: 0 })
  const drafts = [
    ...here,
    ...(stored.data?.drafts.map((d) => d.content).filter((d) => !here.some((own) => own.sendKey === d.sendKey)) ?? []),
  ]
  const [typed, setTyped] = useState(() => unsavedTexts(id, ticketId))
  const [copied, setCopied] = useState<string | null>(null)
  const all: Unsent[] = [
    ...drafts.map((draft) => ({
      key: draft.sendKey,
      name: t(($) => $.ticket.lost[draft.kind]),
      text: draft.kind === 'comment' ? draft.body : plain(draft.body),
    })),
    ...typed.map(({ field, text }) => ({ key: field, name: nameOf(field), text })),
  ]
  if (all.length === 0) return null
  const forget = () => {
    for (const draft of drafts) void discardDraft(id, ticketId, draft).then(() => stored.refetch())
    forgetUnsaved(id, ticketId)
    setHere([])
    setTyped([])
  }
  return (
    <section className={css.unsent} aria-labelledby="unsent">
      <h2 id="unsent">{t(($) => $.ticket.lost.title)}</h2>
      <p className="ink2">{t(($) => $.ticket.lost.hint)}</p>
      {all.map(({ key, name, text }) => (
        <div key={key}>
          <div className={css.unsentHead}>
            <h3>{name}</h3>
            <Button
              onClick={() => {
                copyText(text)
                setCopied(key)
              }}
            >
              {copied === key ? t(($) => $.ticket.lost.copied) : t(($) => $.ticket.lost.copy)}
            </Button>
          </div>
          <div className={css.unsentText}>{text}</div>
        </div>
      ))}
      <div>
        <Button variant="danger" onClick={forget}>
          {t(($) => $.ticket.lost.forget)}
        </Button>
      </div>
    </section>
  )
}

function useFieldName() {
  const { t } = useTranslation()
  const fields = useCustomFields('ticket')
  return (field: string) => {
    const known = fieldNames.find((name) => name === field)
    return known ? t(($) => $.ticket.field[known]) : (fields.byId.get(Number(field.slice('custom.'.length)))?.title ?? field)
  }
}

/** The text of a message with its lines; parsing runs nothing and loads nothing. */
function plain(html: string) {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const line of page.querySelectorAll('br')) line.replaceWith('\n')
  for (const block of page.querySelectorAll('p, div, li, blockquote')) block.append('\n')
  return page.body.textContent.trim()
}
