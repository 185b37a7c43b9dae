/** What is being written on a ticket, kept in this browser at every key press: the net under the drafts on the server, and in step with them. */
import { draft as written, type Draft, type DraftKind, type KeptDraft } from '#activities/draft.ts'
import { z } from 'zod'
import { clearJournal, journalKeys, readJournal, writeJournal } from '#platform/web/journal.ts'

export type { Draft, DraftKind }

/** `synced`: the server has it just so. */
const held = written.extend({ synced: z.boolean().default(false) })

export interface HeldDraft {
  key: string
  at: number
  draft: Draft
}

const beginning = (userId: number, ticketId: number) => `draft:${userId}:${ticketId}:`
const keyOf = (userId: number, ticketId: number, of: Pick<Draft, 'sendKey'>) => beginning(userId, ticketId) + of.sendKey

/** Whether there is anything in it that one would miss. */
export const isWorthKeeping = (d: Draft) => plainText(d.body) !== '' || d.attachments.some((a) => !a.inline) || /<img\b/i.test(d.body)

/** A short text of the draft for the line that offers to go on with it. */
export const plainText = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim()

export function keepDraft(userId: number, ticketId: number, d: Draft) {
  if (isWorthKeeping(d)) writeJournal(keyOf(userId, ticketId, d), d)
  else clearJournal(keyOf(userId, ticketId, d))
}

export const forgetDraft = (userId: number, ticketId: number, d: Pick<Draft, 'sendKey'>) => clearJournal(keyOf(userId, ticketId, d))

/** The server has it; unless something was typed meanwhile. */
export function markSynced(userId: number, ticketId: number, d: Draft) {
  const key = keyOf(userId, ticketId, d)
  const now = readJournal(key, held)
  if (now && JSON.stringify(strip(now.value)) === JSON.stringify(d)) writeJournal(key, { ...d, synced: true }, now.at)
}

const strip = ({ synced: _synced, ...d }: z.infer<typeof held>): Draft => d

interface Wanted {
  kind: DraftKind
  activityId: number | null
  /** One of several that stand side by side. */
  draftId?: string | undefined
}

export const findDraft = (userId: number, ticketId: number, { kind, activityId, draftId }: Wanted) =>
  draftsOf(userId, ticketId).find(({ draft }) =>
    draftId === undefined ? draft.kind === kind && draft.activityId === activityId : draft.sendKey === draftId,
  )?.draft

/** The drafts of a ticket, the last written first. */
export const draftsOf = (userId: number, ticketId: number): HeldDraft[] =>
  entries(userId, ticketId)
    .map(({ key, at, value }) => ({ key, at, draft: strip(value) }))
    .toSorted((a, b) => b.at - a.at)

const entries = (userId: number, ticketId: number) =>
  journalKeys(beginning(userId, ticketId)).flatMap((key) => {
    const kept = readJournal(key, held)
    return kept ? [{ key, ...kept }] : []
  })

interface Server {
  mine: readonly KeptDraft[]
  /** The server's clock less this browser's, in milliseconds. */
  ahead: number
  /** It is just being written: nothing touches it. */
  open?: string | null
}

/**
 * Brings both in step: of one draft the later text stays. What the server no longer has was sent or thrown away elsewhere. Returns what the
 * server does not have yet. `parts`: the numbers that were merged into this ticket.
 */
export function reconcile(userId: number, ticketId: number, parts: readonly number[], { mine, ahead, open = null }: Server): Draft[] {
  for (const part of parts)
    for (const { key, at, value } of entries(userId, part)) {
      writeJournal(keyOf(userId, ticketId, value), value, at)
      clearJournal(key)
    }
  const known = new Map(mine.map((d) => [d.content.sendKey, d]))
  const unsaved: Draft[] = []
  for (const { key, at, value } of entries(userId, ticketId)) {
    const there = known.get(value.sendKey)
    known.delete(value.sendKey)
    if (value.sendKey === open) continue
    if (there ? isWaiting(there) : value.synced) clearJournal(key)
    else if (!there) unsaved.push(strip(value))
    else if (value.synced || Date.parse(there.savedAt) > at + ahead) putInJournal(userId, ticketId, there, ahead)
    else unsaved.push(strip(value))
  }
  for (const there of known.values()) if (!isWaiting(there)) putInJournal(userId, ticketId, there, ahead)
  return unsaved
}

/** It was sent: it is no draft to write on, unless it is taken back. */
export const isWaiting = (d: Pick<KeptDraft, 'leavesAt' | 'held'>) => d.leavesAt !== null || d.held !== null

const putInJournal = (userId: number, ticketId: number, { content, savedAt }: KeptDraft, ahead: number) =>
  writeJournal(keyOf(userId, ticketId, content), { ...content, synced: true }, Date.parse(savedAt) - ahead)

/** A version 4 UUID, also on plain http, where `crypto.randomUUID` is missing. */
export function newSendKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
