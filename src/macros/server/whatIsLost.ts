/** What Macros name that is gone or was switched off since: it is left out and told, and the rest is done. */
import { sql } from 'kysely'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import { readerOf } from '#fields/readOne.ts'
import type { FieldSet } from '#fields/customField.ts'
import { isEmpty } from '#platform/field.ts'
import type { Lost, MacroValues } from '#macros/macro.ts'
import type { Context } from '#platform/server/context.ts'
import { namedBy, type FieldEdits } from '#tickets/fieldEdits.ts'
import { readKeptFilter } from '#tickets/server/ticketFilter.ts'
import { isCustomKey } from '#tickets/ticket.ts'

type Asked = Pick<MacroValues, 'changes' | 'templateId' | 'condition' | 'teamIds' | 'rightIds'>

/** Where each field's numbers are kept, and which of them still serve. */
const kept = {
  categoryId: sql`select x.id, x.active from categories x`,
  userId: sql`select x.id, x.active from users x`,
  followerIds: sql`select x.id, x.active from users x`,
  statusIds: sql`select x.id, true as active from statuses x`,
  contactId: sql`select x.id, x.merged_into is null as active from contacts x`,
  accountId: sql`select x.id, x.merged_into is null as active from accounts x`,
  parentId: sql`select x.id, not x.hidden as active from tickets x`,
  template: sql`select x.id, x.active from templates x`,
  team: sql`select x.id, true as active from teams x`,
  right: sql`select x.id, true as active from rights x`,
} as const
type Kept = keyof typeof kept
const allKept = [
  'categoryId',
  'userId',
  'followerIds',
  'statusIds',
  'contactId',
  'accountId',
  'parentId',
  'template',
  'team',
  'right',
] as const satisfies readonly Kept[]

const isId = (one: unknown): one is number => typeof one === 'number'
const idsIn = (field: string, changes: FieldEdits) => (changes[field] ? namedBy(changes[field]).filter(isId) : [])

/** For each, in their order. */
export async function whatIsLost(ctx: Context, asked: readonly Asked[]): Promise<Lost[][]> {
  const fields = await fieldsOf(ctx, 'ticket')
  const of = (one: Asked, what: Kept): readonly number[] =>
    what === 'template'
      ? one.templateId === null
        ? []
        : [one.templateId]
      : what === 'team'
        ? one.teamIds
        : what === 'right'
          ? one.rightIds
          : idsIn(what, one.changes)
  const parts = allKept.flatMap((what) => {
    const ids = [...new Set(asked.flatMap((one) => of(one, what)))]
    return ids.length === 0
      ? []
      : [sql`select ${what}::text as what, y.id, y.active from (${kept[what]}) y where y.id = any(${ids}::bigint[])`]
  })
  const { rows } =
    parts.length === 0
      ? { rows: [] }
      : await sql<{ what: string; id: number; active: boolean }>`${sql.join(parts, sql` union all `)}`.execute(ctx.db)
  const there = new Map(rows.map(({ what, id, active }) => [`${what} ${id}`, active]))
  const stateOf = (what: Kept, id: number): Lost['code'] | null => {
    const active = there.get(`${what} ${id}`)
    return active === undefined ? 'gone' : active ? null : 'inactive'
  }
  const lost: Lost[][] = []
  for (const one of asked) {
    const found: Lost[] = []
    for (const what of allKept) {
      const codes = of(one, what).flatMap((id) => stateOf(what, id) ?? [])
      // One element of several that is gone takes the change with it: what is left of it might be the opposite of what was meant.
      const [code] = codes
      if (code) found.push({ field: what === 'team' || what === 'right' ? 'audience' : what, code: codes.includes('gone') ? 'gone' : code })
    }
    for (const [field, edit] of Object.entries(one.changes)) if (isCustomKey(field)) found.push(...lostCustom(field, edit, fields))
    if (one.condition !== null && (await readKeptFilter(ctx, one.condition)).needsRepair) found.push({ field: 'condition', code: 'gone' })
    lost.push(found)
  }
  return lost
}

function lostCustom(field: string, edit: FieldEdits[string], fields: FieldSet): Lost[] {
  const declared = fields.byId.get(Number(field.slice('custom.'.length)))
  if (!declared) return [{ field, code: 'gone' }]
  if (declared.removed) return [{ field, code: 'inactive' }]
  const read = readerOf(declared)
  const gone = namedBy(edit).some((one) => !isEmpty(one) && read(one, () => false).reason !== undefined)
  return gone ? [{ field, code: 'gone' }] : []
}

/** The changes that can still be made. */
export const stillPossible = (changes: FieldEdits, lost: readonly Lost[]): FieldEdits =>
  Object.fromEntries(Object.entries(changes).filter(([field]) => !lost.some((one) => one.field === field)))
