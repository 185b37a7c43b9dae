/** The system address: the Email queue from which the desk itself writes. */
import { expectMayDoEverything } from '#people/server/mayGive.ts'
import { systemAddress } from '#people/signIn/settings.ts'
import { BadInput } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { changeSetting, readSetting } from '#platform/server/settings.ts'

interface Value {
  queueId: number | null
}

export async function getSystemAddress(ctx: Context): Promise<Value & { queues: { id: number; name: string; address: string }[] }> {
  allow(ctx, 'settings.read')
  const queues = await ctx.db
    .selectFrom('email_queues')
    .select(['id', 'name', 'address'])
    .where('active', '=', true)
    .orderBy('name')
    .execute()
  return { ...(await readSetting(ctx.db, systemAddress)), queues }
}

export async function changeSystemAddress(ctx: Context, { queueId }: Value): Promise<{ ok: true }> {
  allow(ctx, 'settings.update')
  return inTransaction(ctx, async (writing) => {
    await expectMayDoEverything(writing, 'queueId')
    const queue =
      queueId === null ||
      (await writing.db.selectFrom('email_queues').select('id').where('id', '=', queueId).where('active', '=', true).executeTakeFirst())
    if (!queue) throw new BadInput('There is no such active Email queue.', [{ field: 'queueId', code: 'unknown' }])
    await changeSetting(writing, systemAddress, { queueId })
    return { ok: true }
  })
}

/** Through whose server the password links go could read them, and be anybody. */
export async function expectMayRedirect(ctx: Writing, queueId: number, changed: readonly string[]): Promise<void> {
  const moved = changed.some((name) => name === 'outgoing' || name.startsWith('smtp_'))
  if (moved && (await readSetting(ctx.db, systemAddress)).queueId === queueId) await expectMayDoEverything(ctx, 'smtp')
}
