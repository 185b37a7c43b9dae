/**
 * A run: what a User does to many tickets at once. It goes on in the background, whoever leaves, row by row in small commits; each row has its
 * result, and an edit can be undone.
 */
import { z } from 'zod'
import { event } from '#platform/event.ts'
import { filter } from '#platform/filter.ts'
import { id, instant, text } from '#platform/shapes.ts'
import type { Permission } from '#platform/permission.ts'
import { templateText } from '#templates/template.ts'
import { fieldEdits } from '#tickets/fieldEdits.ts'
import { states as ticketStates } from '#tickets/ticket.ts'
import { columnKey, listOf } from '#views/view.ts'

const edits = fieldEdits.refine((given) => Object.keys(given).length > 0, { params: { code: 'required' } })

export const exportFormats = ['csv', 'xlsx', 'json'] as const

/** A Macro for many tickets, as it is kept from the moment it was confirmed: whoever changes it then changes nothing here. */
export const keptMacro = z.strictObject({ macroId: id, changes: edits, condition: filter.nullable() })

/** So many tickets are written to without being asked again. */
export const unasked = 50
/** More were counted and confirmed by typing their number. */
const confirmed = z.int().min(0).nullable().default(null)

/** What each kind is asked with, and what it needs. */
export const requests = {
  edit: z.strictObject({ changes: edits }),
  /** As it was looked at: one that was changed since is refused. */
  macro: z.strictObject({ macroId: id, version: z.int() }),
  /** Into `survivorId`; the oldest if it is not given. */
  merge: z.strictObject({ survivorId: id.nullish() }),
  delete: z.strictObject({}),
  spam: z.strictObject({}),
  restore: z.strictObject({}),
  reply: z.strictObject({
    /** With placeholders, which become each ticket's own. */
    html: text(2_000_000),
    /** For tickets on which nothing was written by mail yet; an answer keeps its own. */
    subject: text(998).default(''),
    attachmentIds: z.array(id).max(100).default([]),
    /** To everybody of the answered message. */
    all: z.boolean().default(false),
    /** Also where the last answer did not reach its Contact. */
    evenUndelivered: z.boolean().default(false),
    setState: z.enum(ticketStates).nullable().default(null),
    /** How dates and numbers are written. */
    language: templateText.language.default(null),
    confirmed,
  }),
  comment: z.strictObject({ text: text(200_000), attachmentIds: z.array(id).max(100).default([]), confirmed }),
  anonymise: z.strictObject({}),
  export: z.strictObject({ format: z.enum(exportFormats), columns: z.array(columnKey).min(1).max(60) }),
} as const
export type RunKind = keyof typeof requests
export const runKinds = [
  'edit',
  'macro',
  'merge',
  'delete',
  'spam',
  'restore',
  'reply',
  'comment',
  'anonymise',
  'export',
] as const satisfies readonly RunKind[]
export const needs: Record<RunKind, readonly Permission[]> = {
  edit: ['tickets.update', 'tickets.bulk_edit'],
  macro: ['tickets.update', 'tickets.bulk_edit'],
  merge: ['tickets.merge'],
  delete: ['tickets.delete'],
  spam: ['tickets.delete'],
  restore: ['tickets.delete'],
  reply: ['tickets.update', 'tickets.bulk_edit'],
  comment: ['activities.comment', 'tickets.bulk_edit'],
  anonymise: ['tickets.anonymise'],
  export: ['tickets.export'],
}

/** Some rows of a list, or all that match but some. What matches when it is confirmed is its rows. */
export const rows = z.union([
  z.strictObject({ ids: z.array(id).min(1).max(5000) }),
  z.strictObject({ ...listOf, except: z.array(id).max(5000).default([]) }),
])
export type Rows = z.output<typeof rows>

const asked = <K extends RunKind>(kind: K) => z.strictObject({ kind: z.literal(kind), request: requests[kind], rows })
export const wanted = z.discriminatedUnion('kind', [
  asked('edit'),
  asked('macro'),
  asked('merge'),
  asked('delete'),
  asked('spam'),
  asked('restore'),
  asked('reply'),
  asked('comment'),
  asked('anonymise'),
  asked('export'),
])
export type WantedRun = z.output<typeof wanted>

/** Importing tickets from a file, and rehearsing it, are runs too; they are begun elsewhere. */
export const kindsOfRuns = [...runKinds, 'check', 'import'] as const

export const states = ['waiting', 'running', 'done', 'failed', 'stopped'] as const
export const outcomes = ['waiting', 'created', 'changed', 'same', 'refused', 'skipped'] as const
export type Outcome = (typeof outcomes)[number]

export const run = z.strictObject({
  id: z.int(),
  kind: z.enum(kindsOfRuns),
  state: z.enum(states),
  total: z.int().nullable(),
  finished: z.int(),
  /** New ones included; those are `created`. */
  changed: z.int(),
  created: z.int(),
  refused: z.int(),
  skipped: z.int(),
  error: z.string().nullable(),
  /** The run that this one takes back, and the one that took this back. */
  undoes: z.int().nullable(),
  undoneBy: z.int().nullable(),
  /** Its changes can be taken back now. */
  undoable: z.boolean(),
  /** The file of a check or an import. */
  importId: z.int().nullable(),
  /** Bytes of what an export made; null until it is there, or no longer. */
  fileSize: z.int().nullable(),
  createdAt: instant,
  endedAt: instant.nullable(),
})
export type Run = z.output<typeof run>

/** Why a row was refused or skipped, by field. */
const problem = z.strictObject({ field: z.string(), code: z.string(), details: z.record(z.string(), z.unknown()).optional() })
export const runRow = z.strictObject({
  n: z.int(),
  /** Null: out of sight, or gone for good. */
  ticketId: z.int().nullable(),
  title: z.string().nullable(),
  outcome: z.enum(outcomes),
  problems: z.array(problem),
})

/** Before an edit or a Macro: how many would change, and of the first ones what. */
export const preview = z.strictObject({
  total: z.int(),
  /** So many were looked at; the numbers below are theirs. */
  looked: z.int(),
  change: z.int(),
  same: z.int(),
  refused: z.int(),
  /** The condition of the Macro does not hold for these. */
  skipped: z.int(),
  /** By rule, the most frequent first. */
  reasons: z.array(z.strictObject({ field: z.string(), code: z.string(), count: z.int() })),
  rows: z.array(
    z.strictObject({
      id: z.int(),
      title: z.string(),
      changes: z.record(z.string(), z.strictObject({ from: z.unknown(), to: z.unknown() })),
      problems: z.array(problem),
    }),
  ),
})

/** Before a reply: who gets it, who does not and why, and how it reads on one of the tickets. */
export const replyPreview = z.strictObject({
  total: z.int(),
  /** So many were looked at; the numbers below are theirs. */
  looked: z.int(),
  gets: z.int(),
  /** Why the others do not, or what one should know of those who do; each with its first tickets. */
  reasons: z.array(
    z.strictObject({
      code: z.enum(['no_address', 'no_queue', 'undelivered', 'in_bin']),
      count: z.int(),
      tickets: z.array(z.strictObject({ id: z.int(), title: z.string() })),
    }),
  ),
  /** Some that get it, to look at. */
  tickets: z.array(z.strictObject({ id: z.int(), title: z.string() })),
  shown: z
    .strictObject({ id: z.int(), title: z.string(), from: z.string(), to: z.array(z.string()), subject: z.string(), html: z.string() })
    .nullable(),
})

/** Of a run; only its own User hears of it. */
export const runMoved = event({ name: 'run.moved', subject: 'run', payload: z.object({ state: z.enum(states), finished: z.int() }) })
