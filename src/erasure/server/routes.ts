/** The endpoints of erasing and the functions that answer them. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { FileStore } from '#files/server/fileStore.ts'
import type { Context } from '#platform/server/context.ts'
import { bytesRoute, route, type Route } from '#platform/server/route.ts'
import { visible } from '#tickets/server/ticketQueries.ts'
import * as api from '#erasure/api.ts'
import { anonymise, foreseeAnonymising } from './anonymise.ts'
import { eraseContact, foreseeErasing } from './eraseContact.ts'
import { exportContact } from './exportContact.ts'

export const erasureRoutes = (store: FileStore): Route[] => [
  route(api.foreseeAnonymising, (ctx, { id }) => foreseeAnonymising(ctx, id)),
  route(api.anonymise, (ctx, { id }) => anonymise(ctx, store, id)),
  route(api.foreseeErasing, (ctx, { id }) => foreseeErasing(ctx, id)),
  route(api.eraseContact, (ctx, { id }) => eraseContact(ctx, store, id)),
  bytesRoute(api.exportContact, (ctx, { id }) => exportContact(ctx, id)),
  route(api.listCertificates, listCertificates),
]

type Listed = z.input<(typeof api.listCertificates)['output']>

async function listCertificates(ctx: Context, { before }: { before?: number | undefined }): Promise<Listed> {
  const { rows } = await sql<Listed['certificates'][number]>`
    select c.id, c.kind, c.title, ${seenOf(ctx, 'ticket_ids')} as "ticketIds", c.removed, ${seenOf(ctx, 'elsewhere')} as elsewhere, c.at,
      c.vacuumed_at as "vacuumedAt",
      case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as by
    from certificates c left join users u on u.id = c.user_id
    where (c.kind = 'contact' or exists (select from tickets t where t.id = c.subject_id and ${visible(ctx)})) and (${before ?? null}::bigint is null or c.id < ${before ?? null}::bigint)
    order by c.id desc limit 50`.execute(ctx.db)
  return { certificates: rows }
}

/** Numbers out of sight are left out. */
const seenOf = (ctx: Context, column: 'ticket_ids' | 'elsewhere') =>
  sql`array(select t.id from tickets t where t.id = any(${sql.ref(`c.${column}`)}) and ${visible(ctx)} order by t.id)`
