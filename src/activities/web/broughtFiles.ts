/**
 * Files on their way to a ticket's Attachments. They become one internal comment, also when the ticket is left meanwhile: the feed tells who brought
 * them, and no customer gets them.
 */
import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { addComment } from '#activities/api.ts'
import type { Activity, Attachment } from '#activities/activity.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { keyOf } from '#platform/web/query.ts'
import { getTicket } from '#tickets/api.ts'
import type { Ticket } from '#tickets/ticket.ts'
import { newSendKey } from './drafts.ts'
import { type Feed, withActivity } from './feed.ts'
import { failureOf, named, sendFile, type Upload } from './useUploads.ts'
import { keyOfFeed } from './useFeed.ts'

interface Bringing {
  uploads: readonly Upload[]
  done: readonly Attachment[]
  /** The comment that they become: sent twice, it is one. */
  sendKey: string
  adding: boolean
  /** Why they are not on the ticket though they have arrived. */
  problem: string | null
}

const all = new Map<number, Bringing>()
const running = new Map<number, { file: File; stop: () => void }>()
const listeners = new Set<() => void>()
let next = 0

function become(ticketId: number, change: (held: Bringing) => Partial<Bringing>) {
  const held = all.get(ticketId) ?? { uploads: [], done: [], sendKey: newSendKey(), adding: false, problem: null }
  const now = { ...held, ...change(held) }
  if (now.uploads.length === 0 && now.done.length === 0) all.delete(ticketId)
  else all.set(ticketId, now)
  for (const listener of listeners) listener()
}

/** What is on its way to this ticket; undefined for nothing. */
export const useBrought = (ticketId: number) =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => all.get(ticketId),
  )

export function bringFiles(queries: QueryClient, ticketId: number, files: Iterable<File>) {
  for (const file of Array.from(files, named)) {
    const key = --next
    become(ticketId, ({ uploads }) => ({ uploads: [...uploads, { key, name: file.name, progress: 0, failure: null }], problem: null }))
    start(queries, ticketId, key, file)
  }
}

function start(queries: QueryClient, ticketId: number, key: number, file: File) {
  const change = (by: Partial<Upload>) =>
    become(ticketId, ({ uploads }) => ({ uploads: uploads.map((one) => (one.key === key ? { ...one, ...by } : one)) }))
  const { done, stop } = sendFile(file, (progress) => change({ progress }))
  running.set(key, { file, stop })
  done.then(
    (stored) => {
      running.delete(key)
      become(ticketId, (held) => ({ uploads: held.uploads.filter((one) => one.key !== key), done: [...held.done, stored] }))
      return addBrought(queries, ticketId)
    },
    (error: unknown) => {
      change({ failure: failureOf(error) })
      return addBrought(queries, ticketId)
    },
  )
}

export function retryBrought(queries: QueryClient, ticketId: number, key: number) {
  const held = running.get(key)
  if (!held) return
  become(ticketId, ({ uploads }) => ({ uploads: uploads.map((one) => (one.key === key ? { ...one, failure: null, progress: 0 } : one)) }))
  start(queries, ticketId, key, held.file)
}

export function dropBrought(queries: QueryClient, ticketId: number, key: number) {
  running.get(key)?.stop()
  running.delete(key)
  become(ticketId, ({ uploads }) => ({ uploads: uploads.filter((one) => one.key !== key) }))
  void addBrought(queries, ticketId)
}

/** As soon as none is under way any more; those that failed do not hold up the others. */
export async function addBrought(queries: QueryClient, ticketId: number) {
  const held = all.get(ticketId)
  if (!held || held.adding || held.done.length === 0 || held.uploads.some((one) => one.failure === null)) return
  become(ticketId, () => ({ adding: true, problem: null }))
  const added = held.done
  try {
    const attachmentIds = added.map((file) => file.id)
    const answer = await call(addComment, { id: ticketId, text: '', attachmentIds, sendKey: held.sendKey })
    putActivity(queries, ticketId, answer.activity)
    queries.setQueryData<Ticket>(keyOf(getTicket, { id: ticketId }), (shown) =>
      shown && shown.version > answer.ticket.version ? shown : answer.ticket,
    )
    become(ticketId, ({ done }) => ({ done: done.filter((file) => !added.includes(file)), adding: false, sendKey: newSendKey() }))
    void addBrought(queries, ticketId)
  } catch (error) {
    become(ticketId, () => ({ adding: false, problem: error instanceof CallProblem ? error.message : String(error) }))
  }
}

/** Into the feed that the page holds, where it is a part of what is loaded. */
export function putActivity(queries: QueryClient, ticketId: number, activity: Activity) {
  queries.setQueryData<Feed>(keyOfFeed(ticketId), (feed) => {
    const oldest = feed?.activities[0]
    return feed && (feed.older === null || !oldest || oldest.at <= activity.at) ? withActivity(feed, activity) : feed
  })
}
