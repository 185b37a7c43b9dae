/** The ticket's doors. */
import { z } from 'zod'
import { categories } from '#categories/categorySettings.ts'
import { receipt } from '#categories/receipt.ts'
import { slas } from '#categories/sla.ts'
import { timeGroups } from '#categories/timeGroups.ts'
import { asked } from '#fields/customField.ts'
import { endpoint } from '#platform/endpoint.ts'
import { done, id, instant, text } from '#platform/shapes.ts'
import { deadlineCauses } from './events.ts'
import { deeds, whys } from './rights.ts'
import { seen } from './seen.ts'
import { changes, states, ticket } from './ticket.ts'

export const getTicket = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}',
  summary:
    'One ticket. The number of a merged ticket leads to its survivor, here and in every other path: the answer is the survivor’s, with its own `id`',
  access: 'tickets.read',
  input: z.object({ id }),
  output: ticket,
})
export const changeTicket = endpoint({
  method: 'PATCH',
  path: '/api/v1/tickets/{id}',
  summary:
    'Change fields of a ticket; each with the value it had when it was loaded, so that saves of different fields merge. `seen`: setting Closed or Archived is answered by 409 `came_since` with what came of others since that version',
  access: 'tickets.update',
  input: z.object({ id, changes, seen: seen.optional() }),
  output: ticket,
})
const problem = z.strictObject({ field: z.string(), code: z.string(), details: z.record(z.string(), z.unknown()).optional() })
const fromTo = z.strictObject({ from: z.unknown(), to: z.unknown() })
export const checkChanges = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/{id}/check',
  reads: true,
  summary:
    'Would this save? The broken rules and conflicts, what else would change with it, and where the deadline would move; nothing is saved',
  access: 'tickets.update',
  input: z.object({ id, changes }),
  output: z.strictObject({
    problems: z.array(problem),
    /** Fields that others changed since: what this save would meet. */
    conflicts: z.array(z.strictObject({ field: z.string(), mine: z.unknown(), theirs: z.unknown() })),
    /** Fields that follow by themselves: statuses and a User that a new Category drops, a Contact's Account, a cleared re-open. */
    follows: z.record(z.string(), fromTo),
    deadline: z.strictObject({ from: z.string().nullable(), to: z.string().nullable(), breachesAtOnce: z.boolean() }),
  }),
})
export const getFormChoices = endpoint({
  method: 'GET',
  path: '/api/v1/ticket-form',
  summary: 'What the ticket form offers and asks for: the Statuses, and the rules of each Category one may put tickets into or sees',
  access: 'tickets.read',
  input: z.object({}),
  output: z.strictObject({
    statuses: z.array(z.strictObject({ id: z.int(), title: z.string(), color: z.string() })),
    categories: z.array(
      z.strictObject({
        id: z.int(),
        statusIds: z.array(z.int()),
        severalStatuses: z.boolean(),
        statusRequired: z.enum(asked),
        waitingRequiresReopen: z.boolean(),
        checkChildren: z.boolean(),
        focusedTab: z.string(),
      }),
    ),
  }),
})
export const findTickets = endpoint({
  method: 'GET',
  path: '/api/v1/ticket-titles',
  summary: 'Tickets by number, or by words of their title among the 20,000 that were active last; those one sees, at most 20',
  access: 'tickets.read',
  input: z.object({ q: text(200) }),
  output: z.strictObject({ tickets: z.array(z.strictObject({ id: z.int(), title: z.string(), state: z.enum(states) })) }),
})
export const mergeTickets = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/{id}/merge',
  summary: 'Merge other tickets into this one: they redirect to it, and it shows what they hold; every one of them can be taken out again',
  access: 'tickets.merge',
  input: z.object({ id, ticketIds: z.array(id).min(1).max(500) }),
  output: ticket,
})
export const unmergeTicket = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/{id}/unmerge',
  summary: 'Take a merged ticket, named by its own number, out of its survivor: as it was, with what arrived for it since',
  access: 'tickets.merge',
  input: z.object({ id }),
  output: ticket,
})
export const deleteTicket = endpoint({
  method: 'DELETE',
  path: '/api/v1/tickets/{id}',
  summary: 'Put a ticket into the bin for 30 days, with what was merged into it; after that it is purged',
  access: 'tickets.delete',
  input: z.object({ id }),
  output: done,
})
export const restoreTicket = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/{id}/restore',
  summary: 'Take a ticket out of the bin as it was',
  access: 'tickets.delete',
  input: z.object({ id }),
  output: ticket,
})
const targetFact = z.strictObject({ targetMs: z.int(), deadline: instant.nullable(), breachedAt: instant.nullable() }).nullable()
export const getReceipt = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/receipt',
  summary: 'The receipt of the deadline: each counted, paused and outside interval with its rule, and the sum',
  access: 'tickets.read',
  input: z.object({ id }),
  output: z.strictObject({
    now: instant,
    state: z.enum(states),
    running: z.boolean(),
    /** Whatever its State, the clock stands because the ticket is there. */
    standing: z.enum(['merged', 'bin']).nullable(),
    deadline: instant.nullable(),
    computed: instant.nullable(),
    byHand: z.boolean(),
    /** Which of the two is in force. */
    target: z.enum(['response', 'solution']).nullable(),
    dueSoonAt: instant.nullable(),
    answeredAt: instant.nullable(),
    response: targetFact,
    solution: targetFact,
    warning: z.enum(['never_opens', 'too_far']).nullable(),
    sla: z.string().nullable(),
    /** Whose SLA it is. */
    slaFrom: z.enum(['account', 'category']).nullable(),
    receipt,
    /** By the number that the rows name. */
    timeGroups: z.record(z.string(), z.strictObject({ title: z.string(), zone: z.string() })),
  }),
})
export const previewDeadlines = endpoint({
  method: 'POST',
  path: '/api/v1/deadlines/preview',
  reads: true,
  summary:
    'How many open tickets’ deadlines a change of an SLA, a Time group or a Category would move, and how many it would breach at once; nothing is saved',
  access: 'categories.update',
  input: z.object({
    what: z.enum(['sla', 'time_group', 'category']),
    id,
    sla: slas.shape.optional(),
    timeGroup: timeGroups.shape.optional(),
    category: categories.shape.pick({ slaId: true, timeGroupId: true, dueSoonMinutes: true, grantMinutes: true }).optional(),
  }),
  output: z.strictObject({ tickets: z.int(), moved: z.int(), breached: z.int() }),
})
export const listDeadlineRuns = endpoint({
  method: 'GET',
  path: '/api/v1/deadlines/runs',
  summary: 'Recomputations of deadlines with their progress: those under way, then the latest',
  access: 'categories.read',
  input: z.object({}),
  output: z.strictObject({
    runs: z.array(
      z.strictObject({
        id: z.int(),
        what: z.enum(deadlineCauses),
        /** Of the SLA, Time group, Category or Account that was changed. */
        subjectId: z.int(),
        startedAt: instant,
        finishedAt: instant.nullable(),
        total: z.int(),
        done: z.int(),
        moved: z.int(),
        breached: z.int(),
      }),
    ),
  }),
})
export const takeTicket = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/{id}/take',
  summary: 'Become the User of an Open or Waiting ticket without one; two agents cannot both win',
  access: 'tickets.update',
  input: z.object({ id }),
  output: ticket,
})
export const readTicket = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/{id}/read',
  summary: 'Opened: the ticket is no longer unread, if its User (or without one, anybody) opened it',
  access: 'tickets.read',
  input: z.object({ id }),
  output: done,
})
export const explainAccess = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/access',
  summary: 'Which Users see a ticket, what they may do with it, and why; `q` is looked for in names and addresses, `user` asks for one',
  access: 'users.read',
  input: z.object({
    id,
    q: text(200).default(''),
    user: id.optional(),
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.strictObject({
    users: z.array(
      z.strictObject({
        id: z.int(),
        name: z.string(),
        sees: z.boolean(),
        why: z.enum(whys),
        may: z.array(z.enum(deeds)),
        /** Names of their Access and Right. */
        access: z.string(),
        right: z.string(),
      }),
    ),
    /** How many of the Users found see it, and how many do not. */
    seeing: z.int(),
    notSeeing: z.int(),
    /** `after` of the next page. */
    next: z.int().nullable(),
  }),
})
