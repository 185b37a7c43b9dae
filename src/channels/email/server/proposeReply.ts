/** To whom, from which queue and with what an answer to a ticket goes, where nobody points at a message: its newest with the customer is answered. */
import { sql } from 'kysely'
import type { Proposal } from '#activities/activity.ts'
import { addressKey } from '#platform/emailAddress.ts'
import type { Context } from '#platform/server/context.ts'
import { partsOf } from '#tickets/server/ticketQueries.ts'
import { lastMessage } from './answered.ts'
import { addressesOf, loadQueues } from './ourAddresses.ts'
import { answerTo, contactAddress, proposeEmail, type Recipient } from './proposeEmail.ts'
import { mayUse } from './mayUse.ts'

/** A ticket without mail is written to its Contact, and so is one whose newest message came from ourselves alone. */
export async function proposeReply(ctx: Context, ticketId: number, all: boolean): Promise<Proposal & { answersId: number | null }> {
  const last = await lastMessage(ctx, ticketId)
  if (!last) return { ...(await proposeEmail(ctx, { id: ticketId, kind: 'new' })), answersId: null }
  const proposal = await proposeEmail(ctx, { id: ticketId, kind: all ? 'all' : 'reply', activityId: last.id })
  return { ...proposal, to: proposal.to.length > 0 ? proposal.to : await contactAddress(ctx, ticketId), answersId: last.id }
}

interface Row {
  id: number
  contact: boolean
  last: { direction: 'in' | 'out' | 'internal'; reply_to: string[]; from_address: string | null; from_name: string | null } | null
  recipients: Recipient[]
}

/** Those of many tickets that such an answer would reach somebody from, and whether this User has a queue to send by; asked in one go. */
export async function reachable(
  ctx: Context,
  ids: readonly number[],
  all: boolean,
): Promise<{ hasQueue: boolean; ids: ReadonlySet<number> }> {
  const queues = await loadQueues(ctx.db)
  const ours = new Set(queues.flatMap(addressesOf))
  const { rows } = await sql<Row>`
    select t.id, exists (select from contact_addresses a where a.contact_id = t.contact_id and a.kind = 'email') as contact,
      case when m.id is not null then json_build_object('direction', m.direction, 'reply_to', m.reply_to, 'from_address', m.from_address,
        'from_name', m.from_name) end as last,
      coalesce((select json_agg(json_build_object('role', r.role, 'address', r.address, 'name', r.name) order by r.id)
        from activity_recipients r where r.activity_id = m.id), '[]') as recipients
    from tickets t left join lateral (
      select x.id, x.direction, x.reply_to, x.from_address, x.from_name from activities x
      where x.ticket_id = any(${partsOf(sql`t.id`)}) and x.kind = 'email' order by x.direction = 'in' desc, x.at desc, x.id desc limit 1) m on true
    where t.id = any(${[...ids]}::bigint[])`.execute(ctx.db)
  const reached = rows.filter(
    ({ contact, last, recipients }) => contact || (last !== null && answerTo(all ? 'all' : 'reply', last, recipients, ours).to.length > 0),
  )
  return { hasQueue: queues.some((q) => q.active && mayUse(ctx, q.id)), ids: new Set(reached.map(({ id }) => id)) }
}

/** An address as lists and previews write it. */
export const written = ({ address, name }: { address: string; name: string }) =>
  name === '' || addressKey(name) === addressKey(address) ? address : `${name} <${address}>`
