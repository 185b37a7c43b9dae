/** All that is kept of a Contact, for themselves: who they are, their tickets and every message on them, written as it is read. */
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import { Bytes } from '#platform/server/route.ts'
import { joinShown, visible } from '#tickets/server/ticketQueries.ts'

export async function exportContact(ctx: Context, id: number): Promise<Bytes> {
  allow(ctx, 'contacts.erase')
  const { rows } = await sql<{ contact: unknown }>`
    select json_build_object('id', k.id, 'name', k.name, 'note', k.note, 'custom', k.custom, 'createdAt', k.created_at,
      'account', (select name from accounts where id = k.account_id),
      'addresses', (select coalesce(json_agg(json_build_object('kind', kind, 'address', address) order by position), '[]')
        from contact_addresses where contact_id = k.id)) as contact
    from contacts k where k.id = ${id} and k.merged_into is null`.execute(ctx.db)
  const [found] = rows
  if (!found) throw new NotFound(`There is no Contact ${id}.`)
  return new Bytes(Readable.from(pieces(ctx, id, found.contact)), {
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': `attachment; filename="contact-${id}.json"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  })
}

async function* pieces(ctx: Context, id: number, contact: unknown): AsyncIterable<string> {
  yield `{"contact": ${JSON.stringify(contact)},\n"tickets": [`
  const { rows } = await sql<{ id: number }>`
    select held.id from tickets held ${joinShown(sql`held.id`)} where held.contact_id = ${id} and ${visible(ctx)} order by held.id`.execute(
    ctx.db,
  )
  for (const [n, ticket] of rows.entries()) yield `${n === 0 ? '\n' : ',\n'}${JSON.stringify(await whole(ctx, ticket.id))}`
  yield '\n]}\n'
}

/** What is internal is about them too. */
async function whole(ctx: Context, id: number): Promise<unknown> {
  const { rows } = await sql<{ ticket: unknown }>`
    select json_build_object('number', t.id, 'title', t.title, 'state', t.state, 'createdAt', t.created_at, 'closedAt', t.closed_at,
      'description', t.description, 'custom', t.custom,
      'participants', (select coalesce(json_agg(address order by address), '[]') from ticket_participants where ticket_id = t.id),
      'activities', (select coalesce(json_agg(json_build_object('kind', x.kind, 'direction', x.direction, 'at', x.at, 'from', x.from_address,
          'subject', x.subject, 'text', x.text,
          'attachments', (select coalesce(json_agg(json_build_object('name', f.name, 'type', f.media_type, 'size', f.size)), '[]')
            from attachments f where f.activity_id = x.id)) order by x.at, x.id), '[]')
        from activities x where x.ticket_id = t.id)) as ticket
    from tickets t where t.id = ${id}`.execute(ctx.db)
  return rows[0]?.ticket ?? null
}
