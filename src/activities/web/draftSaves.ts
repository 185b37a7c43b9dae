/** Saves drafts to the server while they are written: a moment after the last key press, one save at a time, again after a lost connection. */
import { useSyncExternalStore } from 'react'
import { deleteDraft, saveDraft } from '#activities/draftApi.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { type Draft, forgetDraft, isWorthKeeping, markSynced, newSendKey } from './drafts.ts'

/** This window, among all of this User's. */
export const thisWindow = newSendKey()

const pause = 700
const again = 5000

interface Line {
  userId: number
  ticketId: number
  draft: Draft
  /** What the server has last been given. */
  given: Draft | null
  timer?: ReturnType<typeof setTimeout> | undefined
  running?: Promise<void> | undefined
  savedAt: Date | null
  failed: boolean
}
const lines = new Map<string, Line>()
const ended = new Set<string>()
const listeners = new Set<() => void>()
const tell = () => listeners.forEach((listener) => listener())
let seq = 0

/** Saves it soon. */
export function saveSoon(userId: number, ticketId: number, draft: Draft, wait = pause) {
  if (ended.has(draft.sendKey)) return
  const line = lines.get(draft.sendKey) ?? { userId, ticketId, draft, given: null, savedAt: null, failed: false }
  lines.set(draft.sendKey, line)
  line.draft = draft
  schedule(line, wait)
}

function schedule(line: Line, wait: number) {
  clearTimeout(line.timer)
  line.timer = setTimeout(() => {
    line.timer = undefined
    line.running ??= save(line).finally(() => {
      line.running = undefined
      if (!ended.has(line.draft.sendKey) && line.draft !== line.given && line.timer === undefined)
        schedule(line, line.failed ? again : pause)
    })
  }, wait)
}

async function save(line: Line) {
  const { draft, ticketId, userId } = line
  try {
    if (!isWorthKeeping(draft)) {
      if (line.given) await call(deleteDraft, { draftId: draft.sendKey })
      line.given = draft
      line.savedAt = null
    } else {
      seq += 1
      const { outcome } = await call(saveDraft, { id: ticketId, draftId: draft.sendKey, window: thisWindow, seq, content: draft })
      line.given = draft
      line.savedAt = new Date()
      if (outcome === 'sent') forgetDraft(userId, ticketId, draft)
      else markSynced(userId, ticketId, draft)
    }
    line.failed = false
  } catch (error) {
    if (!(error instanceof CallProblem)) throw error
    line.failed = true
    // Refused for good: the journal keeps it.
    if (error.status >= 400 && error.status < 500) line.given = draft
  }
  tell()
}

/** It is sent or thrown away: no save of it is under way any more when this returns, and none begins. */
export async function endSaves(sendKey: string) {
  ended.add(sendKey)
  const line = lines.get(sendKey)
  clearTimeout(line?.timer)
  await line?.running
  lines.delete(sendKey)
}

/** Sending was refused: saving goes on. */
export const resumeSaves = (sendKey: string) => void ended.delete(sendKey)

/** Thrown away by its writer, here and on the server. */
export async function discardDraft(userId: number, ticketId: number, draft: Draft) {
  forgetDraft(userId, ticketId, draft)
  await endSaves(draft.sendKey)
  await call(deleteDraft, { draftId: draft.sendKey }).catch(() => undefined)
}

if (typeof window !== 'undefined')
  window.addEventListener('pagehide', () => {
    for (const { draft, given, ticketId } of lines.values())
      if (draft !== given && isWorthKeeping(draft) && JSON.stringify(draft).length < 50_000) {
        seq += 1
        void call(saveDraft, { id: ticketId, draftId: draft.sendKey, window: thisWindow, seq, content: draft }, { keepalive: true }).catch(
          () => undefined,
        )
      }
  })

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** When the server last took it; null: not yet, or not by now. */
export const useSavedAt = (sendKey: string) =>
  useSyncExternalStore(subscribe, () => {
    const line = lines.get(sendKey)
    return line && !line.failed ? line.savedAt : null
  })
