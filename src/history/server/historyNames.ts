/** What the History and the past call by name: numbers of people, Categories, Statuses and tickets become what they are called now. */
import { noFields, type FieldSet } from '#fields/customField.ts'
import { displayValue } from '#fields/displayValue.ts'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import type { Field } from '#platform/field.ts'
import { isEmpty } from '#platform/field.ts'
import type { Context } from '#platform/server/context.ts'
import { fields } from '#tickets/fields.ts'
import { seenTitles } from '#tickets/server/ticketQueries.ts'
import { isCustomKey } from '#tickets/ticket.ts'

const tables = ['users', 'contacts', 'categories', 'accounts', 'statuses', 'tickets'] as const
type Table = (typeof tables)[number]
const tableOf = new Map<Field['type'], Table>([
  ['user', 'users'],
  ['users', 'users'],
  ['contact', 'contacts'],
  ['category', 'categories'],
  ['account', 'accounts'],
  ['statuses', 'statuses'],
  ['ticket', 'tickets'],
])
/** Where the names of a field's values stand, by what its description says; a custom field's by its own. */
const tableFor = (field: string, custom: FieldSet): Table | undefined => {
  const fixed = Object.entries(fields).find(([name]) => name === field)?.[1]
  if (fixed) return tableOf.get(fixed.type)
  return customOf(field, custom)?.type === 'user' ? 'users' : undefined
}
const customOf = (field: string, custom: FieldSet) =>
  isCustomKey(field) ? custom.byId.get(Number(field.slice('custom.'.length))) : undefined
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

/** A field and values that it had. */
export type Spoken = readonly [field: string, values: readonly unknown[]]

export interface Names {
  /** A value in words, each element of a set by itself; nothing for empty. */
  words: (field: string, value: unknown) => string[]
  /** The same in one line; null for what was never there. */
  said: (field: string, value: unknown) => string | null
  /** Titles of the custom fields spoken of. */
  titles: Record<string, string>
  /** Whether its reader may see the ticket of this number. */
  seesTicket: (id: unknown) => boolean
}

/** Looks up all that these fields name by its number, in one query per table. */
export async function namesFor(ctx: Context, spoken: readonly Spoken[]): Promise<Names> {
  const custom = spoken.some(([field]) => isCustomKey(field)) ? await fieldsOf(ctx, 'ticket') : noFields
  const ids = new Map<Table, Set<number>>(tables.map((table) => [table, new Set()]))
  for (const [field, values] of spoken) {
    const table = tableFor(field, custom)
    if (table) for (const value of values.flatMap(listOf)) if (typeof value === 'number') ids.get(table)?.add(value)
  }
  const found = new Map<string, string>()
  for (const [table, wanted] of ids) for (const row of await namesIn(ctx, table, [...wanted])) found.set(`${table} ${row.id}`, row.name)
  const one = (field: string, value: unknown) => {
    const table = tableFor(field, custom)
    if (table && typeof value === 'number') return found.get(`${table} ${value}`) ?? (table === 'tickets' ? '#…' : `#${value}`)
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
  const declaredWords = (field: string, value: unknown): string[] | null => {
    const declared = customOf(field, custom)
    if (!declared) return null
    const text = displayValue(declared, value, { ...plain, user: (id) => one(field, id) })
    // Of another type than its field is by now: as it was kept.
    return text === '' && !isEmpty(value) ? listOf(value).map((part) => one(field, part)) : [text]
  }
  const said = (field: string, value: unknown): string | null => {
    if (value === null || value === undefined) return null
    const declared = declaredWords(field, value)
    if (declared) return declared.join(', ')
    return Array.isArray(value) ? value.map((part) => one(field, part)).join(', ') : one(field, value)
  }
  const words = (field: string, value: unknown): string[] =>
    isEmpty(value) ? [] : (declaredWords(field, value) ?? listOf(value).map((part) => one(field, part)))
  const titles = Object.fromEntries(
    spoken.flatMap(([field]) => {
      const declared = customOf(field, custom)
      return declared ? [[field, declared.title]] : []
    }),
  )
  return { words, said, titles, seesTicket: (id) => found.has(`tickets ${String(id)}`) }
}

/** As a custom value stands in the History: exact, in no reader's language. */
const plain = {
  yes: 'Yes',
  no: 'No',
  removedOption: (title: string) => title,
  number: String,
  date: (day: string) => day,
  moment: (instant: string) => instant,
}

async function namesIn(ctx: Context, table: Table, ids: number[]): Promise<{ id: number; name: string }[]> {
  if (ids.length === 0) return []
  if (table === 'statuses') return ctx.db.selectFrom('statuses').select(['id', 'title as name']).where('id', 'in', ids).execute()
  if (table === 'tickets') {
    // The title of a ticket out of sight stays there.
    return (await seenTitles(ctx, ids)).map(({ id, title }) => ({ id, name: `#${id} ${title}` }))
  }
  return ctx.db.selectFrom(table).select(['id', 'name']).where('id', 'in', ids).execute()
}
