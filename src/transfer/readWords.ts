/** States and priorities as other systems call them. */
import { fold } from '#platform/fold.ts'
import type { Priority, State } from '#tickets/ticket.ts'

const stateWords: Record<State, readonly string[]> = {
  open: [
    'open',
    'new',
    'opened',
    're opened',
    'reopened',
    'in progress',
    'active',
    'unassigned',
    'otevreny',
    'otevreno',
    'novy',
    'offen',
    'neu',
  ],
  waiting: [
    'waiting',
    'pending',
    'on hold',
    'hold',
    'stalled',
    'waiting on customer',
    'waiting on third party',
    'waiting for customer',
    'pending reminder',
    'pending close',
    'pending auto close',
    'snoozed',
    'ceka',
    'wartend',
    'wartet',
  ],
  closed: [
    'closed',
    'solved',
    'resolved',
    'done',
    'fixed',
    'closed successful',
    'closed unsuccessful',
    'rejected',
    'merged',
    'uzavreny',
    'uzavreno',
    'vyreseno',
    'geschlossen',
    'gelost',
  ],
  archived: ['archived', 'archivovano', 'archiviert'],
}
const priorityWords: Record<Priority, readonly string[]> = {
  low: ['low', 'very low', 'lowest', 'minor', 'nizka', 'niedrig'],
  medium: ['medium', 'normal', 'middle', 'moderate', 'stredni', 'mittel'],
  high: ['high', 'urgent', 'very high', 'highest', 'critical', 'emergency', 'blocker', 'major', 'vysoka', 'hoch'],
}

const wordOf = (text: string) =>
  fold(text)
    .replace(/^\d+[\s.-]+/, '')
    .replaceAll(/[^\p{L}]+/gu, ' ')
    .trim()

const find = <K extends string>(all: Record<K, readonly string[]>, text: string): K | null => {
  const word = wordOf(text)
  for (const key in all) if (all[key].includes(word)) return key
  return null
}

/** Null where it is none that is known. */
export const readState = (text: string) => find(stateWords, text)
export const readPriority = (text: string) => find(priorityWords, text)

/** `#1024` or `1024`. */
export function readNumber(text: string): number | null {
  const [, digits] = /^#?\s*(\d{1,15})$/.exec(text.trim()) ?? []
  return digits === undefined || Number(digits) === 0 ? null : Number(digits)
}
