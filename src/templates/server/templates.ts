/** Keeps the Templates. What is rich is cleaned before it is stored; the signature of an Email queue and what a Macro begins with cannot be deleted. */
import { sql } from 'kysely'
import { z } from 'zod'
import { fieldsOf } from '#fields/server/fieldsOf.ts'
import type { FieldProblem } from '#platform/problem.ts'
import type { Context } from '#platform/server/context.ts'
import { route, type Route } from '#platform/server/route.ts'
import { keepThings } from '#platform/server/things.ts'
import type { Use } from '#platform/thing.ts'
import { templateProblems, templates, type TemplateValues } from '#templates/template.ts'
import { sanitizeTemplate } from './sanitizeTemplate.ts'
import { filesSql, leaveFiles, settleFiles, writeFiles } from './templateFiles.ts'

const kept = keepThings({
  thing: templates,
  table: 'templates',
  columns: {
    name: 'name',
    kind: 'kind',
    folder: 'folder',
    language: 'language',
    queueIds: 'queue_ids',
    subject: 'subject',
    format: 'format',
    body: 'body',
    files: 'files',
    active: 'active',
  },
  elsewhere: { files: filesSql },
  title: 'name',
  order: sql`lower(x.folder), lower(x.name)`,
  settle: async (ctx, values, before) => ({ ...values, files: await settleFiles(ctx, values.files, before?.files ?? []) }),
  saved: (ctx, { id, after }) => writeFiles(ctx, id, after?.files ?? []),
  leaving: leaveFiles,
  async check(ctx, values, id) {
    const problems: FieldProblem[] = templateProblems(values, await customIds(ctx))
    const { rows } = await sql<{ id: number }>`
      select wanted as id from unnest(${values.queueIds}::bigint[]) wanted where not exists (select from email_queues q where q.id = wanted)`.execute(
      ctx.db,
    )
    if (rows.length > 0) problems.push({ field: 'queueIds', code: 'unknown', details: { ids: rows.map((r) => r.id) } })
    if (id !== null && values.kind !== 'signature' && (await queuesSigning(ctx, id)).length > 0)
      problems.push({ field: 'kind', code: 'signature_in_use' })
    if (id !== null && values.kind !== 'email' && (await queuesAnswering(ctx, id)).length > 0)
      problems.push({ field: 'kind', code: 'answer_in_use' })
    if (id !== null && values.kind !== 'email' && values.kind !== 'comment' && (await macrosWith(ctx, id)).length > 0)
      problems.push({ field: 'kind', code: 'macro_uses_it' })
    return problems
  },
  uses: async (ctx, id) => [...(await queuesSigning(ctx, id)), ...(await queuesAnswering(ctx, id)), ...(await macrosWith(ctx, id))],
})

/** The Email queues whose signature it is. */
async function queuesSigning({ db }: Pick<Context, 'db'>, id: number): Promise<Use[]> {
  const { rows } = await sql<Use>`
    select 'queue' as what, id, name as title from email_queues where signature_template_id = ${id} order by lower(name)`.execute(db)
  return rows
}

/** Those that answer new tickets with it. */
async function queuesAnswering({ db }: Pick<Context, 'db'>, id: number): Promise<Use[]> {
  const { rows } = await sql<Use>`
    select 'queue' as what, id, name as title from email_queues where ${id} in (inside_template_id, outside_template_id) order by lower(name)`.execute(
    db,
  )
  return rows
}

/** The Macros that begin a message with it. By table alone: they are of a domain above this one. */
async function macrosWith({ db }: Pick<Context, 'db'>, id: number): Promise<Use[]> {
  const { rows } =
    await sql<Use>`select 'macro' as what, id, name as title from macros where template_id = ${id} order by lower(name)`.execute(db)
  return rows
}

/** The custom fields that placeholders may name; removed ones too, for their values stay. */
export const customIds = async (ctx: Pick<Context, 'db'>): Promise<ReadonlySet<number>> =>
  new Set((await fieldsOf(ctx, 'ticket')).byId.keys())

const cleaned = (values: TemplateValues): TemplateValues =>
  values.format === 'rich' ? { ...values, body: sanitizeTemplate(values.body) } : values

const { doors } = templates
const numbered = z.object({ id: z.int(), version: z.int() })
const writing: readonly unknown[] = [doors.create, doors.change]

export const keptTemplates = kept

export const templateDoors: readonly Route[] = [
  ...kept.routes.filter((one) => !writing.includes(one.endpoint)),
  route(doors.create, async (ctx, input) => kept.create(ctx, cleaned(templates.parse(input)))),
  route(doors.change, async (ctx, { id, version, ...input }) =>
    kept.change(ctx, { ...cleaned(templates.parse(input)), ...numbered.parse({ id, version }) }),
  ),
]
