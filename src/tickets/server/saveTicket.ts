/** The only writer of a ticket's changeable fields: on the locked row merge, ask the rules, update, and record the difference. */
import { sql } from 'kysely'
import { Conflict, RuleBroken } from '#platform/problem.ts'
import type { Change } from '#platform/field.ts'
import type { Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { ticketChanged, type Because } from '#tickets/events.ts'
import { fieldNames } from '#tickets/fields.ts'
import { mayPutInto } from '#tickets/rights.ts'
import { problemsWith, type RuleFacts } from '#tickets/rules.ts'
import type { Changeable, Changes, FieldName } from '#tickets/ticket.ts'
import { mergeFields } from './mergeFields.ts'
import type { TicketRow } from './ticketQueries.ts'

const columns = {
  title: 'title',
  categoryId: 'category_id',
  priority: 'priority',
  state: 'state',
  userId: 'user_id',
  contactId: 'contact_id',
  description: 'description',
} as const satisfies Record<FieldName, keyof TicketRow>

export const changeableOf = (row: TicketRow): Changeable => ({
  title: row.title,
  categoryId: row.category_id,
  priority: row.priority,
  state: row.state,
  userId: row.user_id,
  contactId: row.contact_id,
  description: row.description,
})

interface Options {
  /** False for mail, timers and deliveries, which are never refused. */
  askRules: boolean
  /** Why, where nobody chose it. */
  because?: Because
}

/** `row` is locked by the caller. Returns the row as it stands afterwards; a save that changes nothing writes nothing. */
export async function saveTicket(ctx: Writing, row: TicketRow, wanted: Changes, options: Options): Promise<TicketRow> {
  const { changed, conflicts } = mergeFields(changeableOf(row), wanted)
  if (conflicts.length > 0) throw await conflictOf(ctx, row.id, conflicts)
  const touched = fieldNames.filter((field) => changed[field])
  if (touched.length === 0) return row
  const after: Changeable = { ...changeableOf(row), ...Object.fromEntries(Object.entries(changed).map(([field, c]) => [field, c.to])) }
  if (options.askRules) {
    const problems = problemsWith(await ruleFacts(ctx, after, new Set(touched)))
    if (problems.length > 0) throw new RuleBroken('The ticket was not saved.', problems)
  }
  await followFromCategory(ctx, after, changed)
  const set = Object.fromEntries(fieldNames.flatMap((field) => (changed[field] ? [[columns[field], changed[field].to]] : [])))
  const saved = await ctx.db
    .updateTable('tickets')
    .set({
      ...set,
      ...(changed.contactId ? { account_id: sql<number | null>`(select account_id from contacts where id = ${after.contactId})` } : {}),
      ...(changed.state && after.state === 'closed' ? { closed_at: ctx.now } : {}),
      edited_at: ctx.now,
      version: row.version + 1,
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await record(ctx, ticketChanged, saved, { changes: changed, ...(options.because ? { because: options.because } : {}) })
  return saved
}

/** A User without a Right to the new category is dropped with the change of category. */
async function followFromCategory(ctx: Writing, after: Changeable, changed: Partial<Record<FieldName, Change>>) {
  if (!changed.categoryId || changed.userId || after.userId === null) return
  if (await mayWorkIn(ctx, after.userId, after.categoryId)) return
  changed.userId = { from: after.userId, to: null }
}

async function mayWorkIn(ctx: Writing, userId: number, categoryId: number) {
  const { rows } = await sql<{ may: boolean }>`
    select u.active and (r.everything or ${categoryId} = any(r.work_categories)) as may
    from users u join rights r on r.id = u.right_id where u.id = ${userId}`.execute(ctx.db)
  return rows[0]?.may ?? false
}

/** What the rules need to know, asked only as far as this save touches it. */
export async function ruleFacts(ctx: Writing, after: Changeable, touched: ReadonlySet<FieldName>): Promise<RuleFacts> {
  const exists = async (table: 'categories' | 'contacts', id: number) =>
    (await ctx.db.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst()) !== undefined
  return {
    touched,
    categoryExists: !touched.has('categoryId') || (await exists('categories', after.categoryId)),
    categoryAllowed: mayPutInto(ctx.actor, after.categoryId),
    userAllowed: !touched.has('userId') || after.userId === null || (await mayWorkIn(ctx, after.userId, after.categoryId)),
    contactExists: !touched.has('contactId') || after.contactId === null || (await exists('contacts', after.contactId)),
  }
}

/** Says both values and who wrote the other one. Only here is the history read. */
async function conflictOf(ctx: Writing, ticketId: number, conflicts: { field: FieldName; mine: unknown; theirs: unknown }[]) {
  const problems = await Promise.all(
    conflicts.map(async ({ field, mine, theirs }) => {
      const { rows } = await sql<{ at: string; name: string | null }>`
        select e.at, u.name from events e left join users u on e.actor_kind = 'user' and u.id = e.actor_id
        where e.subject = 'ticket' and e.subject_id = ${ticketId} and e.name = ${ticketChanged.name} and e.payload -> 'changes' ? ${field}
        order by e.version desc limit 1`.execute(ctx.db)
      return { field, code: 'conflict', details: { mine, theirs, who: rows[0]?.name ?? null, at: rows[0]?.at ?? null } }
    }),
  )
  return new Conflict('Someone else changed the same field since you loaded it.', problems)
}
