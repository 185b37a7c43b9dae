/** Rows of attachments: first pending with who uploads them, then part of an activity or of a Template. */
import type { Readable } from 'node:stream'
import { BadInput } from '#platform/problem.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import type { FileStore } from './fileStore.ts'

export interface NewFile {
  name: string
  mediaType: string
  bytes: Readable | Uint8Array
  contentId?: string | null
  inline?: boolean
}

/** Stores the bytes first, durably, and only then names them in a row. */
export async function addAttachment(
  ctx: Context,
  store: FileStore,
  file: NewFile,
  belongs: { activityId: number; ticketId: number } | { uploadedBy: number },
) {
  const { hash, size } = await store.put(file.bytes)
  await ctx.db
    .insertInto('blobs')
    .values({ hash, size, stored_at: ctx.now })
    .onConflict((o) => o.column('hash').doUpdateSet({ stored_at: ctx.now }))
    .execute()
  return ctx.db
    .insertInto('attachments')
    .values({
      activity_id: 'activityId' in belongs ? belongs.activityId : null,
      ticket_id: 'ticketId' in belongs ? belongs.ticketId : null,
      uploaded_by: 'uploadedBy' in belongs ? belongs.uploadedBy : null,
      hash,
      size,
      name: file.name,
      media_type: file.mediaType,
      content_id: file.contentId ?? null,
      inline: file.inline ?? false,
      created_at: ctx.now,
    })
    .returning(['id', 'name', 'media_type as mediaType', 'size', 'inline', 'hash'])
    .executeTakeFirstOrThrow()
}

/** Gives pending attachments of this User to an activity and returns their bytes; those of others, or already sent ones, are refused. */
export async function attach(ctx: Writing, ids: readonly number[], to: { activityId: number; ticketId: number }): Promise<number> {
  if (ids.length === 0) return 0
  const { actor } = ctx
  const taken = await ctx.db
    .updateTable('attachments')
    .set({ activity_id: to.activityId, ticket_id: to.ticketId })
    .where('id', 'in', [...ids])
    .where('activity_id', 'is', null)
    .where('template_id', 'is', null)
    .where('uploaded_by', '=', actor.kind === 'user' ? actor.id : 0)
    .returning(['id', 'size'])
    .execute()
  if (taken.length !== new Set(ids).size)
    throw new BadInput('An attachment is no longer there; add it again.', [{ field: 'attachmentIds', code: 'invalid_value' }])
  return taken.reduce((sum, { size }) => sum + size, 0)
}
