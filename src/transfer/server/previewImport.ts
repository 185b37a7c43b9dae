/** The first rows of a file as they will be: worked on as in the import, and taken back. */
import type { FileStore } from '#files/server/fileStore.ts'
import { NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import type { z } from 'zod'
import type { previewRow } from '#transfer/ticketImport.ts'
import { getTicketImport, importOf } from './imports.ts'
import { rehearse } from './importRun.ts'
import type { FileRow } from './importRows.ts'
import { rowsOf } from './readFile.ts'

const shown = 10

export async function previewTicketImport(
  ctx: Context,
  store: FileStore,
  { id }: { id: number },
): Promise<{ rows: z.input<typeof previewRow>[] }> {
  const { choices } = await getTicketImport(ctx, { id })
  const file = await importOf(ctx.db, id)
  if (!file?.reading.hash) throw new NotFound('The file is no longer kept.')
  if (choices.asTheyWere) allow(ctx, 'settings.update')
  const chunk: FileRow[] = []
  let n = -1
  for await (const cells of rowsOf(store, { ...file.reading, hash: file.reading.hash })) {
    n++
    if (n > 0 && chunk.push({ n, cells }) === shown) break
  }
  const rows = await rehearse({ ...ctx, via: 'import' }, chunk, { ...file, earlier: new Set() })
  return {
    rows: rows.map(({ n: row, outcome, ticketId, problems }) => ({ row, outcome, ticketId, problems: [...(problems ?? [])] })),
  }
}
