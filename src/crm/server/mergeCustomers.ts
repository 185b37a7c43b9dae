/** Merging Contacts or Accounts: at once, or where there is so much that nobody should wait for it, by a job, piece by piece. */
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { actorOf } from '#people/server/authenticate.ts'
import { BadInput } from '#platform/problem.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { addJob, job } from '#platform/server/jobs.ts'
import type { DB } from '#platform/server/tables.ts'
import type { CustomerHolder } from './customerHolder.ts'
import { byWhom } from './saveContact.ts'

const atOnce = 500

/** The survivor, and whom it takes in. */
export interface Merging {
  id: number
  otherIds: readonly number[]
}

/** One kind of customer, as far as merging goes. */
interface Mergeable<Shown> {
  /** The name of the job. */
  background: string
  table: 'contacts' | 'accounts'
  /** Locks one that is still there to be merged. */
  lock: (ctx: Writing, id: number) => Promise<Shown>
  byId: (ctx: Context, id: number) => Promise<Shown>
  /** `survivor` and `others` are locked. Everything but what holders move. */
  join: (ctx: Writing, survivor: Shown, others: readonly Shown[]) => Promise<void>
}

export function customerMerging<Shown extends { id: number }>({ background, table, lock, byId, join }: Mergeable<Shown>) {
  async function now(ctx: Writing, { id, otherIds }: Merging, holders: readonly CustomerHolder[]): Promise<Shown> {
    const held = new Map<number, Shown>()
    // In the order of their numbers, so that two who merge the same ones at once wait for each other.
    for (const one of [id, ...otherIds].toSorted((a, b) => a - b)) held.set(one, await lock(ctx, one))
    const survivor = held.get(id)
    if (!survivor) throw new Error('the survivor is gone that was just locked')
    await ctx.db
      .updateTable(table)
      .set({ merged_into: id, changed_at: ctx.now, changed_by: byWhom(ctx), version: (eb) => eb('version', '+', 1) })
      .where((eb) => eb.or([eb('id', 'in', otherIds), eb('merged_into', 'in', otherIds)]))
      .execute()
    await join(
      ctx,
      survivor,
      otherIds.flatMap((other) => held.get(other) ?? []),
    )
    for (const holder of holders) await holder.move(ctx, otherIds, id, Number.MAX_SAFE_INTEGER)
    return byId(ctx, id)
  }

  return {
    /** `background` says that it goes on by itself. */
    async merge(ctx: Context, wanted: Merging, holders: readonly CustomerHolder[]): Promise<{ survivor: Shown; background: boolean }> {
      const { id } = wanted
      const otherIds = othersOf(wanted)
      const long = (await Promise.all(holders.map((holder) => holder.long(ctx, otherIds)))).some(Boolean)
      const survivor = await inTransaction(ctx, async (writing) => {
        if (!long) return now(writing, { id, otherIds }, holders)
        for (const one of [id, ...otherIds].toSorted((a, b) => a - b)) await lock(writing, one)
        await addJob(writing.db, background, { id, otherIds, userId: byWhom(writing) }, `${background} ${otherIds.join(' ')}`)
        return byId(writing, id)
      })
      return { survivor, background: long }
    },
    /** Moves what there is much of before the customers themselves, so that nothing is locked for long. */
    later: ({ db, holders }: { db: Kysely<DB>; holders: readonly CustomerHolder[] }) =>
      job({
        name: background,
        payload: z.object({ id: z.int(), otherIds: z.array(z.int()), userId: z.int().nullable() }),
        async run({ id, otherIds, userId }) {
          const actor = (userId === null ? null : await actorOf(db, userId)) ?? { kind: 'system' as const }
          const ctx = (): Context => ({
            db,
            actor,
            now: new Date(),
            requestId: `${background}:${id}`,
            via: 'ui',
            announcer: { announce: () => undefined },
          })
          const left = await db.selectFrom(table).select('id').where('id', 'in', otherIds).where('merged_into', 'is', null).execute()
          const ids = left.map((row) => row.id)
          if (ids.length === 0) return
          for (const holder of holders) while ((await inTransaction(ctx(), (writing) => holder.move(writing, ids, id, atOnce))) === atOnce);
          await inTransaction(ctx(), (writing) => now(writing, { id, otherIds: ids }, holders))
        },
      }),
  }
}

/** What would move, as far as this reader may see it. */
export async function movesOf(ctx: Context, ids: readonly number[], holders: readonly CustomerHolder[]): Promise<Record<string, number>> {
  return Object.fromEntries(await Promise.all(holders.map(async (holder) => [holder.name, await holder.seen(ctx, ids)] as const)))
}

export function othersOf({ id, otherIds }: Merging): number[] {
  const others = [...new Set(otherIds)].filter((other) => other !== id)
  if (others.length === 0) throw new BadInput('Nothing is merged with itself.', [{ field: 'otherIds', code: 'same_customer' }])
  return others
}

/** Each note once, one under the other. */
export const joinedNotes = (notes: readonly string[], most: number) =>
  [...new Set(notes.map((note) => note.trim()).filter((note) => note !== ''))].join('\n\n').slice(0, most)
