/** What stands on an example desk before the first ticket: agents, categories, accounts and contacts. */
import type pg from 'pg'
import { searchWords } from '#crm/searchWords.ts'
import { fold } from '#platform/fold.ts'
import { copyInto, copyRow } from '#platform/server/copy.ts'
import { StartProblem } from '#platform/server/startProblem.ts'
import type { Desk } from './conversation.ts'
import { accountOf, customerOf, type Customers } from './customers.ts'
import { agents, categories, slug } from './names.ts'

const day = 86_400_000

/** An agent's address on the example desk. */
export const emailOf = (name: string) => `${slug(name).replace('-', '.')}@desk.example`

/** One transaction. Ids of tickets are reserved, so that mail may come in meanwhile. */
export async function furnish(client: pg.ClientBase, tickets: number, number: number, now: Date): Promise<Desk> {
  await client.query('begin')
  const names = agents.slice(0, Math.min(agents.length, 8 + Math.floor(tickets / 5000)))
  await client.query(
    `insert into users (email, name, access_id, right_id, created_at)
     select e, n, (select id from accesses where name = 'Agent'), (select id from rights where name = 'Everything'), $3
     from unnest($1::text[], $2::text[]) as u (e, n) on conflict (email) do nothing`,
    [names.map(emailOf), names, now],
  )
  await client.query(
    `insert into categories (name, position) select n, p from unnest($1::text[]) with ordinality as c (n, p) on conflict (name) do nothing`,
    [categories],
  )
  const users = await client.query<{ id: number; name: string }>('select id, name from users where email = any($1) order by id', [
    names.map(emailOf),
  ])
  const known = await client.query<{ id: number; name: string }>('select id, name from categories')
  const queue = await client.query<{ id: number; address: string; name: string }>(
    `select id, address, coalesce(nullif(display_name, ''), name) as name from email_queues order by id limit 1`,
  )
  const firstQueue = queue.rows[0]
  if (!firstQueue) throw new StartProblem('This desk has no Email queue; example mail needs one.')
  const amounts = { accounts: clamp(tickets / 40, 20, 20_000), contacts: clamp(tickets / 6, 60, 150_000) }
  const customers: Customers = {
    seed: number,
    ...amounts,
    firstAccount: await reserve(client, 'accounts', amounts.accounts),
    firstContact: await reserve(client, 'contacts', amounts.contacts),
  }
  await writeCustomers(client, customers, now)
  const firstTicket = await reserve(client, 'tickets', tickets)
  await client.query('commit')
  return {
    ...customers,
    now: now.getTime(),
    span: clamp(tickets / 20, 60, 900) * day,
    firstTicket,
    tickets,
    users: users.rows,
    categories: new Map(known.rows.map((c) => [c.name, c.id])),
    queue: firstQueue,
  }
}

const clamp = (n: number, least: number, most: number) => Math.round(Math.min(most, Math.max(least, n)))

/** The first of `n` ids that nobody else will get: inserts wait for this transaction while the sequence moves on. */
export async function reserve(
  client: pg.ClientBase,
  table: 'accounts' | 'contacts' | 'tickets' | 'activities',
  n: number,
): Promise<number> {
  await client.query(`lock table ${table} in share row exclusive mode`)
  const { rows } = await client.query<{ last: number }>(
    `select setval(pg_get_serial_sequence('${table}', 'id'), nextval(pg_get_serial_sequence('${table}', 'id')) + $1 - 1) as last`,
    [n],
  )
  return (rows[0]?.last ?? 0) - n + 1
}

/** Words as COPY takes them for a text search vector. */
const lexemes = (of: Parameters<typeof searchWords>[0]) =>
  searchWords(of)
    .map((word) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`)
    .join(' ')

async function writeCustomers(client: pg.ClientBase, customers: Customers, now: Date) {
  const created = new Date(now.getTime() - 1000 * day).toISOString()
  for (let from = 0; from < customers.accounts; from += 5000) {
    let accounts = ''
    for (let i = from; i < Math.min(from + 5000, customers.accounts); i++) {
      const id = customers.firstAccount + i
      const { name } = accountOf(customers, id)
      accounts += copyRow([id, name, fold(name), lexemes({ name }), created])
    }
    await copyInto(client, 'accounts', ['id', 'name', 'name_folded', 'search', 'created_at'], accounts)
  }
  for (let from = 0; from < customers.contacts; from += 5000) {
    let contacts = ''
    let addresses = ''
    for (let i = from; i < Math.min(from + 5000, customers.contacts); i++) {
      const { id, name, accountId, email } = customerOf(customers, customers.firstContact + i)
      contacts += copyRow([id, name, fold(name), lexemes({ name, emails: [email] }), accountId, created])
      addresses += copyRow([id, 'email', email])
    }
    await copyInto(client, 'contacts', ['id', 'name', 'name_folded', 'search', 'account_id', 'created_at'], contacts)
    await copyInto(client, 'contact_addresses', ['contact_id', 'kind', 'address'], addresses)
  }
}
