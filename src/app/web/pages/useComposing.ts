/** What is being written on the open ticket; the focus returns to where it was when it is left. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react'
import { type Feed, lastMessage } from '#activities/web/feed.ts'
import type { Composing } from '#activities/web/useEmailDraft.ts'
import { keyOfFeed } from '#activities/web/useFeed.ts'

export type Beginning = 'reply' | 'all' | 'forward' | 'comment' | 'new'

/** What is to be begun on a ticket that is about to be opened: answered from a list. */
let wish: { ticketId: number; kind: Beginning } | undefined
export const beginOn = (ticketId: number, kind: Beginning) => {
  wish = { ticketId, kind }
}

/** Begins what was wished as soon as the ticket’s messages are there, once. */
export function useWish(ticketId: number, begin: (kind: Beginning) => void) {
  const cache = useQueryClient().getQueryCache()
  const loaded = useSyncExternalStore(
    useCallback((changed: () => void) => cache.subscribe(changed), [cache]),
    () => cache.find({ queryKey: keyOfFeed(ticketId) })?.state.data !== undefined,
  )
  const come = useEffectEvent(() => {
    const kind = wish?.ticketId === ticketId ? wish.kind : undefined
    if (!kind) return
    wish = undefined
    begin(kind)
  })
  useEffect(() => {
    if (loaded) come()
  }, [loaded])
}

export function useComposing(ticketId: number) {
  const queries = useQueryClient()
  const [composing, setComposing] = useState<Composing | null>(null)
  const from = useRef<HTMLElement>(null)

  /** Opens a composer, or with null leaves it. */
  function compose(next: Composing | null) {
    if (next && composing === null && document.activeElement instanceof HTMLElement) from.current = document.activeElement
    setComposing(next)
    if (next !== null) return
    const back = from.current
    requestAnimationFrame(() =>
      (back?.isConnected && back !== document.body ? back : document.querySelector<HTMLElement>('#content'))?.focus(),
    )
  }

  /** By key or button, without pointing at a message: the newest one is answered. */
  function begin(kind: Beginning) {
    const last = lastMessage(queries.getQueryData<Feed>(keyOfFeed(ticketId)))
    if (kind === 'comment') compose({ kind: 'comment', activityId: null, all: false })
    else if (kind === 'new' || !last) compose({ kind: 'new', activityId: null, all: false })
    else compose({ kind: kind === 'forward' ? 'forward' : 'answer', activityId: last.id, all: kind === 'all' })
  }
  return { composing, compose, begin }
}
