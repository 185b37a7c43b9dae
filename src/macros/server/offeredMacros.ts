/** The Macros that a User may use: those meant for them, and on one ticket those whose condition holds for it. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type * as api from '#macros/api.ts'
import type { Lost, MacroValues, OfferedMacro } from '#macros/macro.ts'
import { NotFound } from '#platform/problem.ts'
import { everything } from '#platform/filter.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import { namedBy } from '#tickets/fieldEdits.ts'
import { predicateOf } from '#tickets/filterPredicate.ts'
import { wantedFacts } from '#tickets/filterTraits.ts'
import { selectFacts } from '#tickets/server/ticketFacts.ts'
import { readerOf, readKeptFilter } from '#tickets/server/ticketFilter.ts'
import { expectVisible, visible } from '#tickets/server/ticketQueries.ts'
import { stillPossible, whatIsLost } from './whatIsLost.ts'

type Row = Pick<MacroValues, 'changes' | 'templateId' | 'condition' | 'teamIds' | 'rightIds' | 'name' | 'folder'> & {
  id: number
  version: number
  templateName: string | null
  templateKind: 'email' | 'comment' | null
}
interface Usable {
  row: Row
  lost: Lost[]
}

/** Active ones that are meant for this User, in their order. */
export async function usableMacros(ctx: Context, only?: number): Promise<Usable[]> {
  const { actor } = ctx
  const mine =
    actor.kind === 'user'
      ? sql`(m.everyone or m.team_ids && ${[...actor.teamIds]}::bigint[] or (select right_id from users where id = ${actor.id}) = any(m.right_ids))`
      : sql`true`
  const { rows } = await sql<Row>`
    select m.id, m.version, m.name, m.folder, m.changes, m.template_id as "templateId", m.condition, m.team_ids as "teamIds", m.right_ids as "rightIds",
      p.name as "templateName", p.kind as "templateKind"
    from macros m left join templates p on p.id = m.template_id
    where m.active and ${mine} ${only === undefined ? sql`` : sql`and m.id = ${only}`} order by m.position, lower(m.name), m.id`.execute(
    ctx.db,
  )
  const lost = await whatIsLost(ctx, rows)
  // Whom else it is meant for is nothing to them.
  return rows.map((row, n) => ({ row, lost: (lost[n] ?? []).filter(({ field }) => field !== 'audience') }))
}

const shown = ({ row, lost }: Usable): OfferedMacro => ({
  id: row.id,
  version: row.version,
  name: row.name,
  folder: row.folder,
  changes: stillPossible(row.changes, lost),
  template:
    row.templateId === null || row.templateKind === null || lost.some(({ field }) => field === 'template')
      ? null
      : { id: row.templateId, name: row.templateName ?? '', kind: row.templateKind },
  lost,
})

/** A condition that names what is gone holds for no ticket. */
export async function listTicketMacros(ctx: Context, input: { id: number }): Promise<z.input<(typeof api.listTicketMacros)['output']>> {
  allow(ctx, 'tickets.update')
  const { id } = await expectVisible(ctx, input.id)
  const macros = await usableMacros(ctx)
  const readies = await Promise.all(macros.map(({ row }) => readKeptFilter(ctx, row.condition ?? everything)))
  const { rows } = await selectFacts(wantedFacts(readies), sql<boolean>`t.id = ${id}`).execute(ctx.db)
  const [facts] = rows
  if (!facts) throw new NotFound(`There is no ticket #${id}.`)
  const reader = await readerOf(ctx)
  const holding = macros
    .filter((_, n) => {
      const ready = readies[n]
      return ready && predicateOf(ready, reader)(facts, ctx.now.getTime())
    })
    .map((one) => shown(one))
  return { macros: holding, names: await namesIn(ctx, holding) }
}

export async function listMyMacros(ctx: Context) {
  allow(ctx, 'tickets.bulk_edit')
  const macros = (await usableMacros(ctx)).map((one) => shown(one))
  return { macros: macros.filter(({ changes }) => Object.keys(changes).length > 0) }
}

export async function listLostMacros(ctx: Context) {
  allow(ctx, 'templates.read')
  const { rows } = await sql<Row>`select id, changes, template_id as "templateId", condition, team_ids as "teamIds", right_ids as "rightIds"
    from macros order by id`.execute(ctx.db)
  const lost = await whatIsLost(ctx, rows)
  return { macros: rows.flatMap(({ id }, n) => (lost[n]?.length ? [{ id, lost: lost[n] }] : [])) }
}

/** Contacts, Accounts and tickets that changes name and the reader may know. */
async function namesIn(ctx: Context, macros: readonly OfferedMacro[]) {
  const of = (field: string) =>
    macros.flatMap(({ changes }) => (changes[field] ? namedBy(changes[field]).filter((one): one is number => typeof one === 'number') : []))
  const { rows } = await sql<{ field: 'contactId' | 'accountId' | 'parentId'; id: number; name: string }>`
    select 'contactId' as field, id, name from contacts where id = any(${of('contactId')}::bigint[])
    union all select 'accountId', id, name from accounts where id = any(${of('accountId')}::bigint[])
    union all select 'parentId', t.id, t.title from tickets t where t.id = any(${of('parentId')}::bigint[]) and ${visible(ctx)}`.execute(
    ctx.db,
  )
  return rows
}
