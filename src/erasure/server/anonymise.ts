/** Anonymises a ticket with all that was merged into it: it is archived, cut from its Contact and its mail threads, and a certificate says so. */
import { sql } from 'kysely'
import type { z } from 'zod'
import { certificateIssued, ticketAnonymised } from '#erasure/events.ts'
import type * as api from '#erasure/api.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { Conflict, NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { addJob } from '#platform/server/jobs.ts'
import { record } from '#platform/server/record.ts'
import { saveTicket } from '#tickets/server/saveTicket.ts'
import { expectVisible, type TicketRow } from '#tickets/server/ticketQueries.ts'
import { replaceTickets } from './replaceTickets.ts'
import { countOf, elsewhere, withMerged } from './scope.ts'

type Certificate = z.input<(typeof api.anonymise)['output']>
export const vacuumJob = 'vacuum_erased'

export async function foreseeAnonymising(ctx: Context, id: number) {
  allow(ctx, 'tickets.anonymise')
  const { id: survivor } = await expectVisible(ctx, id)
  const ids = await withMerged(ctx, [survivor])
  const { unsent, ...removed } = await countOf(ctx, ids)
  return { ticketIds: ids, removed, elsewhere: await elsewhere(ctx, ids), unsent }
}

export async function anonymise(ctx: Context, store: FileStore, id: number): Promise<Certificate> {
  const { certificate, files } = await inTransaction(ctx, (writing) => anonymiseOne(writing, id))
  for (const hash of files) await store.remove(hash)
  return certificate
}

/** The files that nobody names any more are to be removed once this is durable. */
export async function anonymiseOne(ctx: Writing, id: number): Promise<{ certificate: Certificate; files: Buffer[] }> {
  allow(ctx, 'tickets.anonymise')
  const { id: survivor } = await expectVisible(ctx, id)
  const done = await replaced(ctx, [survivor])
  return { certificate: await certify(ctx, { kind: 'ticket', subjectId: survivor, title: `#${survivor}`, ...done }), files: done.files }
}

export interface Replaced {
  ids: number[]
  removed: Certificate['removed']
  elsewhere: number[]
  files: Buffer[]
}

/** Locked in the order of their numbers; one that is anonymised already is left as it is. */
export async function replaced(ctx: Writing, survivors: readonly number[]): Promise<Replaced> {
  const ids = await withMerged(ctx, survivors)
  const { rows } = await sql<TicketRow>`select * from tickets where id = any(${ids}::bigint[]) order by id for update`.execute(ctx.db)
  const [first] = rows
  if (!first) throw new NotFound('There is no such ticket.')
  if (survivors.length === 1 && rows.every((row) => row.anonymised_at !== null))
    throw new Conflict(`#${survivors[0]} is anonymised already.`, [{ field: 'id', code: 'anonymised' }], 'anonymised')
  const { unsent: _unsent, ...removed } = await countOf(ctx, ids)
  const others = await elsewhere(ctx, ids, { all: true })
  for (const row of rows)
    if (row.survivor_id === null && row.deleted_at === null && row.state !== 'archived')
      await saveTicket(ctx, row, { state: { from: row.state, to: 'archived' } }, { askRules: false })
  const files = await replaceTickets(ctx, ids)
  return { ids, removed, elsewhere: others.map(({ id }) => id), files }
}

interface Certified extends Replaced {
  kind: 'ticket' | 'contact'
  subjectId: number
  title: string
}

/** In the audit log for good. Afterwards the dead rows go from the database. */
export async function certify(ctx: Writing, { kind, subjectId, title, ids, removed, elsewhere: others }: Certified): Promise<Certificate> {
  const by = ctx.actor.kind === 'user' ? { id: ctx.actor.id, name: ctx.actor.name } : null
  const { id, version } = await ctx.db
    .insertInto('certificates')
    .values({
      kind,
      subject_id: subjectId,
      title,
      ticket_ids: ids,
      removed: JSON.stringify(removed),
      elsewhere: others,
      at: ctx.now,
      user_id: by?.id ?? null,
    })
    .returning(['id', 'version'])
    .executeTakeFirstOrThrow()
  await record(ctx, certificateIssued, { id, version }, { values: { title, ticketIds: ids, removed, elsewhere: others } })
  const { rows } = await sql<{ id: number; version: number }>`update tickets set version = version + 1, edited_at = ${ctx.now}
    where id = any(${ids}::bigint[]) returning id, version`.execute(ctx.db)
  for (const ticket of rows) await record(ctx, ticketAnonymised, ticket, { certificateId: id })
  await addJob(ctx.db, vacuumJob, {}, vacuumJob)
  return { id, kind, title, ticketIds: ids, removed, elsewhere: others, at: ctx.now.toISOString(), by, vacuumedAt: null }
}
