/** Sends an email from a ticket: with the unsaved form changes and the state to set, all or nothing. The stored activity is the outbox. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Activity, emailInput } from '#activities/activity.ts'
import { messageSize } from '#activities/messageSize.ts'
import { getActivity } from '#activities/server/activityQueries.ts'
import { sentBefore } from '#activities/server/addComment.ts'
import type { Seen } from '#tickets/seen.ts'
import { endDraft } from '#activities/server/drafts.ts'
import { passGate } from '#tickets/server/sendGate.ts'
import { attach } from '#files/server/attachments.ts'
import { addressKey, normaliseAddress } from '#platform/emailAddress.ts'
import { BadInput, NotAllowed, type FieldProblem } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { placeholdersIn } from '#templates/render.ts'
import { noteActivity } from '#tickets/server/noteActivity.ts'
import { participantsJoin } from '#tickets/server/participants.ts'
import { saveTicket } from '#tickets/server/saveTicket.ts'
import { getTicket, lockTicket, partsOf, type TicketRow } from '#tickets/server/ticketQueries.ts'
import type { Changes, State, Ticket } from '#tickets/ticket.ts'
import { lastMessage } from './answered.ts'
import { htmlToText } from './htmlText.ts'
import { addressesOf, loadQueues, queueOf } from './ourAddresses.ts'
import { mayUse } from './mayUse.ts'
import { withQueueSignature } from './queueSignature.ts'
import { sendersOf } from './senderName.ts'

export type NewEmail = z.output<typeof emailInput>
/** Signed, so that an answer to it is known to answer us. */
export type MintMessageId = (ticketId: number, activityId: number, fromAddress: string) => string

type Input = NewEmail & { id: number; changes?: Changes | undefined; setState?: State | undefined; seen?: Seen | undefined }

export async function sendEmail(
  ctx: Context,
  mint: MintMessageId,
  { id, changes, setState, seen, ...email }: Input,
): Promise<{ activity: Activity; ticket: Ticket }> {
  allow(ctx, 'tickets.update')
  return inTransaction(ctx, async (writing) => {
    const row = await lockTicket(writing, id)
    const before = await sentBefore(writing, row.id, email.sendKey)
    if (before === null) await passGate(writing, row, seen)
    const activityId = before ?? (await sendAndSet(writing, mint, row, email, changes ?? {}, setState))
    await endDraft(writing, row, email.sendKey)
    return { activity: await getActivity(writing, activityId), ticket: await getTicket(writing, id) }
  })
}

/** `row` is locked. Message and changes are checked together: a rule that refuses lets nothing leave. */
export async function sendAndSet(
  ctx: Writing,
  mint: MintMessageId,
  row: TicketRow,
  email: NewEmail,
  changes: Changes,
  setState: State | undefined,
) {
  // The state to set wins over one that was chosen in the form: it is the later word.
  const wanted = setState ? { ...changes, state: { from: row.state, to: setState } } : changes
  const saved = await saveTicket(ctx, row, wanted, { askRules: true })
  return (await writeEmail(ctx, mint, saved, email)).activityId
}

/** `row` is locked. Shared with a new ticket that begins with an email. */
export async function writeEmail(ctx: Writing, mint: MintMessageId, row: TicketRow, email: NewEmail) {
  const queues = await loadQueues(ctx.db)
  const from = await senderOf(ctx, queues, email)
  const recipients = checked(email)
  const answered = email.answersId === null ? null : await lastMessage(ctx, row.id, email.answersId)
  if (email.answersId !== null && !answered)
    throw new BadInput('The answered message is no longer on this ticket.', [{ field: 'answersId', code: 'invalid_value' }])
  // An answer stands where that stands which it answers, for the day of an un-merge.
  const keptOn = answered?.ticket_id ?? row.id
  if (saysNothing(email)) throw new BadInput('An empty email says nothing.', [{ field: 'html', code: 'required' }])
  const gap = placeholdersIn(`${email.subject}\n${htmlToText(ownPart(email))}`)[0]
  if (gap)
    throw new BadInput(`Nothing stands for the placeholder {{${gap.name}}}. Write it yourself or take it out.`, [
      { field: 'html', code: 'unfilled_placeholder', details: { placeholder: gap.name } },
    ])
  const { html, inlineIds } = withContentIds(await withQueueSignature(ctx, email, row.id))
  const text = htmlToText(html)
  const { id: activityId } = await ctx.db
    .insertInto('activities')
    .values({
      ticket_id: keptOn,
      kind: 'email',
      direction: 'out',
      at: ctx.now,
      created_at: ctx.now,
      user_id: ctx.actor.kind === 'user' ? ctx.actor.id : null,
      queue_id: email.queueId,
      from_address: from.address,
      from_name: from.name,
      subject: email.subject,
      text,
      html,
      answers_id: email.answersId,
      thread_ids: answered ? [...answered.thread_ids, ...(answered.message_id ? [answered.message_id] : [])] : [],
      send_key: email.sendKey,
      delivery: 'queued',
      due_at: ctx.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const ours = new Set(queues.flatMap(addressesOf))
  const answer = await writeAddresses(ctx, row, activityId, {
    keptOn,
    messageId: mint(keptOn, activityId, from.address),
    recipients,
    joining: recipients.filter((r) => !ours.has(addressKey(r.address))),
  })
  const files = [...new Set([...email.attachmentIds, ...inlineIds])]
  expectFits(messageSize(await attach(ctx, files, { activityId, ticketId: keptOn }), html.length), from.sizeLimit)
  for (const id of inlineIds)
    await ctx.db
      .updateTable('attachments')
      .set({ content_id: contentId(id), inline: true })
      .where('id', '=', id)
      .where('activity_id', '=', activityId)
      .execute()
  const saved = await noteActivity(ctx, row, {
    activityId,
    kind: 'email',
    direction: 'out',
    at: ctx.now,
    text,
    attachments: files.length,
    fromCustomer: false,
    automatic: false,
    answer,
  })
  return { activityId, row: saved }
}

async function senderOf(ctx: Context, queues: Awaited<ReturnType<typeof loadQueues>>, email: NewEmail) {
  const queue = queues.find((q) => q.id === email.queueId && q.active)
  if (!queue) throw new BadInput('This Email queue does not send.', [{ field: 'queueId', code: 'invalid_value' }])
  if (!mayUse(ctx, queue.id))
    throw new NotAllowed('Your Right does not include this Email queue.', [{ field: 'queueId', code: 'queue_not_allowed' }])
  if (queueOf([queue], email.from) === undefined)
    throw new BadInput('This address does not belong to the Email queue.', [{ field: 'from', code: 'invalid_value' }])
  const name = (await sendersOf(ctx, [queue.id])).get(queue.id)?.name ?? queue.displayName
  return { address: email.from, name, sizeLimit: queue.sizeLimit }
}

const mb = (bytes: number) => (bytes / 1_000_000).toFixed(1)

function expectFits(size: number, limit: number) {
  if (size <= limit) return
  throw new BadInput(`The message would have ${mb(size)} MB, more than the ${mb(limit)} MB that this Email queue takes.`, [
    { field: 'attachmentIds', code: 'message_too_large', details: { size, limit } },
  ])
}

function checked(email: NewEmail) {
  const problems: FieldProblem[] = []
  const seen = new Set<string>()
  const rows = (['to', 'cc', 'bcc'] as const).flatMap((role) =>
    email[role].flatMap(({ address, name }) => {
      const normal = normaliseAddress(address)
      if (!normal) problems.push({ field: role, code: 'malformed_address', details: { address } })
      if (!normal || seen.has(addressKey(normal))) return []
      seen.add(addressKey(normal))
      return [{ role, address: normal, name }]
    }),
  )
  if (rows.length === 0 && problems.length === 0) problems.push({ field: 'to', code: 'required' })
  if (problems.length > 0) throw new BadInput('The email was not sent.', problems)
  return rows
}

/** Without what it quotes. */
const ownPart = ({ html }: Pick<NewEmail, 'html'>) => html.replace(/(<p>[^<]*:<\/p>\s*)?<blockquote\b[\s\S]*<\/blockquote>/i, '')

/** No word of its own, no picture, no file: what it quotes is known already. A forward quotes what its reader does not know. */
function saysNothing({ html, answersId, attachmentIds }: NewEmail) {
  const own = answersId === null ? html : ownPart({ html })
  return attachmentIds.length === 0 && !/<img\b/i.test(own) && htmlToText(own).trim() === ''
}

const contentId = (id: number) => `file-${id}@tessera`

/** Images that were pasted into the text refer to their upload; in mail they refer to a part of the message. */
function withContentIds(html: string) {
  const inlineIds: number[] = []
  const replaced = html.replaceAll(
    /(<img\b[^>]*\bsrc=")\/api\/v1\/attachments\/(\d{1,15})\/inline(")/g,
    (_, before: string, id: string, after: string) => {
      inlineIds.push(Number(id))
      return `${before}cid:${contentId(Number(id))}${after}`
    },
  )
  return { html: replaced, inlineIds: [...new Set(inlineIds)] }
}

interface Addressing {
  keptOn: number
  messageId: string
  recipients: readonly { role: 'to' | 'cc' | 'bcc'; address: string; name: string }[]
  joining: readonly { address: string; name: string }[]
}

/**
 * One statement for the Message-ID, the recipients and the participants. Returns whether it is an answer: to the Contact or to somebody
 * who was on the Contact's mails before; without a Contact, to anybody.
 */
async function writeAddresses(ctx: Writing, row: TicketRow, activityId: number, { keptOn, messageId, recipients, joining }: Addressing) {
  const parts = partsOf(sql`${row.id}::bigint`)
  const keys = recipients.map((r) => addressKey(r.address))
  const { rows } = await sql<{ answer: boolean }>`
    with known as materialized (select ${row.contact_id}::bigint is null
        or exists (select from ticket_participants where ticket_id = any(${parts}) and lower(address) = any(${keys}::text[]))
        or exists (select from contact_addresses where contact_id = ${row.contact_id} and lower(address) = any(${keys}::text[])) as answer),
      named as (update activities set message_id = ${messageId}, answer = known.answer from known where id = ${activityId}),
      id as (insert into message_ids (message_id, ticket_id, activity_id, kind) values (${messageId}, ${keptOn}, ${activityId}, 'sent')),
      recipients as (insert into activity_recipients (activity_id, role, address, name, state, at)
        select ${activityId}::bigint, r, a, n, 'queued', ${ctx.now}::timestamptz from unnest(${recipients.map((r) => r.role)}::text[],
          ${recipients.map((r) => r.address)}::text[], ${recipients.map((r) => r.name)}::text[]) as p (r, a, n)),
      participants as ${participantsJoin(keptOn, joining)}
    select answer from known`.execute(ctx.db)
  return rows[0]?.answer ?? false
}
