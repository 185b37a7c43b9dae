/** A message to many tickets, row by row: each is a mail of its own, by the rules that one written on the ticket follows; never twice. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { filesOf } from '#activities/draft.ts'
import { sentBefore, writeComment } from '#activities/server/addComment.ts'
import { htmlToText } from '#channels/email/server/htmlText.ts'
import { sendAndSet, type MintMessageId, type NewEmail } from '#channels/email/server/sendEmail.ts'
import { BadInput, RuleBroken, type FieldProblem } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context, Writing } from '#platform/server/context.ts'
import type { z } from 'zod'
import { needs, type requests, type WantedRun } from '#runs/run.ts'
import { placeholderProblems, renderPlain, renderRich } from '#templates/render.ts'
import { sanitizeTemplate } from '#templates/server/sanitizeTemplate.ts'
import { templateFacts } from '#templates/server/templateFacts.ts'
import { customIds } from '#templates/server/templates.ts'
import { inBin, lockTicket, type TicketRow } from '#tickets/server/ticketQueries.ts'
import { proposeReply } from '#channels/email/server/proposeReply.ts'
import type { RowResult } from './runRows.ts'

type Reply = z.output<typeof requests.reply>
type Comment = z.output<typeof requests.comment>

export interface MessageRow {
  n: number
  ticketId: number
  runId: number
  /** Who wrote after this moment has not been read by whoever confirmed. */
  begunAt: string
}

/** What no ticket could be sent, refused before the first: no text, a placeholder that is none, a file that is gone. */
export async function checkMessage(ctx: Context, run: Extract<WantedRun, { kind: 'reply' | 'comment' }>) {
  for (const permission of needs[run.kind]) allow(ctx, permission)
  const known = await customIds(ctx)
  const [field, text] = run.kind === 'reply' ? ['html', run.request.html] : ['text', run.request.text]
  const wrong = (where: string, written: string) =>
    placeholderProblems(written, known).map((one): FieldProblem => ({ field: where, ...one }))
  const problems = [...wrong(field, text), ...(run.kind === 'reply' ? wrong('subject', run.request.subject) : [])]
  if (problems.length > 0) throw new BadInput('The message was not sent.', problems)
  const says = run.kind === 'reply' ? htmlToText(text).trim() !== '' || /<img\b/i.test(text) : text.trim() !== ''
  if (!says && run.request.attachmentIds.length === 0) throw new BadInput('An empty message says nothing.', [{ field, code: 'required' }])
  await uploadsOf(ctx, wantedFiles(run))
}

const wantedFiles = (run: Extract<WantedRun, { kind: 'reply' | 'comment' }>) =>
  run.kind === 'reply' ? filesIn(run.request) : run.request.attachmentIds
const filesIn = ({ html, attachmentIds }: Pick<Reply, 'html' | 'attachmentIds'>) => [
  ...new Set([...attachmentIds, ...filesOf({ attachments: [], body: html })]),
]

/** One reply, with the state to set: both or neither. */
export async function replyOne(ctx: Writing, mint: MintMessageId, at: MessageRow, reply: Reply): Promise<RowResult> {
  const row = await lockTicket(ctx, at.ticketId)
  const sendKey = keyOf(at)
  if ((await sentBefore(ctx, row.id, sendKey)) !== null) return { outcome: 'changed', version: row.version }
  const stop = whyNot(row, at) ?? (row.undelivered && !reply.evenUndelivered ? 'undelivered' : null)
  if (stop) return { outcome: 'skipped', problems: [{ field: 'id', code: stop }] }
  const email = await emailFor(ctx, row.id, reply)
  const copies = await copyUploads(ctx, filesIn(reply))
  await sendAndSet(
    ctx,
    mint,
    row,
    { ...email, html: withCopies(email.html, copies), attachmentIds: reply.attachmentIds.map((id) => copies.get(id) ?? id), sendKey },
    {},
    reply.setState ?? undefined,
  )
  return { outcome: 'changed' }
}

export async function commentOne(ctx: Writing, at: MessageRow, { text, attachmentIds }: Comment): Promise<RowResult> {
  const row = await lockTicket(ctx, at.ticketId)
  const sendKey = keyOf(at)
  if ((await sentBefore(ctx, row.id, sendKey)) !== null) return { outcome: 'changed', version: row.version }
  if (row.id !== at.ticketId) return { outcome: 'skipped', problems: [{ field: 'id', code: 'merged' }] }
  const facts = await templateFacts(ctx, { ticketId: row.id, queueId: null, language: null })
  const copies = await copyUploads(ctx, attachmentIds)
  const { row: saved } = await writeComment(ctx, row, { text: renderPlain(text, facts), attachmentIds: [...copies.values()], sendKey })
  return { outcome: 'changed', version: saved.version }
}

/** A reply as it is sent from one ticket: recipients, queue, subject and quote by the rules of answering. */
export async function emailFor(ctx: Context, ticketId: number, reply: Reply): Promise<Omit<NewEmail, 'sendKey'>> {
  const proposal = await proposeReply(ctx, ticketId, reply.all)
  if (proposal.to.length === 0) throw new RuleBroken('The Contact has no address.', [{ field: 'id', code: 'no_address' }], 'no_address')
  if (proposal.queueId === null || proposal.from === null)
    throw new RuleBroken('Your Right has no Email queue.', [{ field: 'id', code: 'no_queue' }], 'no_queue')
  const { queueId, from } = proposal
  const facts = await templateFacts(ctx, { ticketId, queueId, language: reply.language })
  const own = proposal.answersId === null ? renderPlain(reply.subject, facts).trim() || facts['ticket.title'] : proposal.subject
  return {
    to: proposal.to,
    cc: proposal.cc,
    bcc: [],
    subject: own.replaceAll(/\s+/g, ' '),
    html: renderRich(sanitizeTemplate(reply.html), facts) + proposal.quoteHtml,
    queueId,
    from,
    attachmentIds: [],
    answersId: proposal.answersId,
  }
}

function whyNot(row: TicketRow, { ticketId, begunAt }: MessageRow): string | null {
  if (row.id !== ticketId) return 'merged'
  if (row.deleted_at !== null) throw inBin(row.id)
  return row.last_customer_at !== null && row.last_customer_at > begunAt ? 'came_since' : null
}

/** The same for the same row of the same run, however often it is tried; nobody else's message has it. */
export function keyOf({ runId, n, begunAt }: Pick<MessageRow, 'runId' | 'n' | 'begunAt'>): string {
  const hex = createHash('sha256').update(`run ${runId} ${begunAt} row ${n}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The uploads of this User; refused where one is gone. */
async function uploadsOf({ db, actor }: Context, ids: readonly number[]) {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: number; hash: Buffer; name: string; media_type: string; size: number }>`
    select id, hash, name, media_type, size from attachments where id = any(${[...ids]}::bigint[]) and activity_id is null and template_id is null
      and uploaded_by = ${actor.kind === 'user' ? actor.id : 0} order by id`.execute(db)
  const gone = ids.filter((id) => !rows.some((row) => row.id === id))
  if (gone.length > 0)
    throw new BadInput('A file is no longer there; add it again.', [{ field: 'attachmentIds', code: 'file_gone', details: { ids: gone } }])
  return rows
}

/** Rows of its own for each message, of the same bytes. */
async function copyUploads(ctx: Writing, ids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const copies = new Map<number, number>()
  for (const { id, ...file } of await uploadsOf(ctx, ids)) {
    const copy = await ctx.db
      .insertInto('attachments')
      .values({ ...file, uploaded_by: ctx.actor.kind === 'user' ? ctx.actor.id : null, created_at: ctx.now })
      .returning('id')
      .executeTakeFirstOrThrow()
    copies.set(id, copy.id)
  }
  return copies
}

/** Pictures in the text refer to their copies. */
const withCopies = (html: string, copies: ReadonlyMap<number, number>) =>
  html.replaceAll(
    /(\bsrc="\/api\/v1\/attachments\/)(\d{1,15})(\/inline")/g,
    (_, before: string, id: string, after: string) => `${before}${copies.get(Number(id)) ?? id}${after}`,
  )
