/** The audit log as a file, written as it is read: a desk's whole past never stands in memory. */
import { Readable } from 'node:stream'
import type { z } from 'zod'
import type { auditWanted } from '#admin/api.ts'
import type { AuditEntry } from '#admin/auditEntry.ts'
import { csvLine } from '#crm/csv.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import { Bytes } from '#platform/server/route.ts'
import { listAudit } from './auditLog.ts'

type Wanted = z.output<typeof auditWanted> & { format: 'csv' | 'json' }

const page = 200
const heads = ['Time', 'Who', 'Through', 'What happened', 'Kind', 'Number', 'Title', 'Field', 'Old value', 'New value']

export function exportAudit(ctx: Context, { format, ...wanted }: Wanted): Promise<Bytes> {
  allow(ctx, 'audit.read')
  const name = `audit-log-${ctx.now.toISOString().slice(0, 10)}.${format}`
  const type = format === 'csv' ? 'text/csv' : 'application/json'
  const lines = format === 'csv' ? csv(ctx, wanted) : json(ctx, wanted)
  return Promise.resolve(
    new Bytes(Readable.from(lines), {
      'content-type': `${type}; charset=utf-8`,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    }),
  )
}

async function* entries(ctx: Context, wanted: Omit<Wanted, 'format'>): AsyncIterable<AuditEntry[]> {
  let before: number | undefined
  do {
    const { entries: found, next } = await listAudit(ctx, { ...wanted, before, limit: page })
    yield found
    before = next ?? undefined
  } while (before !== undefined)
}

async function* csv(ctx: Context, wanted: Omit<Wanted, 'format'>): AsyncIterable<string> {
  yield line(heads)
  for await (const found of entries(ctx, wanted)) yield found.map(linesOf).join('')
}

const line = (cells: readonly (string | number | null)[]) => csvLine(cells.map((cell) => String(cell ?? '')))

function linesOf({ at, who, via, name, subject, subjectId, title, changes }: AuditEntry): string {
  const begin = [at, who.name ?? who.kind, via, name, subject, subjectId, title]
  const changed = Object.entries(changes)
  if (changed.length === 0) return line([...begin, null, null, null])
  return changed.map(([field, { from, to }]) => line([...begin, field, from, to])).join('')
}

async function* json(ctx: Context, wanted: Omit<Wanted, 'format'>): AsyncIterable<string> {
  yield '['
  let first = true
  for await (const found of entries(ctx, wanted))
    for (const entry of found) {
      yield `${first ? '\n' : ',\n'}${JSON.stringify(entry)}`
      first = false
    }
  yield '\n]\n'
}
