/** How a ticket's deadline stands at a moment: what the SLA chip shows. Pure. */
import { isClosing } from '#tickets/rules.ts'
import type { State } from '#tickets/ticket.ts'

export interface Due {
  state: State
  createdAt: string
  /** The last time. */
  closedAt: string | null
  deadlineAt: string | null
  deadlineByHand: boolean
  dueSoonAt: string | null
}

/** `near` is under an hour, `soon` what the Category calls due soon, `late` over; a Closed or Archived one was `met` or `missed`; `ended` where it is not known when it was closed. */
export interface Standing {
  kind: 'none' | 'met' | 'missed' | 'ended' | 'paused' | 'late' | 'soon' | 'near' | 'plain'
  /** Until the deadline, from now or from the closing; negative once it is missed. */
  ms: number
  /** Of the whole time, 0 to 1. */
  used: number
}

const hour = 3_600_000

/** Only Open tickets are due, with a hand-set deadline Waiting ones too. */
export function standingOf({ state, createdAt, closedAt, deadlineAt, deadlineByHand, dueSoonAt }: Due, now: number): Standing {
  if (deadlineAt === null) return { kind: 'none', ms: 0, used: 0 }
  const [begun, due] = [Date.parse(createdAt), Date.parse(deadlineAt)]
  const closed = isClosing(state) && closedAt !== null ? Date.parse(closedAt) : null
  const ms = due - (closed ?? now)
  const used = Math.min(1, Math.max(0, due > begun ? (now - begun) / (due - begun) : 1))
  const kind = () => {
    if (closed !== null) return closed <= due ? 'met' : 'missed'
    if (isClosing(state)) return 'ended'
    if (state === 'waiting' && !deadlineByHand) return 'paused'
    if (ms <= 0) return 'late'
    if (dueSoonAt !== null && Date.parse(dueSoonAt) <= now) return 'soon'
    return ms < hour ? 'near' : 'plain'
  }
  return { kind: kind(), ms, used }
}

/** A length in its two largest units, rounded to whole minutes. */
export function lengthParts(ms: number): {
  unit: 'dayHour' | 'days' | 'hourMinute' | 'hours' | 'minutes'
  days: number
  hours: number
  minutes: number
} {
  const all = Math.floor(Math.abs(ms) / 60_000)
  const [days, hours, minutes] = [Math.floor(all / 1440), Math.floor(all / 60) % 24, all % 60]
  const unit = days > 0 ? (hours > 0 ? 'dayHour' : 'days') : hours > 0 ? (minutes > 0 ? 'hourMinute' : 'hours') : 'minutes'
  return { unit, days, hours, minutes }
}
