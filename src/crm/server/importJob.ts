/** Works on an import in batches: a batch and its counts are one transaction, so that after a crash it goes on where it stood. */
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import { actorOf } from '#people/server/authenticate.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { job } from '#platform/server/jobs.ts'
import type { DB } from '#platform/server/tables.ts'
import { importRow, keysOf, type Outcome, type Reading } from './importRow.ts'
import { importJob, rowsOf } from './imports.ts'

const batch = 100

/** Ends the transaction of a rehearsal: all is as before. */
class Rehearsed extends Error {}

export const importContacts = ({ db }: { db: Kysely<DB> }) =>
  job({
    name: importJob,
    payload: z.object({ id: z.int() }),
    async run({ id }) {
      const held = await db.selectFrom('contact_imports').select(['state', 'created_by']).where('id', '=', id).executeTakeFirst()
      const file = await rowsOf({ db }, id)
      if (!held || !file || (held.state !== 'checking' && held.state !== 'importing')) return
      const rehearsal = held.state === 'checking'
      const actor = (await actorOf(db, held.created_by)) ?? { kind: 'system' as const }
      const ctx = (): Context => ({
        db,
        actor,
        now: new Date(),
        requestId: `import:${id}`,
        via: 'import',
        announcer: { announce: () => {} },
      })
      const reading: Reading = {
        columns: file.columns,
        fields: await fieldsOf({ db }, 'contact'),
        users: await db.selectFrom('users').select(['id', 'name', 'email']).execute(),
      }
      const known = new Set<string>()
      for (;;) {
        const from = await standing(db, id)
        if (from === null) return
        const rows = file.rows.slice(from, from + batch)
        if (rows.length === 0) break
        if (rehearsal) await keep({ db }, id, from, await rehearse(ctx(), rows, reading, known))
        else await inTransaction(ctx(), async (writing) => keep(writing, id, from, await each(writing, rows, reading)))
      }
      await db
        .updateTable('contact_imports')
        .set({ state: rehearsal ? 'checked' : 'imported', finished_at: new Date() })
        .where('id', '=', id)
        .where('state', '=', held.state)
        .execute()
    },
  })

/** How many rows are behind it; null when it is not under way any more. */
async function standing(db: Kysely<DB>, id: number) {
  const row = await db.selectFrom('contact_imports').select(['done', 'state']).where('id', '=', id).executeTakeFirst()
  return row?.state === 'checking' || row?.state === 'importing' ? row.done : null
}

async function each(ctx: Writing, rows: readonly string[][], reading: Reading): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const row of rows) outcomes.push(await importRow(ctx, row, reading))
  return outcomes
}

/** The same work, taken back. Whom an earlier batch would have made is no longer there: `known` remembers them. */
async function rehearse(ctx: Context, rows: readonly string[][], reading: Reading, known: Set<string>): Promise<Outcome[]> {
  let outcomes: Outcome[] = []
  await inTransaction(ctx, async (writing) => {
    outcomes = await each(writing, rows, reading)
    throw new Rehearsed()
  }).catch((error: unknown) => {
    if (!(error instanceof Rehearsed)) throw error
  })
  return outcomes.map((outcome, n) => {
    if (outcome !== 'created') return outcome
    const keys = keysOf(rows[n] ?? [], reading)
    const again = keys.some((key) => known.has(key))
    for (const key of keys) known.add(key)
    return again ? 'changed' : 'created'
  })
}

async function keep({ db }: Pick<Context, 'db'>, id: number, from: number, outcomes: readonly Outcome[]) {
  const count = (which: Outcome) => outcomes.filter((outcome) => outcome === which).length
  const refused = outcomes.flatMap((outcome, n) =>
    // Rows are numbered as in the file: its first line is the head, row 0.
    typeof outcome === 'object' ? [{ import_id: id, row: from + n + 1, field: outcome.field, code: outcome.code }] : [],
  )
  if (refused.length > 0)
    await db
      .insertInto('contact_import_problems')
      .values(refused)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  await db
    .updateTable('contact_imports')
    .set((eb) => ({
      done: from + outcomes.length,
      created: eb('created', '+', count('created')),
      changed: eb('changed', '+', count('changed')),
      unchanged: eb('unchanged', '+', count('unchanged')),
      failed: eb('failed', '+', refused.length),
    }))
    .where('id', '=', id)
    .execute()
}
