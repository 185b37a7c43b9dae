/** The form of one ticket while it is edited: what was typed, kept in this browser; news that merges into it; saving, and conflicts. */
import { useEffect, useRef, useState } from 'react'
import { call, CallProblem } from '#platform/web/call.ts'
import { clearJournal, readJournal, writeJournal } from '#platform/web/journal.ts'
import { changeTicket } from '#tickets/api.ts'
import {
  afterSave,
  changesOf,
  conflictsOf,
  dropEdit,
  edit,
  editedFields,
  type Edits,
  editsOf,
  type FormState,
  keepMine,
  mergeIncoming,
  shownValues,
  valuesOf,
} from '#tickets/dirtyForm.ts'
import { fieldNames } from '#tickets/fields.ts'
import { cameSince } from '#tickets/seen.ts'
import { changes, isCustomKey, type Changeable, type FieldKey, type Ticket } from '#tickets/ticket.ts'

/** Why a field is marked: a broken rule, or a value that someone else changed meanwhile. */
export interface FieldTrouble {
  code: string
  details?: Record<string, unknown> | undefined
}

interface Settings {
  ticket: Ticket
  userId: number
  /** The ticket as a save left it, for everyone else who shows it. */
  onTicket: (ticket: Ticket) => void
  /** Asks for the ticket anew: a save met someone else's change. */
  reload: () => Promise<unknown>
}

const journalKey = (userId: number, ticketId: number) => `form:${userId}:${ticketId}`

/** What was typed into a ticket's form and not saved, for who can no longer open it. */
export const unsavedTexts = (userId: number, ticketId: number) =>
  Object.entries(readJournal(journalKey(userId, ticketId), changes)?.value ?? {}).flatMap(([field, change]) =>
    change && 'to' in change && typeof change.to === 'string' && isTyped(field) && change.to.trim() !== ''
      ? [{ field, text: change.to }]
      : [],
  )
const isTyped = (field: string) => field === 'title' || field === 'description' || isCustomKey(field)
export const forgetUnsaved = (userId: number, ticketId: number) => clearJournal(journalKey(userId, ticketId))

/** What was typed and not saved comes back with the time of its last key press. */
function begin(ticket: Ticket, userId: number): { state: FormState; restoredAt: number | null } {
  const kept = readJournal(journalKey(userId, ticket.id), changes)
  const state = { ticket, edits: kept ? editsOf(kept.value) : {} }
  // Merging with the ticket itself ends edits that say what is stored by now.
  const merged = mergeIncoming(state, ticket)
  return { state: merged, restoredAt: kept && editedFields(merged.edits).length > 0 ? kept.at : null }
}

export function useTicketForm({ ticket, userId, onTicket, reload }: Settings) {
  const [first] = useState(() => begin(ticket, userId))
  const [state, setState] = useState(first.state)
  const [restoredAt, setRestoredAt] = useState(first.restoredAt)
  const [saving, setSaving] = useState(false)
  const [problem, setProblem] = useState<CallProblem | null>(null)
  const [writers, setWriters] = useState<Partial<Record<FieldKey, { name: string | null; at: string | null }>>>({})
  const [refused, setRefused] = useState<Partial<Record<FieldKey, FieldTrouble>>>({})
  const now = useRef(state)
  now.current = state

  // What stands on the ticket while it is looked at was seen; what came behind one's back stops closing it once.
  const seen = useRef({ ticketId: ticket.id, version: ticket.version })
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') seen.current = { ticketId: ticket.id, version: ticket.version }
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [ticket.id, ticket.version])

  if (ticket.version > state.ticket.version) setState(mergeIncoming(state, ticket))

  useEffect(() => {
    const key = journalKey(userId, ticket.id)
    if (editedFields(state.edits).length > 0) writeJournal(key, state.edits)
    else clearJournal(key)
  }, [state.edits, userId, ticket.id])

  const forget = (field: FieldKey) => {
    setRefused((held) => ({ ...held, [field]: undefined }))
    setProblem(null)
  }
  const set = <F extends FieldKey>(field: F, to: Changeable[F]) => {
    setState((held) => edit(held, field, to))
    forget(field)
  }

  /** Saves what is edited now; true when nothing is left to save. */
  async function save(): Promise<boolean> {
    const sent = now.current.edits
    if (editedFields(sent).length === 0) return true
    if (shownValues(now.current).title.trim() === '') {
      setRefused((held) => ({ ...held, title: { code: 'required' } }))
      return false
    }
    setSaving(true)
    setProblem(null)
    try {
      saved(sent, await call(changeTicket, { id: ticket.id, changes: changesOf(sent, now.current.ticket), seen: seen.current }))
      return true
    } catch (error) {
      failed(error)
      return false
    } finally {
      setSaving(false)
    }
  }

  /** What was sent, by a save or with a message, is stored now. */
  function saved(sent: Edits, answer: Ticket) {
    setState((held) => afterSave(held, sent, answer))
    setRefused({})
    setProblem(null)
    setRestoredAt(null)
    onTicket(answer)
  }

  /** News said who changed a field: shown if it meets an edit. */
  function wrote(changed: readonly FieldKey[], name: string | null, at: string | null) {
    setWriters((held) => ({ ...held, ...Object.fromEntries(changed.map((field) => [field, { name, at }])) }))
  }

  /** A refused save: each field says why, and all that was typed stays. */
  function failed(error: unknown) {
    if (!(error instanceof CallProblem)) throw error
    setProblem(error)
    const came = error.code === 'came_since' ? cameSince.safeParse(error.problems[0]?.details).data : undefined
    if (came) seen.current = came.seen
    const own = error.problems.flatMap((p) => {
      const name = p.field.replace(/^changes\./, '')
      const field = isCustomKey(name) ? name : fieldNames.find((f) => f === name.split('.')[0])
      return field ? [{ field, code: p.code, details: p.details }] : []
    })
    if (error.kind === 'conflict') {
      for (const { field, details } of own) wrote([field], textOf(details?.who), textOf(details?.at))
      void reload()
    } else for (const { field, code, details } of own) setRefused((held) => ({ ...held, [field]: { code, details } }))
  }

  return {
    ticket: state.ticket,
    values: shownValues(state),
    stored: valuesOf(state.ticket),
    edits: state.edits,
    edited: editedFields(state.edits),
    conflicts: conflictsOf(state),
    writers,
    refused,
    problem,
    saving,
    restoredAt,
    set,
    save,
    saved,
    failed,
    wrote,
    keepMine: (field: FieldKey) => setState((held) => keepMine(held, field)),
    drop: (field: FieldKey) => {
      setState((held) => dropEdit(held, field))
      forget(field)
    },
    discard: () => {
      setState((held) => ({ ...held, edits: {} }))
      setRefused({})
      setProblem(null)
      setRestoredAt(null)
    },
  }
}

export type TicketFormState = ReturnType<typeof useTicketForm>

const textOf = (value: unknown) => (typeof value === 'string' ? value : null)
