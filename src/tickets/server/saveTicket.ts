/** The only writer of a ticket's changeable fields: on the locked row merge, ask the rules, update, and record the difference. */
import { sql, type Updateable } from 'kysely'
import { noFields, type FieldSet } from '#fields/customField.ts'
import { fieldsAt, fieldsOf, holdFields } from '#fields/server/fieldsOf.ts'
import { Conflict, RuleBroken } from '#platform/problem.ts'
import { question } from '#platform/server/batch.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import type { Tickets } from '#platform/server/tables.ts'
import { holdsSet, missingCustom, readCustom } from '#tickets/customChanges.ts'
import { ticketChanged, type Because } from '#tickets/events.ts'
import { consequencesOf, isClosing, problemsWith } from '#tickets/rules.ts'
import { isCustomKey, keysOf, type Changeable, type Changes, type FieldKey, type State } from '#tickets/ticket.ts'
import { storeFacts } from './clockFacts.ts'
import { clockAfter, type News } from './keepClock.ts'
import { mergeFields, type Changed, type Merged } from './mergeFields.ts'
import { noteUndelivered } from './noteUndelivered.ts'
import { categoryRules, mayWorkIn, ruleFacts } from './ruleFacts.ts'
import { seenTitles, type TicketRow } from './ticketQueries.ts'
import { columnsOf, valuesOf, writeSets } from './ticketValues.ts'

const customFields = question((ctx) => fieldsOf(ctx, 'ticket'))
const heldFields = question((ctx) => holdFields(ctx))

interface Options {
  /** False for mail, timers and deliveries, which are never refused. */
  askRules: boolean
  /** Take asks only of the User. */
  take?: boolean
  /** Why, where nobody chose it. */
  because?: Because
}

/** `row` is locked by the caller. Returns the row as it stands afterwards; a save that changes nothing writes nothing. */
export async function saveTicket(ctx: Writing, row: TicketRow, wanted: Changes, options: Options): Promise<TicketRow> {
  const save = await settleSave(ctx, row, wanted, options)
  if (!save) return row
  await storeFacts(ctx, row.id, save.facts)
  const saved = await ctx.db.updateTable('tickets').set(save.columns).where('id', '=', row.id).returningAll().executeTakeFirstOrThrow()
  await writeSets(ctx, row.id, save.changed)
  if (save.changed.contactId) await noteUndelivered(ctx, row.id)
  await record(ctx, ticketChanged, saved, save.told)
  return saved
}

/** What a save will write: columns, sets, facts of the clock, and what the history keeps. */
export interface SettledSave {
  row: TicketRow
  columns: Updateable<Tickets> & { version: number }
  changed: Changed
  facts: News[]
  told: { changes: Changed; because?: Because }
}

/** Merges, asks the rules, and says what is to be written; null where nothing changes. Refusals are thrown before anything is written. */
export async function settleSave(ctx: Writing, row: TicketRow, wanted: Changes, options: Options): Promise<SettledSave | null> {
  if (keysOf(wanted).some(isCustomKey)) await heldFields.ask(ctx)
  const { changed, after, conflicts, problems, fields } = await weighSave(ctx, row, wanted, options)
  if (conflicts.length > 0) throw await conflictOf(ctx, row.id, conflicts)
  if (problems.length > 0) throw new RuleBroken('The ticket was not saved.', problems)
  if (Object.keys(changed).length === 0) return null
  const clock = await clockAfter(ctx, row, after)
  return {
    row,
    columns: {
      ...columnsOf(changed, after, fields),
      ...clock?.columns,
      ...(changed.accountId ? { account_by_hand: await accountByHand(ctx, after, wanted) } : {}),
      ...(changed.state && closesAt(row.state, after.state) ? { closed_at: ctx.now } : {}),
      edited_at: ctx.now,
      version: row.version + 1,
    },
    changed,
    facts: clock?.news ?? [],
    told: { changes: changed, ...(options.because ? { because: options.because } : {}) },
  }
}

/** Archiving what was Closed before leaves it closed since then. */
const closesAt = (before: State, after: State) => after === 'closed' || (after === 'archived' && !isClosing(before))

/** What a save would do to this row and what would stop it: asked by the save itself, and by *would this save?* without one. */
export async function weighSave(ctx: Context, row: TicketRow, given: Changes, { askRules, take = false }: Weighing) {
  const wanted = await parentAsSeen(ctx, row, given)
  let fields = keysOf(wanted).some(isCustomKey) ? await customFields.ask(ctx) : noFields
  const before = await valuesOf(ctx, row, new Set(keysOf(wanted)))
  const custom = await readCustomOf(ctx, fields, wanted, before)
  const merged = mergeFields(before, custom.read, holdsSet(fields))
  await hideParents(ctx, merged.conflicts)
  const after = withChanges(before, merged.changed)
  const touched = new Set(keysOf(merged.changed))
  const nothing = { ...merged, before, after, fields, problems: askRules ? custom.problems : [] }
  if (touched.size === 0 || merged.conflicts.length > 0) return nothing
  // Take asks nothing of the Category; a save that nobody is asked about only what leaving the old one drops.
  const asked = (askRules && !take) || touched.has('categoryId') ? await categoryRules(ctx, after.categoryId) : null
  const category = asked?.category ?? null
  if (asked && askRules) fields = await fieldsAt(ctx, 'ticket', asked.stamp)
  const more = consequencesOf(before, after, touched, await knownFor(ctx, after, touched, category))
  for (const field of keysOf(more)) merged.changed[field] = { from: before[field] ?? null, to: more[field] ?? null }
  Object.assign(after, more)
  if (!askRules) return { ...nothing, after }
  const facts = await ruleFacts(ctx, {
    id: row.id,
    before,
    after,
    touched,
    category,
    custom: [...custom.problems, ...missingCustom(fields, after, touched)],
    take,
  })
  return { ...nothing, after, fields, problems: problemsWith(facts) }
}

/**
 * A reader holds the parent as they see it: of a merged one its survivor, of one out of sight none. Named so, it is the one that is there:
 * untouched it stays, another takes its place, and nothing tells that there was one.
 */
async function parentAsSeen(ctx: Context, row: TicketRow, given: Changes): Promise<Changes> {
  const [held, change] = [row.parent_id, given.parentId]
  if (held === null || !change || change.from === held) return given
  const seen = (await seenTitles(ctx, [held]))[0]?.id ?? null
  // Nor does taking it away where none is seen, by whoever saw one before.
  if (change.from !== seen && (seen !== null || change.to !== null)) return given
  return { ...given, parentId: { from: held, to: change.to === seen ? held : change.to } }
}

/** The number of a parent out of sight is nobody's to learn from a conflict either. */
async function hideParents(ctx: Context, conflicts: Merged['conflicts']) {
  for (const conflict of conflicts) {
    if (conflict.field !== 'parentId' || typeof conflict.theirs !== 'number') continue
    if ((await seenTitles(ctx, [conflict.theirs])).length === 0) conflict.theirs = null
  }
}

type Weighing = Pick<Options, 'askRules' | 'take'>

/** Custom values as they would be kept, with what is wrong with them; a User they name must be there. */
export async function readCustomOf(ctx: Context, fields: FieldSet, wanted: Changes, before: Changeable) {
  const { read, problems, users } = readCustom(fields, wanted, before, { byHand: ctx.via === 'ui' })
  if (users.length === 0) return { read, problems }
  const ids = users.map(({ user }) => user)
  const there = await ctx.db.selectFrom('users').select('id').where('id', 'in', ids).execute()
  for (const { key, user } of users)
    if (!there.some((row) => row.id === user)) problems.push({ field: key, code: 'invalid_value', details: { reason: 'no_such_user' } })
  return { read, problems }
}

const withChanges = (before: Changeable, changed: Changed): Changeable => ({
  ...before,
  ...Object.fromEntries(keysOf(changed).map((field) => [field, changed[field]?.to])),
})

/** What the consequences of a save depend on, asked only where it brings any. */
export async function knownFor(
  ctx: Context,
  after: Changeable,
  touched: ReadonlySet<FieldKey>,
  category: { statusIds: readonly number[] } | null,
) {
  const moved = touched.has('categoryId')
  return {
    category,
    userStays: !moved || after.userId === null || (await mayWorkIn(ctx, after.userId, after.categoryId)),
    contactAccountId: touched.has('contactId') ? await accountOf(ctx, after.contactId) : null,
  }
}

/** An Account chosen for the ticket is its own, unless it is the Contact's. */
async function accountByHand(ctx: Context, after: Changeable, wanted: Changes) {
  return wanted.accountId !== undefined && after.accountId !== (await accountOf(ctx, after.contactId))
}

export const accountOf = (ctx: Context, contactId: number | null) => accountOfContact.ask(ctx, contactId)

/** In a batch it can be told beforehand. */
export const accountOfContact = question(async (ctx, contactId: number | null): Promise<number | null> => {
  if (contactId === null) return null
  const row = await ctx.db.selectFrom('contacts').select('account_id').where('id', '=', contactId).executeTakeFirst()
  return row?.account_id ?? null
})

/** Says both values and who wrote the other one. Only here is the history read. */
async function conflictOf(ctx: Writing, ticketId: number, conflicts: Merged['conflicts']) {
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
