/**
 * Irreversibly replaces what tickets say and whom they name; counts, times, states and durations stay. What is replaced where, the marks in
 * personalData.ts list; a test greps the whole database for what may be left.
 */
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { fields } from '#tickets/fields.ts'
import type { Writing } from '#platform/server/context.ts'
import type { DB } from '#platform/server/tables.ts'
import { forgetDocuments } from '#search/server/forgetDocuments.ts'
import { fold } from '#platform/fold.ts'
import { personalFields, tellingEvents } from './scope.ts'

export const anonymised = 'Anonymised'
const chunk = 500

/** The tickets are locked by the caller. Returns the hashes of files that no row names any more. */
export async function replaceTickets(ctx: Writing, ids: readonly number[]): Promise<Buffer[]> {
  const { db } = ctx
  const of = sql`any(${[...ids]}::bigint[])`
  const custom = (await personalFields(ctx)).map(String)
  await sql`update tickets set title = ${anonymised}, title_folded = ${fold(anonymised)}, description = '', description_folded = null, snippet = '',
    contact_id = null, account_id = null, custom = custom - ${custom}::text[], custom_folded = custom_folded - ${custom}::text[],
    anonymised_at = ${ctx.now}, unread = false, undelivered = false, reopen_at = null where id = ${of}`.execute(db)
  await sql`delete from ticket_participants where ticket_id = ${of}`.execute(db)
  await sql`delete from message_ids where ticket_id = ${of}`.execute(db)
  await sql`delete from ticket_external_ids where ticket_id = ${of}`.execute(db)
  await sql`delete from drafts where ticket_id = ${of}`.execute(db)
  await sql`delete from automatic_answers where ticket_id = ${of}`.execute(db)
  await sql`delete from notifications where ticket_id = ${of}`.execute(db)
  await sql`update time_corrections set reason = '' where activity_id in (select id from timed_activities where ticket_id = ${of})`.execute(
    db,
  )
  await sql`delete from suggested_tickets s using activities x where x.id = s.activity_id and x.ticket_id = ${of}`.execute(db)
  await sql`update activity_recipients r set address = '', name = '', reason = null from activities x where x.id = r.activity_id and x.ticket_id = ${of}`.execute(
    db,
  )
  // Answers to it from elsewhere carry its Message-IDs on.
  const { rows: sent } = await sql<{
    id: string
  }>`select message_id as id from activities where ticket_id = ${of} and message_id is not null`.execute(db)
  const messageIds = sent.map(({ id }) => id)
  await sql`update activities set thread_ids = array(select x from unnest(thread_ids) x where x <> all(${messageIds}::text[]))
    where thread_ids && ${messageIds}::text[]`.execute(db)
  await sql`delete from message_ids where message_id = any(${messageIds}::text[])`.execute(db)
  await sql`update activities set contact_id = null, from_address = null, from_name = null, reply_to = '{}', subject = '', text = '', html = null,
    message_id = null, thread_ids = '{}', content_hash = null, match = null, failure = null, automatic = case when automatic is null then null else 'anonymised' end,
    delivery = case when delivery in ('queued', 'held', 'sending') then 'failed' else delivery end, due_at = null, version = version + 1
    where ticket_id = ${of}`.execute(db)
  const { rows: files } = await sql<{ hash: Buffer }>`delete from attachments where ticket_id = ${of} returning hash`.execute(db)
  await sql`update deleted_files d set name = ${anonymised} from activities x where x.id = d.activity_id and x.ticket_id = ${of}`.execute(
    db,
  )
  await sql`delete from comment_versions v using activities x where x.id = v.activity_id and x.ticket_id = ${of}`.execute(db)
  const mails = await replaceMails(db, ids)
  await replaceHistory(ctx, ids, custom)
  await forgetRuns(db, ids)
  await forgetDocuments(db, ids)
  await sql`insert into search_waiting (ticket_id, since) select id, ${ctx.now} from tickets where id = ${of} and survivor_id is null on conflict do nothing`.execute(
    db,
  )
  return nobodysFiles(db, [...files.map(({ hash }) => hash), ...mails])
}

/** The ledger keeps that a mail came, when, and what became of it. */
async function replaceMails(db: Kysely<DB>, ids: readonly number[]): Promise<Buffer[]> {
  const { rows } = await sql<{ id: number; blob: Buffer | null }>`
    select id, blob from incoming_mails where id in (select mail_id from incoming_mail_results where ticket_id = any(${[...ids]}::bigint[]))
    for update`.execute(db)
  const mails = sql`any(${rows.map(({ id }) => id)}::bigint[])`
  await sql`delete from incoming_mail_parts where mail_id = ${mails}`.execute(db)
  await sql`update incoming_mails set envelope_from = null, envelope_to = '{}', blob = null, message_id = null, content_hash = null, from_address = null,
    subject = null, failure = null, reason = 'anonymised', raw_hash = sha256(raw_hash || gen_random_uuid()::text::bytea) where id = ${mails}`.execute(
    db,
  )
  return rows.flatMap(({ blob }) => (blob ? [blob] : []))
}

const payload = z.looseObject({
  fields: z.record(z.string(), z.unknown()).optional(),
  changes: z.record(z.string(), z.unknown()).optional(),
})

/** That something was changed, by whom and when, stays; what it was and became does not. */
async function replaceHistory(ctx: Writing, ids: readonly number[], custom: readonly string[]) {
  await sql`update events set actor_id = null where subject = 'ticket' and subject_id = any(${[...ids]}::bigint[]) and actor_kind = 'contact'`.execute(
    ctx.db,
  )
  const personal = new Set([
    ...Object.entries(fields).flatMap(([key, field]) => (field.personal ? [key] : [])),
    ...custom.map((id) => `custom.${id}`),
  ])
  for (let last = 0; ;) {
    const { rows } = await sql<{ id: number; payload: unknown }>`
      select id, payload from events where subject = 'ticket' and subject_id = any(${[...ids]}::bigint[]) and name = any(${[...tellingEvents]}::text[])
        and id > ${last} order by id limit ${chunk}`.execute(ctx.db)
    if (rows.length === 0) return
    last = rows.at(-1)?.id ?? 0
    const rewritten = rows.map(({ payload: given }) => {
      const { fields: values, changes, ...rest } = payload.parse(given)
      return JSON.stringify({
        ...rest,
        ...(values
          ? { fields: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, personal.has(key) ? null : value])) }
          : {}),
        ...(changes
          ? {
              changes: Object.fromEntries(
                Object.entries(changes).map(([key, change]) => [key, personal.has(key) ? { from: null, to: null } : change]),
              ),
              anonymised: true,
            }
          : {}),
      })
    })
    await sql`update events e set payload = x.payload::jsonb from unnest(${rows.map(({ id }) => id)}::bigint[], ${rewritten}::text[]) as x (id, payload)
      where e.id = x.id`.execute(ctx.db)
  }
}

/** Files of exports may hold anyone's rows: all of them go. What was asked of runs that touched these tickets may be a title that was typed. */
async function forgetRuns(db: Kysely<DB>, ids: readonly number[]) {
  await sql`update run_rows set detail = null, before = null where ticket_id = any(${[...ids]}::bigint[])`.execute(db)
  await sql`update runs set request = jsonb_build_object('request', '{}'::jsonb, 'rows', jsonb_build_object('ids', jsonb_build_array(1)))
    where state in ('done', 'failed', 'stopped') and kind = 'edit'
      and id in (select run_id from run_rows where ticket_id = any(${[...ids]}::bigint[]))`.execute(db)
}

/** Of these files those that nobody else names; exports' files are among them. */
async function nobodysFiles(db: Kysely<DB>, hashes: readonly Buffer[]): Promise<Buffer[]> {
  const { rows: exports } = await sql<{ hash: string }>`
    with held as materialized (select id, file_hash from runs where kind = 'export' and file_hash is not null)
    update runs r set file_hash = null, file_size = null from held where held.id = r.id returning held.file_hash as hash`.execute(db)
  const all = [...hashes, ...[...exports, ...(await forgetImports(db))].map(({ hash }) => Buffer.from(hash, 'hex'))]
  const { rows } = await sql<{ hash: Buffer }>`
    delete from blobs b where b.hash = any(${all}::bytea[]) and not exists (select from attachments a where a.hash = b.hash)
      and not exists (select from incoming_mails m where m.blob = b.hash)
      and not exists (select from ticket_imports i where i.file_hash = encode(b.hash, 'hex')) returning b.hash`.execute(db)
  return rows.map(({ hash }) => hash)
}

/** Files of imports that are not under way, with what was read of them. Their hashes. */
export async function forgetImports(db: Kysely<DB>): Promise<{ hash: string }[]> {
  const { rows } = await sql<{ hash: string }>`
    with held as materialized (select i.id, i.file_hash from ticket_imports i where i.file_hash is not null
      and not exists (select from runs r where r.import_id = i.id and r.state in ('waiting', 'running')))
    update ticket_imports i set file_hash = null, file_name = '', head = '[]', sample = '[]', columns = '[]', choices = '{}'
    from held where held.id = i.id returning held.file_hash as hash`.execute(db)
  return rows
}
