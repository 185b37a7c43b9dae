/** The first rows of a file as they will be: worked on as in the import, and taken back. */
import { sql } from 'kysely'
import { displayValue, type ValueWords } from '#fields/displayValue.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { isEmpty } from '#platform/field.ts'
import { isCustomKey, keysOf, type Changeable, type FieldKey } from '#tickets/ticket.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import type { z } from 'zod'
import type { previewRow } from '#transfer/ticketImport.ts'
import { getTicketImport, importOf } from './imports.ts'
import { comingIn } from './importParents.ts'
import { rehearse } from './importRun.ts'
import type { FileRow, ImportedRow } from './importRows.ts'
import { knownOfDesk } from './knownNames.ts'
import { rowsOf } from './readFile.ts'

const looked = 10

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
    if (n > 0 && chunk.push({ n, cells }) === looked) break
  }
  let shown: Shown | undefined
  const rows = await rehearse(
    { ...ctx, via: 'import' },
    chunk,
    { ...file, earlier: new Set(), coming: await comingIn(store, file) },
    async (writing, results) => {
      shown = await shownBy(writing, results)
    },
  )
  return {
    rows: rows.map(({ n: row, outcome, ticketId, problems, values, past }) => ({
      row,
      outcome,
      ticketId,
      shown: { ...shown?.(values ?? {}), ...past },
      problems: [...(problems ?? [])],
    })),
  }
}

type Shown = (values: Partial<Changeable>) => Record<string, string>

/** Values as people read them; those that are created only now have names too. */
async function shownBy(ctx: Writing, results: readonly ImportedRow[]): Promise<Shown> {
  const desk = await knownOfDesk(ctx)
  const ids = (key: 'contactId' | 'accountId') => results.flatMap(({ values }) => values?.[key] ?? [])
  const list = async (table: 'contacts' | 'accounts', of: number[]) =>
    (await sql<{ id: number; name: string }>`select id, name from ${sql.table(table)} where id = any(${of}::bigint[])`.execute(ctx.db)).rows
  const contacts = await list('contacts', ids('contactId'))
  const accounts = await list('accounts', ids('accountId'))
  const named = new Map<string, readonly { id: number; name: string }[]>([
    ['categoryId', desk.categories],
    ['userId', desk.users],
    ['followerIds', desk.users],
    ['statusIds', desk.statuses],
    ['contactId', contacts],
    ['accountId', accounts],
  ])
  const words: ValueWords = {
    yes: 'yes',
    no: 'no',
    removedOption: (title) => title,
    user: (id) => desk.users.find((user) => user.id === id)?.name ?? `User ${id}`,
    number: String,
    date: (day) => day,
    moment: (at) => at,
  }
  const one = (key: FieldKey, value: unknown): string => {
    const among = named.get(key)
    if (among) return among.find(({ id }) => id === value)?.name ?? `#${String(value)}`
    return key === 'parentId' ? `#${String(value)}` : String(value)
  }
  return (values) => {
    const all: Record<string, string> = {}
    for (const key of keysOf(values)) {
      const value: unknown = values[key]
      if (isEmpty(value)) continue
      const field = isCustomKey(key) ? desk.fields.byId.get(Number(key.slice('custom.'.length))) : undefined
      const text = field
        ? displayValue(field, value, words)
        : (Array.isArray(value) ? value : [value]).map((each) => one(key, each)).join(', ')
      if (text !== '') all[key] = text.slice(0, 300)
    }
    return all
  }
}
