/** An email while it is written: begun from what is answered or from what was kept, kept at every key press, sent once. */
import { useEffect, useState } from 'react'
import { proposeEmail, sendEmail } from '#activities/api.ts'
import { sendLater } from '#activities/draftApi.ts'
import { emailOf } from '#activities/draft.ts'
import type { Activity, Proposal } from '#activities/activity.ts'
import { type Recipient, unique } from '#activities/recipients.ts'
import { usePreferences } from '#people/web/usePreferences.ts'
import { call, CallProblem } from '#platform/web/call.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { looksLikeAddress } from '#platform/web/ui/addresses.ts'
import { changesOf, type Edits } from '#tickets/dirtyForm.ts'
import { cameSince, type CameSince } from '#tickets/seen.ts'
import type { State, Ticket } from '#tickets/ticket.ts'
import { type Draft, type DraftKind, findDraft, forgetDraft, keepDraft, newSendKey, plainText } from './drafts.ts'
import { endSaves, resumeSaves, saveSoon, thisWindow } from './draftSaves.ts'

/** What is being written, and about which activity. */
export interface Composing {
  kind: DraftKind
  activityId: number | null
  all: boolean
  /** One draft of several that stand side by side. */
  draftId?: string
}

const proposalKind = ({ kind, all }: Composing) => (kind === 'answer' ? (all ? 'all' : 'reply') : kind === 'forward' ? 'forward' : 'new')

/** Recipients, sender, subject and quote as the server proposes them; asked anew for each composer. */
export const useProposal = (ticketId: number, composing: Composing) =>
  useEndpoint(
    proposeEmail,
    { id: ticketId, kind: proposalKind(composing), ...(composing.activityId === null ? {} : { activityId: composing.activityId }) },
    { staleTime: 0, gcTime: 0 },
  )

/** A kept text goes on with the recipients it had, unless it is now to go to all, or no longer to all. */
export function beginDraft(userId: number, ticket: Pick<Ticket, 'id' | 'version'>, composing: Composing, proposal: Proposal): Draft {
  const kept = findDraft(userId, ticket.id, composing)
  const proposed = {
    kind: composing.kind,
    activityId: composing.activityId,
    all: composing.all,
    to: proposal.to,
    cc: proposal.cc,
    bcc: [],
    subject: proposal.subject,
    quoteHtml: proposal.quoteHtml,
    queueId: proposal.queueId,
    from: proposal.from,
  }
  if (!kept) return { ...proposed, body: '', takesQuote: true, attachments: [], sendKey: newSendKey(), seen: seenNow(ticket) }
  if (kept.all !== composing.all) return { ...kept, ...proposed, bcc: kept.bcc, subject: kept.subject }
  return proposal.queues.some((q) => q.id === kept.queueId) ? kept : { ...kept, queueId: proposal.queueId, from: proposal.from }
}

/** What stands on the ticket as its writer begins. */
const seenNow = ({ id, version }: Pick<Ticket, 'id' | 'version'>) => ({ ticketId: id, version })

export type SendProblem =
  | { kind: 'needTo' | 'needQueue' | 'needMessage' | 'waitForUploads' }
  /** A placeholder has nothing to stand for; it is more than its queue takes. */
  | { kind: 'gaps' | 'tooBig' }
  | { kind: 'wrongAddress'; address: string }
  | { kind: 'failed'; error: CallProblem }
  /** The send gate: another wrote meanwhile. */
  | { kind: 'came'; came: CameSince }

interface Unready {
  /** Files are still on their way. */
  uploading: boolean
  /** Placeholders stand in the text that nothing is known for. */
  gaps: boolean
  /** More than the queue takes. */
  tooBig: boolean
}

/** What stops an email from being sent before the server is asked. */
export function problemWith(draft: Draft, { uploading, gaps, tooBig }: Unready): SendProblem | null {
  const all = [...draft.to, ...draft.cc, ...draft.bcc]
  const wrong = all.find((r) => !looksLikeAddress(r.address))
  if (wrong) return { kind: 'wrongAddress', address: wrong.address }
  if (all.length === 0) return { kind: 'needTo' }
  if (draft.queueId === null || draft.from === null) return { kind: 'needQueue' }
  if (uploading) return { kind: 'waitForUploads' }
  if (gaps) return { kind: 'gaps' }
  if (tooBig) return { kind: 'tooBig' }
  const says = draft.kind === 'forward' || draft.attachments.length > 0 || /<img\b/i.test(draft.body) || plainText(draft.body).trim() !== ''
  return says ? null : { kind: 'needMessage' }
}

interface Settings {
  ticket: Ticket
  userId: number
  initial: Draft
  /** Unsaved changes of the form go with the message: both are stored, or neither. */
  edits: Edits
  onSent: (answer: { activity: Activity; ticket: Ticket }, sent: Edits) => void
  /** It waits to leave. */
  onWaits: () => void
  onRefused: (error: CallProblem) => void
}

export function useEmailDraft({ ticket, userId, initial, edits, onSent, onWaits, onRefused }: Settings) {
  const [draft, setDraft] = useState(initial)
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<SendProblem | null>(null)
  const undo = usePreferences().undoSendSeconds
  useEffect(() => {
    if (draft === initial) return
    keepDraft(userId, ticket.id, draft)
    saveSoon(userId, ticket.id, draft)
  }, [draft, initial, userId, ticket.id])

  const change = (by: (held: Draft) => Partial<Draft>) => {
    setDraft((held) => ({ ...held, ...by(held) }))
  }
  const set = (part: Partial<Draft>) => {
    change(() => part)
    setProblem(null)
  }
  const attach = (attachment: Draft['attachments'][number]) => change((held) => ({ attachments: [...held.attachments, attachment] }))

  async function send(unready: Unready, { setState, leavesAt }: { setState?: State; leavesAt?: string } = {}) {
    if (sending) return
    const stop = problemWith(draft, unready)
    setProblem(stop)
    if (stop) return
    setSending(true)
    // A state chosen with the message is the later word over one chosen in the form.
    const sent = { ...edits }
    if (setState) delete sent.state
    const beside = {
      ...(Object.keys(sent).length > 0 ? { changes: changesOf(sent, ticket) } : {}),
      ...(setState ? { setState } : {}),
      ...(draft.seen ? { seen: draft.seen } : {}),
    }
    try {
      await endSaves(draft.sendKey)
      if (leavesAt !== undefined || undo > 0) {
        const moment = leavesAt === undefined ? { leavesIn: undo } : { leavesAt }
        await call(sendLater, { id: ticket.id, draftId: draft.sendKey, window: thisWindow, content: draft, ...beside, ...moment })
        forgetDraft(userId, ticket.id, draft)
        onWaits()
      } else {
        const answer = await call(sendEmail, { id: ticket.id, ...emailOf(draft), ...beside })
        forgetDraft(userId, ticket.id, draft)
        onSent(answer, edits)
      }
    } catch (error) {
      if (!(error instanceof CallProblem)) throw error
      resumeSaves(draft.sendKey)
      setSending(false)
      const came = cameSinceOf(error)
      setProblem(came ? { kind: 'came', came } : { kind: 'failed', error })
      // What was shown was seen: the same key goes on.
      if (came) change(() => ({ seen: came.seen }))
      else onRefused(error)
    }
  }

  return { draft, set, attach, send, sending, problem }
}

/** What the send gate has to show, if it was the gate that refused. */
export const cameSinceOf = (error: CallProblem): CameSince | undefined =>
  error.code === 'came_since' ? cameSince.safeParse(error.problems[0]?.details).data : undefined

/** Everyone on the ticket: its participants and its Contact. */
export const peopleOf = (ticket: Ticket): Recipient[] =>
  unique([...ticket.participants, ...(ticket.contact?.emails.map((address) => ({ address, name: ticket.contact?.name ?? '' })) ?? [])])
