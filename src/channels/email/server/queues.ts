/** Email queues as administrators see and change them. Passwords go in, are kept encrypted, and never come out. */
import { sql, type Insertable, type Selectable, type Updateable } from 'kysely'
import type { z } from 'zod'
import { queueChanged, queueCreated } from '#channels/email/events.ts'
import type { AutomaticCounts } from '#channels/email/automatic.ts'
import type { Queue, queueInput } from '#channels/email/queue.ts'
import { addressKey, normaliseAddress } from '#platform/emailAddress.ts'
import { BadInput, Conflict, NotFound, type FieldProblem } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import type { EmailQueues } from '#platform/server/tables.ts'
import { lockSettings } from '#platform/server/things.ts'
import { automaticColumns, automaticOf, automaticProblems } from './automaticSettings.ts'
import { automaticCounts } from './breakers.ts'
import { sealSecret } from './queueSecrets.ts'
import { dkimSecret, sendingColumns, sendingOf, sendingProblems } from './sendingSettings.ts'
import { expectMayRedirect } from './systemAddress.ts'

type Input = z.output<typeof queueInput>
type Row = Selectable<EmailQueues>

export async function listQueues(ctx: Context, secrets: Secrets): Promise<{ queues: Queue[] }> {
  allow(ctx, 'queues.read')
  const rows = await ctx.db.selectFrom('email_queues').selectAll().orderBy('name').execute()
  const left = await leftThere(ctx)
  const counts = await automaticCounts(ctx)
  return { queues: rows.map((row) => shown(row, { secrets, left: left.get(row.id) ?? 0, counts: counts.get(row.id) })) }
}

export async function createQueue(ctx: Context, secrets: Secrets, input: Input): Promise<Queue> {
  allow(ctx, 'queues.create')
  return inTransaction(ctx, async (writing) => {
    await lockAddresses(writing)
    const values = await checked(writing, input, { id: null, hasKey: false })
    const row = await writing.db.insertInto('email_queues').values(values).returningAll().executeTakeFirstOrThrow()
    const saved = await saveSecrets(writing, secrets, row, input)
    await record(writing, queueCreated, saved, { values: toldOf(values) })
    return shown(saved, { secrets, left: 0 })
  })
}

/** `version` is the one that was loaded: whoever saves second sees what the first has done. */
export async function changeQueue(
  ctx: Context,
  secrets: Secrets,
  { id, version, ...input }: Input & { id: number; version: number },
): Promise<Queue> {
  allow(ctx, 'queues.update')
  return inTransaction(ctx, async (writing) => {
    await lockAddresses(writing)
    const before = await writing.db.selectFrom('email_queues').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    if (!before) throw new NotFound('There is no such Email queue.')
    if (before.version !== version) throw new Conflict('Someone else changed this Email queue since you loaded it.', [], 'conflict')
    const values = await checked(writing, input, { id, hasKey: before.dkim_secret !== null })
    const fields = changedFields(before, values, input)
    await expectMayRedirect(writing, id, fields)
    const row = await writing.db
      .updateTable('email_queues')
      .set({ ...values, version: before.version + 1 })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    const saved = await saveSecrets(writing, secrets, row, input)
    // Older mail is asked for now: the mailbox is looked through again; what is here already is known by its place.
    if (fields.includes('take_mail_from')) await writing.db.deleteFrom('mailbox_places').where('queue_id', '=', id).execute()
    if (fields.length > 0) await record(writing, queueChanged, saved, { fields, changes: changesTold(before, values, fields) })
    const counts = (await automaticCounts(writing)).get(id)
    return shown(saved, { secrets, left: (await leftThere(writing)).get(id) ?? 0, counts })
  })
}

/** Two queues saved at once must not end up with the same address. */
const lockAddresses = (ctx: Writing) => sql`select pg_advisory_xact_lock(hashtext('email queue addresses'))`.execute(ctx.db)

async function checked(ctx: Writing, input: Input, { id, hasKey }: { id: number | null; hasKey: boolean }) {
  const problems: FieldProblem[] = []
  const address = normaliseAddress(input.address)
  if (address === null) problems.push({ field: 'address', code: 'malformed_address' })
  const aliases = [...new Set(input.aliases)].flatMap((written) => {
    const alias = normaliseAddress(written)
    if (alias === null) problems.push({ field: 'aliases', code: 'malformed_address', details: { address: written } })
    return alias === null || alias === address ? [] : [alias]
  })
  const others = await ctx.db.selectFrom('email_queues').select(['id', 'name', 'address', 'aliases']).execute()
  const taken = new Set(others.filter((q) => q.id !== id).flatMap((q) => [q.address, ...q.aliases].map(addressKey)))
  if (address !== null && taken.has(addressKey(address))) problems.push({ field: 'address', code: 'taken' })
  for (const alias of aliases)
    if (taken.has(addressKey(alias))) problems.push({ field: 'aliases', code: 'taken', details: { address: alias } })
  if (others.some((q) => q.id !== id && q.name.toLowerCase() === input.name.toLowerCase())) problems.push({ field: 'name', code: 'taken' })
  const category = await ctx.db.selectFrom('categories').select('id').where('id', '=', input.categoryId).executeTakeFirst()
  if (!category) problems.push({ field: 'categoryId', code: 'invalid_value' })
  if (input.signatureTemplateId !== null && !(await isSignature(ctx, input.signatureTemplateId)))
    problems.push({ field: 'signatureTemplateId', code: 'invalid_value' })
  if (input.automatic) problems.push(...(await automaticProblems(ctx, input.automatic)))
  if (input.sending) problems.push(...sendingProblems(input.sending, hasKey))
  if (problems.length > 0 || address === null) throw new BadInput('The Email queue was not saved.', problems)
  return {
    name: input.name,
    address,
    aliases,
    display_name: input.displayName,
    category_id: input.categoryId,
    active: input.active,
    subject_tag: input.subjectTag,
    header_threading: input.headerThreading,
    size_limit: input.sizeLimit,
    signature_template_id: input.signatureTemplateId,
    incoming: input.imap ? 'imap' : 'listener',
    imap_host: input.imap?.host ?? null,
    imap_port: input.imap?.port ?? null,
    imap_security: input.imap?.security ?? null,
    imap_user: input.imap?.user ?? null,
    imap_folder: input.imap?.folder ?? 'INBOX',
    take_mail_from: input.imap?.takeMailFrom ?? null,
    outgoing: input.smtp ? 'smtp' : 'outbox',
    smtp_host: input.smtp?.host ?? null,
    smtp_port: input.smtp?.port ?? null,
    smtp_security: input.smtp?.security ?? null,
    smtp_user: input.smtp?.user ?? null,
    ...automaticColumns(input.automatic),
    ...sendingColumns(input.sending),
  } satisfies Insertable<EmailQueues>
}

/** Templates are settings: none is deleted or becomes another kind while a queue is being saved. */
async function isSignature(ctx: Writing, id: number) {
  await lockSettings(ctx)
  const found = await ctx.db.selectFrom('templates').select('kind').where('id', '=', id).executeTakeFirst()
  return found?.kind === 'signature'
}

/** A password left out stays as it is, but not where the server or its user became another: it was not meant for them. */
async function saveSecrets(ctx: Writing, secrets: Secrets, row: Row, { imap, smtp, sending }: Input): Promise<Row> {
  const set: Updateable<EmailQueues> = dkimSecret(secrets, row.id, sending)
  if (imap?.password !== undefined) set.imap_secret = sealSecret(secrets, row.id, 'imap', imap.password)
  else if (!imap) set.imap_secret = null
  if (smtp?.password !== undefined) set.smtp_secret = sealSecret(secrets, row.id, 'smtp', smtp.password)
  else if (!smtp) set.smtp_secret = null
  if (Object.keys(set).length === 0) return row
  return ctx.db.updateTable('email_queues').set(set).where('id', '=', row.id).returningAll().executeTakeFirstOrThrow()
}

function changedFields(before: Row, values: Awaited<ReturnType<typeof checked>>, { imap, smtp, sending }: Input) {
  const was: Record<string, unknown> = before
  const fields = Object.entries(values)
    .filter(([name, value]) => JSON.stringify(was[name]) !== JSON.stringify(value))
    .map(([name]) => name)
  const passwords = [
    imap?.password === undefined ? [] : ['imap_password'],
    smtp?.password === undefined ? [] : ['smtp_password'],
    sending?.dkim?.privateKey === undefined ? [] : ['dkim_key'],
  ]
  // The stored password would otherwise go to whichever server is named next.
  const problems: FieldProblem[] = []
  if (imap && before.imap_secret && imap.password === undefined && imap.host !== before.imap_host)
    problems.push({ field: 'imap.password', code: 'required' })
  if (smtp && before.smtp_secret && smtp.password === undefined && smtp.host !== before.smtp_host)
    problems.push({ field: 'smtp.password', code: 'required' })
  if (problems.length > 0) throw new BadInput('Another server needs its own password.', problems)
  return [...fields, ...passwords.flat()]
}

/** What the audit log keeps of a queue's settings, by the names that the API has for them. Secrets are not among the values. */
const toldOf = (values: object) => Object.fromEntries(Object.entries(values).map(([column, value]) => [camelCase(column), value]))
const camelCase = (column: string) => column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

function changesTold(before: Row, values: object, fields: readonly string[]) {
  const [was, is] = [toldOf(before), toldOf(values)]
  return Object.fromEntries(
    fields.map((field) => {
      const name = camelCase(field)
      return [name, name in is ? { from: was[name] ?? null, to: is[name] ?? null } : { from: null, to: 'changed' }]
    }),
  )
}

async function leftThere({ db }: Pick<Context, 'db'>) {
  const { rows } = await sql<{ queue_id: number; n: number }>`
    select p.queue_id, p.left_there as n from mailbox_places p join email_queues q on q.id = p.queue_id and q.imap_folder = p.folder`.execute(
    db,
  )
  return new Map(rows.map((r) => [r.queue_id, r.n]))
}

function shown(row: Row, { secrets, left, counts }: { secrets: Secrets; left: number; counts?: AutomaticCounts | undefined }): Queue {
  return {
    id: row.id,
    name: row.name,
    address: row.address,
    aliases: row.aliases,
    displayName: row.display_name,
    categoryId: row.category_id,
    active: row.active,
    subjectTag: row.subject_tag,
    headerThreading: row.header_threading,
    sizeLimit: row.size_limit,
    signatureTemplateId: row.signature_template_id,
    incoming: row.incoming,
    imap: {
      host: row.imap_host ?? '',
      port: row.imap_port ?? 993,
      security: row.imap_security ?? 'tls',
      user: row.imap_user ?? '',
      folder: row.imap_folder,
      hasPassword: row.imap_secret !== null,
      takeMailFrom: row.take_mail_from,
    },
    outgoing: row.outgoing,
    smtp: {
      host: row.smtp_host ?? '',
      port: row.smtp_port ?? 587,
      security: row.smtp_security ?? 'starttls',
      user: row.smtp_user ?? '',
      hasPassword: row.smtp_secret !== null,
    },
    automatic: { ...automaticOf(row), counts: counts ?? { hour: 0, day: 0, open: false, keptBack: [] } },
    sending: sendingOf(row, secrets),
    health: {
      incomingOkAt: row.incoming_ok_at,
      incomingError: row.incoming_error,
      incomingErrorAt: row.incoming_error_at,
      outgoingOkAt: row.outgoing_ok_at,
      outgoingError: row.outgoing_error,
      outgoingErrorAt: row.outgoing_error_at,
      leftThere: left,
    },
    version: row.version,
  }
}
