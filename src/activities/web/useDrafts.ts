/** The drafts of the open ticket: one's own, in step with the server's; and whose else exist. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { draftChanged } from '#activities/events.ts'
import { listDrafts } from '#activities/draftApi.ts'
import type { KeptDraft, OtherDraft } from '#activities/draft.ts'
import { useLiveEvents } from '#platform/web/LiveProvider.tsx'
import { keyOf, useEndpoint } from '#platform/web/query.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { draftsOf, findDraft, type HeldDraft, isWaiting, reconcile } from './drafts.ts'
import { saveSoon } from './draftSaves.ts'
import type { Composing } from './useEmailDraft.ts'

interface TicketDrafts {
  /** To go on with. */
  kept: readonly HeldDraft[]
  /** Sent, and not left yet. */
  waiting: readonly KeptDraft[]
  /** As the server has them. */
  stored: readonly KeptDraft[]
  others: readonly OtherDraft[]
  /** The server's clock less this browser's. */
  ahead: number
  /** It is known what the server has, or that it does not answer. */
  ready: boolean
  reload: () => void
}

/** `composing`: what is being written just now; the journal has its last word. */
export function useDrafts(ticket: Ticket, userId: number, composing: Composing | null): TicketDrafts {
  const queries = useQueryClient()
  const found = useEndpoint(listDrafts, { id: ticket.id }, { refetchOnMount: 'always' })
  const [ahead, setAhead] = useState(0)
  const [ready, setReady] = useState(false)
  const [kept, setKept] = useState<readonly HeldDraft[]>(() => draftsOf(userId, ticket.id))
  const reload = () => void queries.invalidateQueries({ queryKey: keyOf(listDrafts, { id: ticket.id }) })
  useLiveEvents((events) => {
    if (events.some((e) => e.subject === 'ticket' && e.id === ticket.id && (e.name === draftChanged.name || e.name.endsWith('merged'))))
      reload()
  })
  const parts = ticket.merged.map((m) => m.id)
  const step = useEffectEvent(() => {
    const open = composing && ready ? (findDraft(userId, ticket.id, composing)?.sendKey ?? null) : null
    if (found.data) {
      const now = Date.parse(found.data.now) - found.dataUpdatedAt
      setAhead(now)
      // What is just being written is nobody else's to change.
      const mine = found.data.mine.filter((d) => d.content.sendKey !== open)
      for (const draft of reconcile(userId, ticket.id, parts, { mine, ahead: now, open })) saveSoon(userId, ticket.id, draft, 0)
    }
    setKept(draftsOf(userId, ticket.id))
    // Without an answer the journal alone has to do.
    if (found.data || found.failureCount > 0) setReady(true)
  })
  useEffect(() => step(), [found.data, found.failureCount, composing, ticket.id, ticket.merged.length])
  const stored = found.data?.mine ?? []
  const waiting = stored.filter(isWaiting)
  return { kept, waiting, stored, others: found.data?.others ?? [], ahead, ready, reload }
}
