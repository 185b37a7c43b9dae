/** The doors of drafts: kept while they are written, sent later, and taken back. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { done, id, instant, moment } from '#platform/shapes.ts'
import { seen } from '#tickets/seen.ts'
import { changes, states } from '#tickets/ticket.ts'
import { draft, keptDraft, otherDraft } from './draft.ts'

const draftId = z.uuid()
const limit = 6_000_000

export const listDrafts = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/drafts',
  summary: 'One’s own drafts on a ticket with their text, and whose others exist; `now` is the server’s clock',
  access: 'tickets.read',
  input: z.object({ id }),
  output: z.strictObject({ mine: z.array(keptDraft), others: z.array(otherDraft), now: instant }),
})
export const listOwnDrafts = endpoint({
  method: 'GET',
  path: '/api/v1/drafts',
  summary: 'One’s own drafts, also on tickets that are out of one’s sight by now: their text stays one’s own',
  access: 'signed-in',
  input: z.object({ ticketId: id.optional() }),
  output: z.strictObject({ drafts: z.array(keptDraft) }),
})
export const saveDraft = endpoint({
  method: 'PUT',
  path: '/api/v1/tickets/{id}/drafts/{draftId}',
  summary:
    'Keep a draft; `seq` counts the saves of one `window`, and an older save never overwrites a newer. `older`, `waiting`, `sent`: nothing was saved',
  access: 'tickets.read',
  input: z.object({ id, draftId, window: z.uuid(), seq: z.int().min(0), content: draft }),
  output: z.strictObject({ outcome: z.enum(['saved', 'older', 'waiting', 'sent']), savedAt: instant }),
  limit,
})
export const deleteDraft = endpoint({
  method: 'DELETE',
  path: '/api/v1/drafts/{draftId}',
  summary: 'Throw a draft of one’s own away, also one that waits to leave',
  access: 'signed-in',
  input: z.object({ draftId }),
  output: done,
})
export const sendLater = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/{id}/drafts/{draftId}/send',
  summary:
    'Send a draft in some seconds (`leavesIn`, until then it can be taken back) or at a time (`leavesAt`, held if an activity of another comes before); checked now as if it left at once',
  access: 'tickets.update',
  input: z.object({
    id,
    draftId,
    window: z.uuid(),
    content: draft,
    changes: changes.optional(),
    setState: z.enum(states).optional(),
    seen: seen.optional(),
    leavesIn: z.int().min(1).max(60).optional(),
    leavesAt: moment.optional(),
  }),
  output: z.strictObject({ outcome: z.enum(['waiting', 'sent']), now: instant, leavesAt: instant.nullable() }),
  limit,
})
export const recallDraft = endpoint({
  method: 'POST',
  path: '/api/v1/drafts/{draftId}/recall',
  summary: 'Undo: a message that waits or was held is a draft again, as it was; 409 `already_left` where it has left',
  access: 'signed-in',
  input: z.object({ draftId }),
  output: keptDraft,
})
export const releaseDraft = endpoint({
  method: 'POST',
  path: '/api/v1/drafts/{draftId}/release',
  summary: 'Let a message that waits or was held leave now, or at another time; what is on the ticket counts as seen',
  access: 'tickets.update',
  input: z.object({ draftId, leavesAt: moment.optional() }),
  output: keptDraft,
})
