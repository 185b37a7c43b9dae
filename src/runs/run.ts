/**
 * A run: what a User does to many tickets at once. It goes on in the background, whoever leaves, row by row in small commits; each row has its
 * result, and an edit can be undone.
 */
import { z } from 'zod'
import { event } from '#platform/event.ts'
import { filter } from '#platform/filter.ts'
import { id, instant } from '#platform/shapes.ts'
import type { Permission } from '#platform/permission.ts'
import { fieldEdits } from '#tickets/fieldEdits.ts'
import { columnKey, listOf } from '#views/view.ts'

const edits = fieldEdits.refine((given) => Object.keys(given).length > 0, { params: { code: 'required' } })

export const exportFormats = ['csv', 'xlsx', 'json'] as const

/** A Macro for many tickets, as it is kept from the moment it was confirmed: whoever changes it then changes nothing here. */
export const keptMacro = z.strictObject({ macroId: id, changes: edits, condition: filter.nullable() })

/** What each kind is asked with, and what it needs. */
export const requests = {
  edit: z.strictObject({ changes: edits }),
  /** As it was looked at: one that was changed since is refused. */
  macro: z.strictObject({ macroId: id, version: z.int() }),
  /** Into `survivorId`; the oldest if it is not given. */
  merge: z.strictObject({ survivorId: id.nullish() }),
  delete: z.strictObject({}),
  restore: z.strictObject({}),
  anonymise: z.strictObject({}),
  export: z.strictObject({ format: z.enum(exportFormats), columns: z.array(columnKey).min(1).max(60) }),
} as const
export type RunKind = keyof typeof requests
export const runKinds = ['edit', 'macro', 'merge', 'delete', 'restore', 'anonymise', 'export'] as const satisfies readonly RunKind[]
export const needs: Record<RunKind, readonly Permission[]> = {
  edit: ['tickets.update', 'tickets.bulk_edit'],
  macro: ['tickets.update', 'tickets.bulk_edit'],
  merge: ['tickets.merge'],
  delete: ['tickets.delete'],
  restore: ['tickets.delete'],
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
  asked('restore'),
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

/** Of a run; only its own User hears of it. */
export const runMoved = event({ name: 'run.moved', subject: 'run', payload: z.object({ state: z.enum(states), finished: z.int() }) })
