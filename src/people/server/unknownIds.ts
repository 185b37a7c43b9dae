/** Whether what a Team, a Right or a User refers to is there. By table alone: categories and queues are of domains above this one. */
import { sql } from 'kysely'
import type { FieldProblem } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'

type Referred = 'users' | 'categories' | 'email_queues' | 'accesses' | 'rights'

/** One problem per field, naming the numbers that are nothing. `null` for a table: of these there are none at all. */
export async function unknownIds(
  { db }: Writing,
  fields: readonly (readonly [field: string, table: Referred | null, ids: readonly number[]])[],
): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = []
  for (const [field, table, ids] of fields) {
    if (ids.length === 0) continue
    const { rows } = table
      ? await sql<{ id: number }>`select id from ${sql.table(table)} where id = any(${[...ids]}::bigint[])`.execute(db)
      : { rows: [] }
    const there = new Set(rows.map((row) => row.id))
    const unknown = ids.filter((id) => !there.has(id))
    if (unknown.length > 0) problems.push({ field, code: 'unknown', details: { ids: unknown } })
  }
  return problems
}
