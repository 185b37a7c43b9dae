/** The files of Templates: uploaded like those of a message, then kept with the Template; whoever writes with it gets rows of their own. */
import { sql } from 'kysely'
import type { Attachment } from '#activities/activity.ts'
import { BadInput } from '#platform/problem.ts'
import type { Writing } from '#platform/server/context.ts'
import type { TemplateValues } from '#templates/template.ts'

type File = TemplateValues['files'][number]

/** Those of the row `x`. */
export const filesSql = sql`(select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type, 'size', f.size)
  order by f.id), '[]') from attachments f where f.template_id = x.id)`

/** The files as they are kept: those of before, uploads of this User, and copies of another Template's, when that is cloned. */
export async function settleFiles(ctx: Writing, given: readonly File[], before: readonly File[]): Promise<File[]> {
  if (given.length === 0) return []
  const ids = [...new Set(given.map((file) => file.id))]
  const me = ctx.actor.kind === 'user' ? ctx.actor.id : 0
  const { rows } = await sql<File & { others: boolean }>`
    select f.id, f.name, f.media_type as "mediaType", f.size,
      f.template_id is not null and not f.id = any(${before.map((file) => file.id)}::bigint[]) as others
    from attachments f where f.id = any(${ids}::bigint[]) and f.activity_id is null and (f.template_id is not null or f.uploaded_by = ${me})
    order by f.id for update`.execute(ctx.db)
  const gone = ids.filter((id) => !rows.some((row) => row.id === id))
  if (gone.length > 0)
    throw new BadInput('A file is no longer there; add it again.', [{ field: 'files', code: 'file_gone', details: { ids: gone } }])
  const own = rows.flatMap(({ others, ...file }) => (others ? [] : [file]))
  const copied = await copyFiles(
    ctx,
    rows.flatMap((row) => (row.others ? [row.id] : [])),
  )
  return [...own, ...copied.map(({ id, name, mediaType, size }) => ({ id, name, mediaType, size }))]
}

/** Those that were taken out are gone; their bytes go with a later sweep, unless something else has them. */
export async function writeFiles(ctx: Writing, templateId: number, files: readonly File[]) {
  const ids = files.map((file) => file.id)
  await sql`update attachments set template_id = ${templateId} where id = any(${ids}::bigint[])`.execute(ctx.db)
  await sql`delete from attachments where template_id = ${templateId} and not id = any(${ids}::bigint[])`.execute(ctx.db)
}

/** A Template that is deleted takes its files along. */
export async function leaveFiles(ctx: Writing, templateId: number) {
  await sql`delete from attachments where template_id = ${templateId}`.execute(ctx.db)
}

/** As if this User had uploaded them now: of the same bytes, which stay as long as any row names them. */
async function copyFiles(ctx: Writing, ids: readonly number[]): Promise<Attachment[]> {
  const { rows } = await sql<Attachment>`
    insert into attachments (hash, name, media_type, size, uploaded_by, created_at)
    select hash, name, media_type, size, ${ctx.actor.kind === 'user' ? ctx.actor.id : null}::bigint, ${ctx.now} from attachments
    where id = any(${ids}::bigint[]) order by id
    returning id, name, media_type as "mediaType", size, inline`.execute(ctx.db)
  return rows
}

/** The files of a Template for a message that this User writes. */
export async function filesToSend(ctx: Writing, templateId: number): Promise<Attachment[]> {
  const { rows } = await sql<{ id: number }>`select id from attachments where template_id = ${templateId}`.execute(ctx.db)
  return copyFiles(
    ctx,
    rows.map((row) => row.id),
  )
}
