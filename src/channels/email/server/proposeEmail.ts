/** What the composer is filled with: recipients, sender, subject and quote follow from what is answered (product: Email). */
import type { Selectable } from 'kysely'
import type { Proposal } from '#activities/activity.ts'
import { BadInput } from '#platform/problem.ts'
import { escapeHtml, quotedText } from '#channels/email/quotedText.ts'
import { addressKey } from '#platform/emailAddress.ts'
import type { Context } from '#platform/server/context.ts'
import type { Activities } from '#platform/server/tables.ts'
import { lastMessage } from './answered.ts'
import { expectVisible } from '#tickets/server/ticketQueries.ts'
import { answerSubject, forwardSubject } from '../subject.ts'
import { addressesOf, loadQueues, queueOf, type OurQueue } from './ourAddresses.ts'
import { mayUse } from './mayUse.ts'
import { queueSignatures } from './queueSignature.ts'
import { sendersOf } from './senderName.ts'

type Kind = 'new' | 'reply' | 'all' | 'forward'
type Address = Proposal['to'][number]

export async function proposeEmail(ctx: Context, asked: { id: number; kind: Kind; activityId?: number | undefined }): Promise<Proposal> {
  const { id, category_id: categoryId } = await expectVisible(ctx, asked.id)
  const wanted = { ...asked, id }
  const answered = wanted.kind === 'new' ? null : await lastMessage(ctx, wanted.id, wanted.activityId)
  if (wanted.kind !== 'new' && !answered)
    throw new BadInput('There is no message to answer on this ticket.', [{ field: 'activityId', code: 'invalid_value' }])
  const all = await loadQueues(ctx.db)
  const ours = new Set(all.flatMap(addressesOf))
  const offered = all.filter((q) => q.active && mayUse(ctx, q.id))
  const recipients = answered ? await recipientsOf(ctx, answered.id) : []
  const sender = await senderOf(ctx, categoryId, offered, all, answered, recipients)
  // An answer comes from the address that was written to; what is new, from the one that this User prefers.
  const preferred =
    sender && wanted.kind !== 'reply' && wanted.kind !== 'all' ? (await sendersOf(ctx, [sender.queue.id])).get(sender.queue.id) : undefined
  const signatures = await queueSignatures(
    ctx,
    offered.map((q) => q.id),
    id,
  )
  return {
    ...(await addressees(ctx, wanted, answered, recipients, ours)),
    subject: answered ? (wanted.kind === 'forward' ? forwardSubject : answerSubject)(answered.subject) : '',
    queueId: sender?.queue.id ?? null,
    from: preferred?.address ?? sender?.from ?? null,
    queues: offered.map((q) => ({
      id: q.id,
      name: q.name,
      addresses: [q.address, ...q.aliases],
      sizeLimit: q.sizeLimit,
      signature: signatures.get(q.id) ?? '',
    })),
    quoteHtml: answered ? quote(answered, recipients) : '',
    answered: answered && wanted.kind !== 'forward' ? everyoneOf(answered, recipients, ours) : null,
  }
}

/** Who wrote it and who got it, but for ourselves. */
const everyoneOf = (answered: Answered, recipients: readonly Recipient[], ours: ReadonlySet<string>): Address[] =>
  distinct([
    ...(answered.direction === 'in' ? authorsOf(answered) : []),
    ...recipients.map(({ address, name }) => ({ address, name })),
  ]).filter((a) => !ours.has(addressKey(a.address)))

/** Where an answer to it goes. */
function authorsOf(answered: Answered): Address[] {
  if (answered.reply_to.length > 0)
    return answered.reply_to.map((address) => ({ address, name: address === answered.from_address ? (answered.from_name ?? '') : '' }))
  return answered.from_address ? [{ address: answered.from_address, name: answered.from_name ?? '' }] : []
}

async function recipientsOf(ctx: Context, activityId: number) {
  return ctx.db
    .selectFrom('activity_recipients')
    .select(['role', 'address', 'name'])
    .where('activity_id', '=', activityId)
    .orderBy('id')
    .execute()
}
export type Recipient = Awaited<ReturnType<typeof recipientsOf>>[number]

async function addressees(
  ctx: Context,
  { id, kind }: { id: number; kind: Kind },
  answered: Selectable<Activities> | null,
  recipients: Recipient[],
  ours: Set<string>,
): Promise<{ to: Address[]; cc: Address[] }> {
  if (kind === 'forward') return { to: [], cc: [] }
  if (!answered || kind === 'new') return { to: await contactAddress(ctx, id), cc: [] }
  return answerTo(kind, answered, recipients, ours)
}

type Answered = Pick<Selectable<Activities>, 'direction' | 'reply_to' | 'from_address' | 'from_name'>

/** Whom an answer to a message goes to: its author, or whoever we wrote to; with `all` the others of it too. Never ourselves. */
export function answerTo(
  kind: 'reply' | 'all',
  answered: Answered,
  recipients: readonly Recipient[],
  ours: ReadonlySet<string>,
): { to: Address[]; cc: Address[] } {
  const foreign = (list: Address[]) => distinct(list).filter((a) => !ours.has(addressKey(a.address)))
  const role = (...roles: Recipient['role'][]) =>
    recipients.filter((r) => roles.includes(r.role)).map(({ address, name }) => ({ address, name }))
  const author = answered.direction === 'out' ? role('to') : authorsOf(answered)
  if (kind === 'reply') return { to: foreign(author), cc: [] }
  const to = foreign(answered.direction === 'out' ? author : [...author, ...role('to')])
  const taken = new Set(to.map((a) => addressKey(a.address)))
  return { to, cc: foreign(role('cc')).filter((a) => !taken.has(addressKey(a.address))) }
}

/** The Contact's main one. */
export async function contactAddress(ctx: Context, ticketId: number): Promise<Address[]> {
  return ctx.db
    .selectFrom('tickets as t')
    .innerJoin('contacts as k', 'k.id', 't.contact_id')
    .innerJoin('contact_addresses as a', (join) => join.onRef('a.contact_id', '=', 'k.id').on('a.kind', '=', 'email'))
    .select(['a.address', 'k.name'])
    .where('t.id', '=', ticketId)
    .orderBy('a.position')
    .limit(1)
    .execute()
}

/** The Category's default queue; else the queue that the answered mail came to, by the alias it was written to; else the User's first. */
async function senderOf(
  ctx: Context,
  categoryId: number,
  offered: OurQueue[],
  all: OurQueue[],
  answered: Selectable<Activities> | null,
  recipients: Recipient[],
) {
  const { default_queue_id } = await ctx.db
    .selectFrom('categories')
    .select('default_queue_id')
    .where('id', '=', categoryId)
    .executeTakeFirstOrThrow()
  const usual = offered.find((q) => q.id === default_queue_id)
  if (usual) return { queue: usual, from: usual.address }
  const came = offered.find((q) => q.id === answered?.queue_id)
  if (came && answered) {
    const candidates = answered.direction === 'out' ? [answered.from_address ?? ''] : recipients.map((r) => r.address)
    const alias = candidates.find((a) => queueOf(all, a)?.id === came.id)
    return { queue: came, from: [came.address, ...came.aliases].find((a) => alias && addressKey(a) === addressKey(alias)) ?? came.address }
  }
  const first = offered[0]
  return first ? { queue: first, from: first.address } : null
}

const distinct = (list: Address[]) => [...new Map(list.map((a) => [addressKey(a.address), a])).values()]

/** The answered text under one attribution line, in the form that all mail programs fold. */
function quote(answered: Selectable<Activities>, recipients: Recipient[]) {
  const who = answered.from_name || answered.from_address || ''
  const when = answered.at.slice(0, 16).replace('T', ' ')
  const to = recipients.filter((r) => r.role === 'to').map((r) => r.address)
  const head = `${when} UTC, ${who}${answered.from_address && answered.from_address !== who ? ` <${answered.from_address}>` : ''}:`
  return `<p>${escapeHtml(head)}</p><blockquote type="cite" title="${escapeHtml(to.join(', '))}">${quotedText(answered.text)}</blockquote>`
}
