/** One ticket: its header, what happened on it, and its form; composed from the domains' pieces. */
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useParams, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { CallProblem } from '#platform/web/call.ts'
import { keyOf } from '#platform/web/query.ts'
import { useTitle } from '#platform/web/title.ts'
import { Go } from '#platform/web/ui/Go.tsx'
import { Notice } from '#platform/web/ui/Notice.tsx'
import { SkeletonLines } from '#platform/web/ui/SkeletonLines.tsx'
import { getTicket } from '#tickets/api.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { useTicket } from '#tickets/web/ticketData.ts'
import { closeTab, isOpenTab, openTab } from '#app/web/openTabs.ts'
import { OpenTicket, type PeekDoors } from './OpenTicket.tsx'
import css from './TicketPage.module.css'
import { UnsentText } from './UnsentText.tsx'

export function TicketPage() {
  const { id } = useParams({ from: '/desk/tickets/$id' })
  return <LoadedTicket key={id} id={id} />
}

/** A ticket by its number, as a page or, with `peek`, over the list. */
export function LoadedTicket({ id, peek }: { id: number; peek?: PeekDoors }) {
  const { t } = useTranslation()
  const { ticket, error, reload, put } = useTicket(id)
  if (error instanceof CallProblem && error.status === 404)
    return (
      <section className={css.page}>
        <NumberAlone id={id} />
        <Notice kind="warning">
          {t(($) => $.ticket.problem.gone)} {t(($) => $.ticket.problem.goneHint)}{' '}
          <Go href="/tickets" className="link">
            {t(($) => $.ticket.problem.toTickets)}
          </Go>
        </Notice>
        <UnsentText ticketId={id} />
      </section>
    )
  if (ticket && ticket.id !== id) return <LeadsTo id={id} survivor={ticket} {...(peek ? { onPeek: peek.onShow } : {})} />
  if (ticket) return <OpenTicket ticket={ticket} put={put} reload={reload} {...(peek ? { peek } : {})} />
  return (
    <section className={css.page}>
      <NumberAlone id={id} />
      {error ? (
        <Notice kind="error" action={<Button onClick={() => void reload()}>{t(($) => $.ticket.problem.retry)}</Button>}>
          {t(($) => $.ticket.problem.load)} {error.message}
        </Notice>
      ) : (
        <div className={css.loading}>
          <SkeletonLines lines={6} />
        </div>
      )}
    </section>
  )
}

/** The number of a merged ticket leads to its survivor, whose tab takes the place of its own. */
function LeadsTo({ id, survivor, onPeek }: { id: number; survivor: Ticket; onPeek?: (id: number) => void }) {
  const router = useRouter()
  const queries = useQueryClient()
  useEffect(() => {
    queries.setQueryData(keyOf(getTicket, { id: survivor.id }), survivor)
    if (onPeek) return onPeek(survivor.id)
    openTab(survivor, id)
    if (isOpenTab(id)) closeTab(id)
    router.history.replace(`/tickets/${survivor.id}${window.location.hash}`)
    return undefined
  }, [id, survivor, router, queries, onPeek])
  return <NumberAlone id={survivor.id} />
}

/** The page's name while there is no ticket to name it. */
function NumberAlone({ id }: { id: number }) {
  useTitle(`#${id}`)
  return <h1 className="sr">#{id}</h1>
}
