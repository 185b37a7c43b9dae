/** Looks into a mailbox before it is taken over: which folders there are, how much lies there, and from when. */
import type { ImapFlow } from 'imapflow'
import type { z } from 'zod'
import type { lookIntoMailbox as endpoint } from '#channels/email/api.ts'
import { BadInput, NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import type { Context } from '#platform/server/context.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import { imapClient, reasonOf } from './mailbox.ts'
import { openSecret } from './queueSecrets.ts'

type Input = z.output<(typeof endpoint)['input']>
type Seen = z.input<(typeof endpoint)['output']>

export async function lookIntoMailbox(ctx: Context, secrets: Secrets, input: Input): Promise<Seen> {
  allow(ctx, 'queues.update')
  const client = imapClient({ ...input, password: input.password ?? (await storedPassword(ctx, secrets, input)) })
  client.on('error', () => undefined) // told by the command under way
  try {
    await client.connect()
    const folders = (await client.list()).filter((f) => !f.flags.has('\\Noselect')).map((f) => f.path)
    const { exists } = await client.mailboxOpen(input.folder, { readOnly: true })
    const [oldest, newest] = exists === 0 ? [] : [await arrival(client, 1), await arrival(client, exists)]
    return { folders, messages: exists, oldestAt: oldest ?? null, newestAt: newest ?? null }
  } catch (error) {
    const refused = error instanceof Error && 'authenticationFailed' in error && error.authenticationFailed === true
    throw new BadInput(`The mailbox could not be opened: ${reasonOf(error)}`, [
      { field: refused ? 'password' : 'host', code: refused ? 'refused' : 'unreachable', details: { reason: reasonOf(error) } },
    ])
  } finally {
    client.close()
  }
}

async function arrival(client: ImapFlow, seq: number) {
  const message = await client.fetchOne(seq, { internalDate: true })
  return message && message.internalDate ? new Date(message.internalDate).toISOString() : null
}

/** Only for the server that it was stored for: nobody gets a password by naming a server of their own. */
async function storedPassword(ctx: Context, secrets: Secrets, { id, host, user }: Input) {
  if (id === undefined) return ''
  const queue = await ctx.db
    .selectFrom('email_queues')
    .select(['id', 'imap_secret', 'imap_host', 'imap_user'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!queue) throw new NotFound('There is no such Email queue.')
  if (!queue.imap_secret) return ''
  if (queue.imap_host !== host || queue.imap_user !== user)
    throw new BadInput('Another server or user needs its own password.', [{ field: 'password', code: 'required' }])
  return openSecret(secrets, queue.id, 'imap', queue.imap_secret)
}
