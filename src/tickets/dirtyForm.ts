/** The form while someone edits it: what the server has, what this person typed over it, and how news from others meets both. Pure. */
import { same, type Change } from '#platform/field.ts'
import { companionsOf, isSet } from './fields.ts'
import {
  customKey,
  isCustomKey,
  keysOf,
  type Changeable,
  type Changes,
  type CustomKey,
  type FieldKey,
  type Fixed,
  type Ticket,
} from './ticket.ts'

/** Each edited field with the value it had when the edit began. */
export type Edits = { [F in keyof Fixed]?: Change<Fixed[F]> } & { [key: CustomKey]: Change }

export interface FormState {
  /** The newest that is known of the ticket. */
  ticket: Ticket
  edits: Edits
}

/** Someone else changed a field that is also edited here: both values; `theirs` is the stored one. */
export interface FieldConflict {
  field: FieldKey
  mine: unknown
  theirs: unknown
}

/** The stored values by the names of a save. */
export const valuesOf = (ticket: Ticket): Changeable => ({
  title: ticket.title,
  categoryId: ticket.category.id,
  priority: ticket.priority,
  state: ticket.state,
  userId: ticket.user?.id ?? null,
  contactId: ticket.contact?.id ?? null,
  accountId: ticket.account?.id ?? null,
  deadline: ticket.deadlineByHand ? ticket.deadlineAt : null,
  reopenAt: ticket.reopenAt,
  parentId: ticket.parent?.id ?? null,
  statusIds: ticket.statuses.map((status) => status.id),
  followerIds: ticket.followers.map((follower) => follower.id),
  participants: ticket.participants.map((person) => person.address),
  description: ticket.description,
  ...Object.fromEntries(Object.entries(ticket.custom).map(([id, value]) => [customKey(Number(id)), value])),
})

/** What the form shows: the edits over the stored values. */
export const shownValues = ({ ticket, edits }: FormState): Changeable => ({
  ...valuesOf(ticket),
  ...Object.fromEntries(editedFields(edits).map((field) => [field, edits[field]?.to])),
})

export const editedFields = (edits: Edits) => keysOf(edits).filter((field) => edits[field] !== undefined)

const without = (edits: Edits, field: FieldKey): Edits => {
  const rest = { ...edits }
  delete rest[field]
  return rest
}
const withEdit = (edits: Edits, field: FieldKey, change: Change): Edits => ({ ...edits, [field]: change })

/** A value typed or chosen. The edit remembers the value it began from; typing that value again ends it. */
export function edit<F extends FieldKey>(state: FormState, field: F, to: Changeable[F]): FormState {
  // A custom field without a value is not among them; what is sent says so.
  const stored = valuesOf(state.ticket)[field] ?? null
  const began = state.edits[field]
  return {
    ...state,
    edits: same(to, stored) ? without(state.edits, field) : withEdit(state.edits, field, { from: began ? began.from : stored, to }),
  }
}

/** News of the ticket: untouched fields follow at once, edited ones stay as typed; older news than what is shown changes nothing. */
export function mergeIncoming(state: FormState, incoming: Ticket): FormState {
  if (incoming.version < state.ticket.version) return state
  const values = valuesOf(incoming)
  let edits = state.edits
  for (const field of editedFields(edits)) if (same(edits[field]?.to, values[field])) edits = without(edits, field)
  return { ticket: incoming, edits }
}

/** The edited fields whose stored value is no longer the one that the edit began from. */
export function conflictsOf({ ticket, edits }: FormState): FieldConflict[] {
  const values = valuesOf(ticket)
  return editedFields(edits).flatMap((field) => {
    const change = edits[field]
    // Sets merge by element, whatever others added or removed.
    if (!change || (isCustomKey(field) ? Array.isArray(change.to) : isSet(field))) return []
    if (same(change.from, values[field]) || same(change.to, values[field])) return []
    return [{ field, mine: change.to, theirs: values[field] }]
  })
}

/** Keep mine: the edit now begins from what the other one wrote, so the next save replaces it knowingly. */
export function keepMine(state: FormState, field: FieldKey): FormState {
  const change = state.edits[field]
  if (!change) return state
  return { ...state, edits: withEdit(state.edits, field, { from: valuesOf(state.ticket)[field] ?? null, to: change.to }) }
}

/** Take theirs, or drop an edit: the field shows the stored value again. */
export const dropEdit = (state: FormState, field: FieldKey): FormState => ({ ...state, edits: without(state.edits, field) })

/** A save came back: what was sent is stored; what was typed while it was under way stays an edit of it. */
export function afterSave(state: FormState, sent: Edits, saved: Ticket): FormState {
  let edits = state.edits
  for (const field of editedFields(sent)) {
    const now = edits[field]
    if (now) edits = same(now.to, sent[field]?.to) ? without(edits, field) : withEdit(edits, field, { from: sent[field]?.to, to: now.to })
  }
  return mergeIncoming({ ticket: state.ticket, edits }, saved)
}

/**
 * The edits as a save sends them. State and re-open, category and status, contact and account are one unit: the other one goes along as
 * it was seen, so that someone else's change of it meanwhile is a conflict too.
 */
export function changesOf(edits: Edits, ticket: Ticket): Changes {
  const seen = valuesOf(ticket)
  const along = editedFields(edits).flatMap((field) => (isCustomKey(field) ? [] : companionsOf(field)))
  const companions = along.filter((field) => !isSet(field) && edits[field] === undefined)
  return { ...edits, ...Object.fromEntries(companions.map((field) => [field, { from: seen[field], to: seen[field] }])) }
}

/** Edits as they were kept; `from` is compared only, so its shape is not asked. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each `to` was checked by the shape of a save
export const editsOf = (kept: Changes) => kept as Edits
