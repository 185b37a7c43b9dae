/** API tokens: let a program act as its User, with all that the User may do or with less. */
import type { Selectable } from 'kysely'
import { tokenCreated, tokenRevoked } from '#people/events.ts'
import type { ApiToken } from '#people/user.ts'
import type { Permission } from '#platform/permission.ts'
import { NotFound } from '#platform/problem.ts'
import { userOf } from '#platform/server/allow.ts'
import { expectOwnEyes, inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import type { ApiTokens } from '#platform/server/tables.ts'
import { hashOf, newApiToken } from './bearer.ts'
import { byThePersonThemselves } from './byThePersonThemselves.ts'
import { saveUser } from './saveUser.ts'

const columns = ['id', 'name', 'created_at', 'used_at', 'expires_at', 'permissions'] as const

const describe = (row: Pick<Selectable<ApiTokens>, (typeof columns)[number]>): ApiToken => ({
  id: row.id,
  name: row.name,
  createdAt: row.created_at,
  usedAt: row.used_at,
  expiresAt: row.expires_at,
  permissions: row.permissions,
})

export async function listTokens(ctx: Context): Promise<{ tokens: ApiToken[] }> {
  expectOwnEyes(ctx.actor)
  const rows = await ctx.db.selectFrom('api_tokens').select(columns).where('user_id', '=', userOf(ctx).id).orderBy('id', 'desc').execute()
  return { tokens: rows.map(describe) }
}

export interface NewToken {
  name: string
  /** Null: until it is revoked. */
  days: number | null
  permissions: readonly Permission[] | null
}

/** Creates a token; it is in the answer and nowhere else. Whoever runs the command line (the system) names the User. */
export async function createToken(ctx: Context, { name, days, permissions }: NewToken, userId?: number) {
  const id = ctx.actor.kind === 'system' && userId !== undefined ? userId : byThePersonThemselves(ctx).id
  return inTransaction(ctx, async (writing) => {
    const user = await writing.db.selectFrom('users').select('id').where('id', '=', id).where('active', '=', true).executeTakeFirst()
    if (!user) throw new NotFound('There is no such User, or they are disabled.')
    const token = newApiToken()
    const row = await writing.db
      .insertInto('api_tokens')
      .values({
        user_id: id,
        name,
        token_hash: hashOf(token),
        permissions: permissions && [...permissions],
        created_at: writing.now,
        expires_at: days === null ? null : new Date(writing.now.getTime() + days * 24 * 3_600_000),
      })
      .returning(columns)
      .executeTakeFirstOrThrow()
    await record(writing, tokenCreated, await saveUser(writing, id, {}), { tokenId: row.id })
    return { token, details: describe(row) }
  })
}

/** Revokes one of one's own tokens; those of others do not exist here. */
export async function revokeToken(ctx: Context, id: number): Promise<{ ok: true }> {
  const user = byThePersonThemselves(ctx)
  return inTransaction(ctx, async (writing) => {
    const { numDeletedRows } = await writing.db
      .deleteFrom('api_tokens')
      .where('id', '=', id)
      .where('user_id', '=', user.id)
      .executeTakeFirst()
    if (numDeletedRows === 0n) throw new NotFound('There is no such token.')
    await record(writing, tokenRevoked, await saveUser(writing, user.id, {}), { tokenId: id })
    return { ok: true }
  })
}
