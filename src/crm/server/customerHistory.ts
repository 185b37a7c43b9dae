/** The history of a Contact or an Account, read from the event list and put into words that people know: names instead of numbers. */
import { sql } from 'kysely'
import type { CustomerChange } from '#crm/customer.ts'
import { displayValue } from '#fields/displayValue.ts'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import type { Context } from '#platform/server/context.ts'

interface Raw extends Pick<CustomerChange, 'id' | 'at' | 'name' | 'via'> {
  actor_kind: string
  actor_id: number | null
  actor_name: string | null
  payload: { changes?: Changes; contactIds?: number[]; contactId?: number; accountIds?: number[]; accountId?: number }
}
type Changes = Record<string, { from: unknown; to: unknown }>

/** One page, newest first; `before` is the number of the oldest entry already shown. */
export async function customerHistory(
  ctx: Context,
  subject: 'contact' | 'account',
  wanted: { id: number; before?: number | undefined; limit: number },
): Promise<{ entries: CustomerChange[]; next: number | null }> {
  const { rows } = await sql<Raw>`
    select e.id, e.at, e.name, e.via, e.actor_kind, e.actor_id, e.payload,
      case e.actor_kind when 'user' then (select name from users where id = e.actor_id)
        when 'contact' then (select name from contacts where id = e.actor_id) end as actor_name
    from events e where e.subject = ${subject} and e.subject_id = ${wanted.id}
      and (${wanted.before ?? null}::bigint is null or (e.version, e.id) < (select version, id from events where id = ${wanted.before ?? null}))
    order by e.version desc, e.id desc limit ${wanted.limit + 1}`.execute(ctx.db)
  const shown = rows.slice(0, wanted.limit)
  const said = await wordsFor(ctx, subject, shown.map(changesOf))
  return {
    entries: shown.map((row) => ({
      id: row.id,
      at: row.at,
      name: row.name,
      who: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
      via: row.via,
      changes: Object.fromEntries(
        Object.entries(changesOf(row)).map(([field, { from, to }]) => [field, { from: said(field, from), to: said(field, to) }]),
      ),
    })),
    next: rows.length > wanted.limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

/** Of a merging, also whom it was merged with. */
const changesOf = ({ payload: { changes = {}, contactIds, contactId, accountIds, accountId } }: Raw): Changes => ({
  ...(accountIds ? { accountIds: { from: null, to: accountIds } } : {}),
  ...(accountId ? { mergedAccountId: { from: null, to: accountId } } : {}),
  ...(contactIds ? { contactIds: { from: null, to: contactIds } } : {}),
  ...(contactId ? { contactId: { from: null, to: contactId } } : {}),
  ...changes,
})

const tables: Partial<Record<string, 'accounts' | 'contacts' | 'slas'>> = {
  accountId: 'accounts',
  accountIds: 'accounts',
  mergedAccountId: 'accounts',
  slaId: 'slas',
  contactIds: 'contacts',
  contactId: 'contacts',
}

/** Looks up all names that a page of entries needs, in one query per table. */
async function wordsFor(ctx: Context, subject: 'contact' | 'account', all: readonly Changes[]) {
  const fields = await fieldsOf(ctx, subject)
  const names = new Map<string, string>()
  for (const table of ['accounts', 'contacts', 'slas'] as const) {
    const ids = all.flatMap((changes) =>
      Object.entries(changes).flatMap(([field, change]) =>
        tables[field] === table ? [change.from, change.to].flat().filter(isNumber) : [],
      ),
    )
    if (ids.length === 0) continue
    const { rows } = await sql<{ id: number; name: string }>`
      select id, ${sql.ref(table === 'slas' ? 'title' : 'name')} as name from ${sql.table(table)} where id = any(${ids}::bigint[])`.execute(
      ctx.db,
    )
    for (const row of rows) names.set(`${table} ${row.id}`, row.name)
  }
  const one = (field: string, value: unknown): string =>
    isNumber(value) ? (names.get(`${tables[field]} ${value}`) ?? `#${value}`) : typeof value === 'string' ? value : JSON.stringify(value)
  return (field: string, value: unknown): string | null => {
    if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return null
    const custom = field.startsWith('custom.') ? fields.byId.get(Number(field.slice('custom.'.length))) : undefined
    if (custom) return displayValue(custom, value, plainWords)
    return Array.isArray(value) ? value.map((v) => one(field, v)).join(', ') : one(field, value)
  }
}

/** History is read in every language and zone: what has no text of its own stays as it is kept. */
const plainWords = {
  yes: '✓',
  no: '✗',
  removedOption: (title: string) => title,
  user: (id: number) => `#${id}`,
  number: (value: number) => String(value),
  date: (day: string) => day,
  moment: (instant: string) => instant,
}
const isNumber = (value: unknown): value is number => typeof value === 'number'
