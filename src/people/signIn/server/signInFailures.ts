/** Failed sign-ins of Users who exist stand in the audit log; whoever failed cannot tell by the time it took. */
import { saveUser } from '#people/server/saveUser.ts'
import type { Whence } from '#people/server/sessions.ts'
import { signInFailed } from '#people/signIn/events.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { notBefore } from './sameTime.ts'

type Step = 'password' | 'code' | 'passkey' | 'sso'

const atLeast = 200

/** `userId` is undefined where nobody has that address. `started` is when the request began. */
export async function noteFailure(ctx: Context, userId: number | undefined, step: Step, { address }: Whence, started: number) {
  if (userId !== undefined)
    await inTransaction(ctx, async (writing) => {
      await record(writing, signInFailed, await saveUser(writing, userId, {}), { address, step })
    })
  await notBefore(started, atLeast)
}
