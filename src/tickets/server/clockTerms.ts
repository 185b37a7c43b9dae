/** The terms under which a ticket's clock runs: its Account's SLA or else its Category's, at its Priority; the Category's Time group and grants. */
import { sql, type RawBuilder } from 'kysely'
import type { Terms } from '#categories/clockFact.ts'
import { aroundTheClock, openHours, type OpenHours } from '#categories/openHours.ts'
import { targetsOf, type Sla } from '#categories/sla.ts'
import type { TimeGroup } from '#categories/timeGroup.ts'
import { question } from '#platform/server/batch.ts'
import type { Context } from '#platform/server/context.ts'
import type { Priority } from '#tickets/ticket.ts'

export interface TermsOf {
  priority: Priority
  categoryId: number
  accountId: number | null
}

/** `timeGroup` is the number of the open hours as they are now, which never change. */
export const termsOf = async (ctx: Pick<Context, 'db'>, of: TermsOf): Promise<Terms> => (await termsAnd(ctx, of, sql<null>`null`)).terms

const termsOfBatch = question((ctx, priority: Priority, categoryId: number, accountId: number | null) =>
  termsOf(ctx, { priority, categoryId, accountId }),
)
/** The Account, if it has an SLA of its own. */
const withSla = question(async ({ db }, accountId: number) => {
  const { rows } = await sql<{ id: number }>`select id from accounts where id = ${accountId} and sla_id is not null`.execute(db)
  return rows[0]?.id ?? null
})

/** In a batch, tickets of one Priority and Category have the same, but those of an Account with an SLA of its own. */
export async function termsInBatch(ctx: Context, { priority, categoryId, accountId }: TermsOf) {
  const own = ctx.batch && accountId !== null ? await withSla.ask(ctx, accountId) : accountId
  return termsOfBatch.ask(ctx, priority, categoryId, own)
}

/** Which of these tickets' Accounts have an SLA of their own. */
export async function foreknowSlas(batch: Context, ticketIds: readonly number[]) {
  const { rows } = await sql<{ id: number; own: boolean }>`select distinct a.id, a.sla_id is not null as own
    from tickets t join accounts a on a.id = t.account_id where t.id = any(${[...ticketIds]}::bigint[])`.execute(batch.db)
  for (const { id, own } of rows) withSla.tell(batch, own ? id : null, id)
}

/** The same with one more value out of the same statement. */
export async function termsAnd<T>(
  { db }: Pick<Context, 'db'>,
  { priority, categoryId, accountId }: Omit<TermsOf, 'accountId'> & { accountId: number | null | RawBuilder<number | null> },
  more: RawBuilder<T>,
) {
  const { rows } = await sql<{ sla: Omit<Sla, 'title'> | null; hours: number | null; grant: number; soon: number; more: T }>`
    select ${more} as more, c.grant_minutes as grant, c.due_soon_minutes as soon,
      (select max(h.id) from open_hours h where h.time_group_id = c.time_group_id) as hours,
      (select json_build_object('unit', s.unit, 'low', s.low, 'medium', s.medium, 'high', s.high) from slas s
        where s.id = coalesce((select a.sla_id from accounts a where a.id = ${accountId}), c.sla_id)) as sla
    from categories c where c.id = ${categoryId}`.execute(db)
  const found = rows[0]
  const terms: Terms = {
    targets: found?.sla ? targetsOf(found.sla, priority) : null,
    timeGroup: found?.hours ?? null,
    grantMinutes: found?.grant ?? 0,
    dueSoonMinutes: found?.soon ?? 60,
  }
  return { terms, more: found?.more }
}

export type HoursOf = (hours: number | null) => OpenHours

/** Open hours never change, so what is worked out of them is kept as long as the process lives; the least used go first. */
const kept = new Map<number, OpenHours>()
const most = 500

/** The open hours by these numbers; null is around the clock. */
export async function hoursFor({ db }: Pick<Context, 'db'>, ids: Iterable<number | null>): Promise<HoursOf> {
  const wanted = new Set([...ids].filter((id) => id !== null))
  const missing = [...wanted].filter((id) => !kept.has(id))
  const found = new Map<number, OpenHours>()
  if (missing.length > 0) {
    const { rows } = await sql<{ id: number; definition: TimeGroup; included: Record<string, TimeGroup> }>`
      select id, definition, included from open_hours where id = any(${missing}::bigint[])`.execute(db)
    for (const { id, definition, included } of rows)
      found.set(
        id,
        openHours(definition, (group) => included[group]),
      )
  }
  for (const id of wanted) {
    const hours = kept.get(id) ?? found.get(id)
    if (!hours) continue
    kept.delete(id)
    kept.set(id, hours)
    found.set(id, hours)
  }
  for (const id of kept.keys()) {
    if (kept.size <= most) break
    kept.delete(id)
  }
  return (id) => (id === null ? aroundTheClock : (found.get(id) ?? aroundTheClock))
}
