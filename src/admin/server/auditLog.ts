/** The audit log: every event that is not a ticket's, read from the event list; names of things are looked up as they are now. */
import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { auditWanted } from '#admin/api.ts'
import type { AuditEntry } from '#admin/auditEntry.ts'
import { valueText } from '#admin/valueText.ts'
import type { Subject } from '#platform/event.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import { namesFor, tableOfField } from './auditNames.ts'

type Wanted = z.output<typeof auditWanted>

/** The column that people call each kind of subject by. */
const titles: Record<Exclude<Subject, 'ticket' | 'run' | 'installation'>, readonly [table: string, column: string]> = {
  user: ['users', 'name'],
  access: ['accesses', 'name'],
  right: ['rights', 'name'],
  team: ['teams', 'name'],
  queue: ['email_queues', 'name'],
  category: ['categories', 'name'],
  status: ['statuses', 'title'],
  sla: ['slas', 'title'],
  time_group: ['time_groups', 'title'],
  custom_field: ['custom_fields', 'title'],
  template: ['templates', 'name'],
  macro: ['macros', 'name'],
  contact: ['contacts', 'name'],
  account: ['accounts', 'name'],
  sso_provider: ['sso_providers', 'name'],
  view: ['views', 'name'],
  filter_scheme: ['filter_schemes', 'name'],
  certificate: ['certificates', 'title'],
}
const cases = Object.entries(titles).map(
  ([subject, [table, column]]) =>
    sql`when ${sql.lit(subject)} then (select ${sql.ref(`n.${column}`)} from ${sql.table(table)} n where n.id = e.subject_id)`,
)
/** What was deleted has its title in what is kept of it. */
const title = sql`coalesce(case e.subject ${sql.join(cases, sql` `)} end, e.payload -> 'values' ->> 'title', e.payload -> 'values' ->> 'name')`
const actorName = sql`case e.actor_kind when 'user' then (select name from users where id = e.actor_id)
  when 'contact' then (select name from contacts where id = e.actor_id) end`

interface Raw {
  id: number
  at: string
  name: string
  subject: AuditEntry['subject']
  subjectId: number
  title: string | null
  actor_kind: string
  actor_id: number | null
  actor_name: string | null
  via: AuditEntry['via']
  payload: Record<string, unknown>
}

/** One page, newest first; `before` is the number of the oldest entry already shown. */
export async function listAudit(ctx: Context, wanted: Wanted & { before?: number | undefined; limit: number }) {
  allow(ctx, 'audit.read')
  const { rows } = await sql<Raw>`
    select e.id, e.at, e.name, e.subject, e.subject_id as "subjectId", e.actor_kind, e.actor_id, e.via, e.payload,
      ${title} as title, ${actorName} as actor_name
    from events e where ${matching(wanted)} ${wanted.before === undefined ? sql`` : sql`and e.id < ${wanted.before}`}
    order by e.id desc limit ${wanted.limit + 1}`.execute(ctx.db)
  const shown = rows.slice(0, wanted.limit)
  const changed = shown.map((row) => changesOf(row))
  const names = await namesFor(ctx, changed)
  const entries = shown.map(({ actor_kind, actor_id, actor_name, payload: _payload, ...row }, n): AuditEntry => ({
    ...row,
    who: { kind: actor_kind, id: actor_id, name: actor_name },
    changes: Object.fromEntries(
      Object.entries(changed[n] ?? {}).map(([field, { from, to }]) => {
        const table = tableOfField(field)
        const nameOf = table && ((id: number) => names.get(`${table} ${id}`))
        return [field, { from: valueText(from, nameOf), to: valueText(to, nameOf) }]
      }),
    ),
  }))
  return { entries, next: rows.length > wanted.limit ? (shown.at(-1)?.id ?? null) : null }
}

function matching({ who, subject, subjectId, since, until, q }: Wanted): RawBuilder<unknown> {
  const all = [sql`e.subject not in ('ticket', 'run')`]
  if (who !== undefined) all.push(sql`e.actor_kind = 'user' and e.actor_id = ${who}`)
  if (subject !== undefined) all.push(sql`e.subject = ${subject}`)
  if (subject !== undefined && subjectId !== undefined) all.push(sql`e.subject_id = ${subjectId}`)
  if (since !== undefined) all.push(sql`e.at >= ${since}::timestamptz`)
  if (until !== undefined) all.push(sql`e.at < ${until}::timestamptz`)
  const words = q.trim()
  if (words !== '') {
    const like = `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    all.push(sql`(${title} ilike ${like} or ${actorName} ilike ${like} or e.payload::text ilike ${like} or e.name ilike ${like})`)
  }
  return sql.join(all, sql` and `)
}

type Changes = Record<string, { from: unknown; to: unknown }>

/** Whatever an event keeps, as old and new: changes, what was created or deleted, else what it says besides. */
function changesOf({ name, payload: { changes, values, ...rest } }: Raw): Changes {
  if (isRecord(changes)) return Object.fromEntries(Object.entries(changes).map(([field, change]) => [field, bothOf(change)]))
  const said = isRecord(values) ? values : rest
  const gone = name.endsWith('.deleted')
  return Object.fromEntries(
    Object.entries(said)
      .filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
      .map(([field, value]) => [field, gone ? { from: value, to: null } : { from: null, to: value }]),
  )
}

const bothOf = (change: unknown) => (isRecord(change) ? { from: change['from'], to: change['to'] } : { from: null, to: change })
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
