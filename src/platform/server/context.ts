/** What every query and command is given: the database, who acts, when, and through what. Passed, never ambient. */
import type { Kysely, Transaction } from 'kysely'
import type { Actor, Via } from '#platform/actor.ts'
import { NotAllowed } from '#platform/problem.ts'
import type { Announcer } from './announce.ts'
import type { DB } from './tables.ts'

export interface Context {
  db: Kysely<DB>
  actor: Actor
  /** Whole milliseconds; tests set the clock by it. */
  now: Date
  requestId: string
  via: Via
  announcer: Announcer
  /** Many rows are worked on in one go: questions that are the same for all of them are asked once. */
  batch?: object
}

/** A context whose type says that it can write: `db` is a transaction. */
export interface Writing extends Context {
  db: Transaction<DB>
  /** Subjects with new events, announced to all nodes after the commit. */
  touched: Set<string>
}

/** Whoever sees the desk as another User changes nothing in their name. */
export function expectOwnEyes(actor: Actor): void {
  if (actor.kind === 'user' && actor.seenAsBy)
    throw new NotAllowed('You see the desk as another User; nothing can be changed.', [], 'see_as_read_only')
}

/** Runs one command's work in one transaction; what it recorded is announced once that is durable. */
export async function inTransaction<T>(ctx: Context, work: (ctx: Writing) => Promise<T>): Promise<T> {
  expectOwnEyes(ctx.actor)
  const touched = new Set<string>()
  const result = await ctx.db.transaction().execute((db) => work({ ...ctx, db, touched }))
  ctx.announcer.announce(touched)
  return result
}

/** What the desk does by itself in a transaction that is under way: readers of the event list, timers, jobs. */
export const deskWriting = (db: Transaction<DB>, { now, requestId, via }: Pick<Context, 'now' | 'requestId' | 'via'>): Writing => ({
  db,
  now,
  requestId,
  via,
  actor: { kind: 'system' },
  announcer: { announce: () => undefined },
  touched: new Set(),
})
