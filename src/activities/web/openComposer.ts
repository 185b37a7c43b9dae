/** The composer that is open just now, for whoever inserts into it from beside it: a template, an article, a translation. */
import { useSyncExternalStore } from 'react'
import type { Editor } from '@tiptap/react'
import type { Attachment } from '#activities/activity.ts'
import type { DraftKind } from './drafts.ts'

/** A placeholder in the text that has nothing to stand for. */
export interface Gap {
  title: string
  /** Puts the cursor there. */
  show: () => void
}

export interface OpenComposer {
  ticketId: number
  kind: DraftKind
  /** Of an email: the queue it leaves by. */
  queueId?: number | null
  /** Of an email: the editor of its text, for what is offered while one types. */
  editor?: Editor
  /** Puts HTML where the cursor stands; a comment takes its text. */
  insert: (html: string) => void
  /** Puts a file to the others; it was uploaded before. */
  attach: (file: Attachment) => void
  /** Of an email: its subject, unless it has one. */
  offerSubject?: (subject: string) => void
  /** Of an email: while there are any, it is not sent. */
  onGaps?: (gaps: readonly Gap[]) => void
}

let open: OpenComposer | null = null
const listeners = new Set<() => void>()
const tell = () => listeners.forEach((listener) => listener())

/** Called by a composer while it is there; returns how it leaves. */
export function announceComposer(composer: OpenComposer): () => void {
  open = composer
  tell()
  return () => {
    if (open === composer) open = null
    tell()
  }
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The composer that is open on this ticket, if there is one. */
export const useOpenComposer = (ticketId: number): OpenComposer | null =>
  useSyncExternalStore(subscribe, () => (open?.ticketId === ticketId ? open : null))
