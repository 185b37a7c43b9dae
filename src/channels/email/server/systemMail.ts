/** Mail of the desk itself (password links, invitations): from the system address, by the same outbox as all mail. */
import { randomBytes } from 'node:crypto'
import { sql, type Kysely, type Selectable, type Transaction } from 'kysely'
import { letters, type SystemLetter } from '#channels/email/systemLetters.ts'
import { resetRequested, userInvited } from '#people/signIn/events.ts'
import { issueLink, type LinkKind } from '#people/signIn/server/passwordLinks.ts'
import { systemAddress } from '#people/signIn/settings.ts'
import type { Happened } from '#platform/server/horizon.ts'
import type { Log } from '#platform/server/log.ts'
import type { Reader } from '#platform/server/reader.ts'
import { handOn } from '#platform/server/readers.ts'
import { readSetting } from '#platform/server/settings.ts'
import type { DB, SystemMails } from '#platform/server/tables.ts'
import type { EmailChannel } from './emailChannel.ts'
import type { OutgoingMail } from './composeMail.ts'

const name = 'system mail'

/** Makes a mail to send of each event that asks for one; without a system address there is none. */
export const systemMail: Reader = {
  name,
  events: {
    [resetRequested.name]: (trx, event) => ask(trx, event, 'reset'),
    [userInvited.name]: (trx, event) => ask(trx, event, 'invitation'),
  },
  failed: handOn(name),
}

async function ask(trx: Transaction<DB>, event: Happened, kind: LinkKind) {
  const { queueId } = await readSetting(trx, systemAddress)
  if (queueId === null) return
  await trx
    .insertInto('system_mails')
    .values({ event_id: event.id, kind, user_id: event.subject_id, queue_id: queueId, created_at: event.at, due_at: event.at })
    .onConflict((on) => on.column('event_id').doNothing())
    .execute()
}

export interface SystemMailDeps {
  db: Kysely<DB>
  log: Log
  channel: Pick<EmailChannel, 'hand'>
  publicUrl: () => string
  /** What a mail of notifications says; null: nothing of it is to be told any more. */
  notifications: (mail: { id: number; userId: number }) => Promise<SystemLetter | null>
}

const minute = 60_000
/** Somebody waits for it, so the first tries follow soon. */
const pauses = [5_000, 20_000, ...[1, 2, 5, 15, 30, 60].map((m) => m * minute)]
/** An answer to a question that nobody waits for any more is not sent. */
const giveUpAfter: Record<SystemMails['kind'], number> = {
  reset: 60 * minute,
  invitation: 3 * 24 * 60 * minute,
  notifications: 24 * 60 * minute,
}

/** Sends the next due mail; false when there is none. A mail that may have left is sent again: two links do no harm, none does. */
export async function sendNextSystemMail(deps: SystemMailDeps): Promise<boolean> {
  const { rows } = await sql<Selectable<SystemMails>>`
    update system_mails set delivery = 'sending', tries = tries + 1
    where id = (select id from system_mails where delivery = 'queued' and due_at <= now() order by due_at, id limit 1 for update skip locked)
    returning *`.execute(deps.db)
  const mail = rows[0]
  if (!mail) return false
  const failure = await send(deps, mail).catch((error: unknown) => {
    deps.log.warn({ err: error, systemMail: mail.id }, 'a mail of the desk could not be sent')
    return { reason: error instanceof Error ? error.message : String(error), final: false }
  })
  const now = Date.now()
  const final = failure !== null && (failure.final || now - Date.parse(mail.created_at) > giveUpAfter[mail.kind])
  await deps.db
    .updateTable('system_mails')
    .set({
      delivery: failure === null ? 'accepted' : final ? 'failed' : 'queued',
      failure: failure?.reason.slice(0, 1000) ?? null,
      due_at: failure === null || final ? null : new Date(now + (pauses[Math.min(mail.tries, pauses.length) - 1] ?? minute)),
    })
    .where('id', '=', mail.id)
    .execute()
  return true
}

/** Only for the one process that sends, before it begins: what another was sending when it ended is due again. */
export const recoverSystemMails = (db: Kysely<DB>) =>
  db.updateTable('system_mails').set({ delivery: 'queued' }).where('delivery', '=', 'sending').execute()

/** Null: it has left. The link is made now, is in the mail alone, and stays here only where the Outbox is where mail goes. */
async function send(
  { db, channel, publicUrl, notifications }: SystemMailDeps,
  { id, kind, user_id: userId, queue_id: queueId }: Selectable<SystemMails>,
) {
  const user = await db.selectFrom('users').select(['name', 'email', 'active']).where('id', '=', userId).executeTakeFirst()
  if (!user?.active) return { reason: 'This User is disabled.', final: true }
  const from = await db.selectFrom('email_queues').selectAll().where('id', '=', queueId).executeTakeFirst()
  if (!from) return { reason: 'The Email queue of the system address is gone.', final: true }
  const now = new Date()
  const letter =
    kind === 'notifications'
      ? await notifications({ id, userId })
      : // After the # it reaches no server, and so no server's log.
        letters[kind](user, `${publicUrl()}/reset-password#${await issueLink(db, userId, kind, now)}`)
  if (!letter) return null
  const mail = outgoing(from, user, letter, now)
  const [outcome] = await channel.hand({ mail, queue: from }, [{ id, address: user.email, name: user.name, role: 'to' }])
  if (outcome?.state !== 'accepted') return { reason: outcome?.reason ?? 'It had no outcome.', final: outcome?.state === 'failed' }
  // A mail of notifications is not kept: it tells of tickets what its User alone may read, and only as long as they may.
  if (from.outgoing === 'outbox' && kind !== 'notifications')
    await db
      .updateTable('system_mails')
      .set({
        sent_at: now,
        message_id: mail.messageId,
        from_address: mail.from.address,
        from_name: mail.from.name,
        to_address: user.email,
        subject: letter.subject,
        text: letter.text,
      })
      .where('id', '=', id)
      .execute()
  return null
}

function outgoing(
  queue: { address: string; display_name: string },
  to: { email: string; name: string },
  { subject, text }: { subject: string; text: string },
  now: Date,
): OutgoingMail {
  const domain = queue.address.slice(queue.address.lastIndexOf('@') + 1)
  return systemLetter({
    from: { address: queue.address, name: queue.display_name },
    to: { address: to.email, name: to.name },
    subject,
    text,
    messageId: `${randomBytes(16).toString('hex')}.desk@${domain}`,
    sentAt: now,
  })
}

/** Automatic mail, that no program answers (RFC 3834), of no ticket. */
export const systemLetter = ({
  to,
  ...letter
}: Pick<OutgoingMail, 'from' | 'subject' | 'text' | 'messageId' | 'sentAt'> & { to: OutgoingMail['from'] }): OutgoingMail => ({
  ...letter,
  to: [to],
  cc: [],
  bcc: [],
  ticketId: 0,
  subjectTag: false,
  html: null,
  inReplyTo: null,
  references: [],
  replyTo: null,
  automatic: 'auto-generated',
  files: [],
})
