/** A filter as words, as programs send it: the language of the search box, with the names that its reader may know. */
import { sql, type RawBuilder } from 'kysely'
import { seenCategories } from '#platform/actor.ts'
import { addressKey } from '#platform/emailAddress.ts'
import type { Filter } from '#platform/filter.ts'
import type { FilterField, FilterType } from '#platform/filterField.ts'
import { parseWords } from '#platform/filterWords.ts'
import { fold } from '#platform/fold.ts'
import { BadInput } from '#platform/problem.ts'
import type { Permission } from '#platform/permission.ts'
import type { Context } from '#platform/server/context.ts'
import { filterCatalogue } from '#tickets/server/ticketFilter.ts'

/** Refuses with the place of the word that cannot be read: `details` has `from`, `to` and the `word`. */
export async function filterOfWords(ctx: Context, words: string): Promise<Filter> {
  const catalogue = await filterCatalogue(ctx)
  const asked = new Map<FilterType, Set<string>>()
  // Read once to hear which names there are, and again when they are known.
  const hear = ({ type }: FilterField, name: string) => {
    asked.set(type, (asked.get(type) ?? new Set()).add(fold(name)))
    return null
  }
  parseWords(words, catalogue, { nameOf, idOf: hear })
  const known = new Map<FilterType, ReadonlyMap<string, readonly number[]>>()
  for (const [type, names] of asked) known.set(type, await idsOf(ctx, type, [...names]))
  const idOf = (field: FilterField, name: string) => {
    const found = field.options
      ? field.options.filter(({ title }) => fold(title) === fold(name)).map(({ id }) => id)
      : (known.get(field.type)?.get(fold(name)) ?? [])
    return found.length > 1 ? 'many' : (found[0] ?? null)
  }
  const read = parseWords(words, catalogue, { nameOf, idOf })
  if (read.filter) return read.filter
  throw new BadInput(
    'These words are no filter.',
    read.problems.map(({ from, to, code, details }) => ({
      field: 'words',
      code,
      details: { ...details, from, to, word: words.slice(from, to) },
    })),
  )
}

/** Nothing is written here. */
const nameOf = () => null

const empty: ReadonlyMap<string, readonly number[]> = new Map()

async function idsOf(ctx: Context, type: FilterType, names: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> {
  const may = (permission: Permission) => ctx.actor.kind !== 'user' || ctx.actor.permissions.has(permission)
  const seen = seenCategories(ctx.actor)
  if (type === 'category')
    return folded(ctx, sql`select id, name from categories ${seen === 'all' ? sql`` : sql`where id = any(${[...seen]}::bigint[])`}`)
  if (type === 'user') return folded(ctx, sql`select id, name from users union all select id, email from users`)
  if (type === 'status') return folded(ctx, sql`select id, title as name from statuses`)
  if (type === 'account' && may('accounts.read'))
    return folded(ctx, sql`select id, name from accounts where merged_into is null and name_folded = any(${[...names]}::text[])`)
  if (type === 'contact' && may('contacts.read'))
    return folded(
      ctx,
      sql`select id, name from contacts where merged_into is null and name_folded = any(${[...names]}::text[])
        union select contact_id, address from contact_addresses where kind = 'email' and address = any(${names.map(addressKey)}::text[])`,
    )
  return empty
}

async function folded(ctx: Context, query: RawBuilder<unknown>): Promise<ReadonlyMap<string, readonly number[]>> {
  const { rows } = await sql<{ id: number; name: string }>`${query}`.execute(ctx.db)
  const ids = new Map<string, number[]>()
  for (const { id, name } of rows) ids.set(fold(name), [...new Set([...(ids.get(fold(name)) ?? []), id])])
  return ids
}
