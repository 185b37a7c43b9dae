/** Keeps the single sign-on providers; their client secrets go in, are kept encrypted, and never come out. */
import { sql } from 'kysely'
import { expectMayDoEverything } from '#people/server/mayGive.ts'
import { providerSecretChanged } from '#people/signIn/events.ts'
import { ssoProviders, type SsoProvider } from '#people/signIn/provider.ts'
import { NotFound, type FieldProblem } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import { nextOfInstallation } from '#platform/server/settings.ts'
import { keepThings } from '#platform/server/things.ts'
import { callbackOf } from './ssoClient.ts'

export const keptProviders = keepThings({
  thing: ssoProviders,
  table: 'sso_providers',
  columns: {
    name: 'name',
    issuer: 'issuer',
    clientId: 'client_id',
    domains: 'domains',
    accessId: 'access_id',
    rightId: 'right_id',
    trustsAddresses: 'trusts_addresses',
    privateNetwork: 'private_network',
    active: 'active',
  },
  title: 'name',
  check,
  // Users who came by it stay, and sign in otherwise.
  uses: async () => [],
  async saved(ctx, { id, before, after }) {
    // The stored secret would otherwise go to whichever server is named next.
    if (before && after && before.issuer !== after.issuer)
      await ctx.db.updateTable('sso_providers').set({ client_secret: null }).where('id', '=', id).execute()
  },
})

async function check(
  ctx: Writing,
  { issuer, domains, trustsAddresses, privateNetwork, accessId, rightId }: SsoProvider,
): Promise<FieldProblem[]> {
  await expectAdministrator(ctx)
  const problems: FieldProblem[] = []
  const url = new URL(issuer)
  if (url.protocol === 'http:' && !privateNetwork) problems.push({ field: 'issuer', code: 'not_encrypted' })
  if (url.search !== '' || url.hash !== '' || url.username !== '') problems.push({ field: 'issuer', code: 'invalid_value' })
  // At a provider of many companies anybody may give themselves any address.
  if (trustsAddresses && domains.length === 0) problems.push({ field: 'domains', code: 'required' })
  if ((accessId === null) !== (rightId === null)) problems.push({ field: accessId === null ? 'accessId' : 'rightId', code: 'required' })
  const { rows } = await sql<{ access: boolean; right: boolean }>`select
    ${accessId}::bigint is null or exists (select from accesses where id = ${accessId}) as access,
    ${rightId}::bigint is null or exists (select from rights where id = ${rightId}) as right`.execute(ctx.db)
  if (!rows[0]?.access) problems.push({ field: 'accessId', code: 'unknown' })
  if (!rows[0]?.right) problems.push({ field: 'rightId', code: 'unknown' })
  return problems
}

/** Whoever names a provider could let anybody in as anybody: it takes somebody who may do everything already. */
const expectAdministrator = (ctx: Writing) => expectMayDoEverything(ctx, 'issuer')

export async function getProviderSecret(ctx: Context, publicUrl: string, { id }: { id: number }) {
  allow(ctx, 'settings.read')
  const row = await ctx.db.selectFrom('sso_providers').select('client_secret').where('id', '=', id).executeTakeFirst()
  if (!row) throw noProvider()
  return { set: row.client_secret !== null, callback: callbackOf(publicUrl) }
}

/** An empty one is none: such a provider knows us by our proof key alone. */
export async function setProviderSecret(
  ctx: Context,
  secrets: Secrets,
  { id, secret }: { id: number; secret: string },
): Promise<{ ok: true }> {
  allow(ctx, 'settings.update')
  return inTransaction(ctx, async (writing) => {
    await expectAdministrator(writing)
    const { numUpdatedRows } = await writing.db
      .updateTable('sso_providers')
      .set({
        client_secret: secret === '' ? null : secrets.encrypt('sso-secrets', secret, boundTo(id)),
        changed_at: writing.now,
        changed_by: writing.actor.kind === 'user' ? writing.actor.id : null,
      })
      .where('id', '=', id)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw noProvider()
    await record(writing, providerSecretChanged, await nextOfInstallation(writing), { providerId: id })
    return { ok: true }
  })
}

/** What is needed to speak with an active provider. */
export async function loadProvider({ db }: Pick<Context, 'db'>, secrets: Secrets, id: number) {
  const row = await db.selectFrom('sso_providers').selectAll().where('id', '=', id).where('active', '=', true).executeTakeFirst()
  if (!row) throw noProvider()
  return {
    id: row.id,
    /** Changes whenever its settings or its secret do. */
    edition: `${row.version} ${row.changed_at}`,
    issuer: row.issuer,
    clientId: row.client_id,
    clientSecret: row.client_secret === null ? null : secrets.decrypt('sso-secrets', row.client_secret, boundTo(id)),
    privateNetwork: row.private_network,
    domains: row.domains,
    trustsAddresses: row.trusts_addresses,
    accessId: row.access_id,
    rightId: row.right_id,
  }
}
export type Provider = Awaited<ReturnType<typeof loadProvider>>

const boundTo = (id: number) => `sso:${id}`
const noProvider = () => new NotFound('There is no such single sign-on provider.')
