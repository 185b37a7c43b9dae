/** What is being written on the open ticket; the focus returns to where it was when it is left. */
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { type Feed, lastMessage } from '#activities/web/feed.ts'
import type { Composing } from '#activities/web/useEmailDraft.ts'
import { keyOfFeed } from '#activities/web/useFeed.ts'

export type Beginning = 'reply' | 'all' | 'forward' | 'comment' | 'new'

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
