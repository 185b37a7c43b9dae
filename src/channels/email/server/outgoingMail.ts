/** Loads an outgoing message with all that its mail consists of, and turns it into the bytes that leave. */
import { buffer } from 'node:stream/consumers'
import type { Kysely, Selectable } from 'kysely'
import { createTransport } from 'nodemailer'
import type { FileStore } from '#files/server/fileStore.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import type { DB, EmailQueues } from '#platform/server/tables.ts'
import { composeMail, type OutgoingMail } from './composeMail.ts'
import { dkimKey } from './sendingSettings.ts'
import { tokenAddress } from './signature.ts'

/** Null where the activity is no outgoing email. `queue` is null where it is gone. */
export async function loadOutgoing(db: Kysely<DB>, store: FileStore, secrets: Secrets, activityId: number) {
  const activity = await db
    .selectFrom('activities')
    .selectAll()
    .where('id', '=', activityId)
    .where('kind', '=', 'email')
    .where('direction', '=', 'out')
    .executeTakeFirst()
  if (!activity?.message_id || activity.from_address === null) return null
  const queue: Selectable<EmailQueues> | undefined =
    activity.queue_id === null
      ? undefined
      : await db.selectFrom('email_queues').selectAll().where('id', '=', activity.queue_id).executeTakeFirst()
  const recipients = await db
    .selectFrom('activity_recipients')
    .select(['role', 'address', 'name'])
    .where('activity_id', '=', activityId)
    .orderBy('id')
    .execute()
  const answered = activity.answers_id === null ? null : await answeredId(db, activity.answers_id)
  const files = await db.selectFrom('attachments').selectAll().where('activity_id', '=', activityId).orderBy('id').execute()
  const to = (role: (typeof recipients)[number]['role']) => recipients.filter((r) => r.role === role)
  const mail: OutgoingMail = {
    from: { address: activity.from_address, name: activity.from_name ?? '' },
    to: to('to'),
    cc: to('cc'),
    bcc: to('bcc'),
    subject: activity.subject,
    ticketId: activity.ticket_id,
    subjectTag: queue?.subject_tag ?? true,
    html: activity.html,
    text: activity.text,
    messageId: activity.message_id,
    inReplyTo: answered,
    references: activity.thread_ids,
    sentAt: new Date(activity.at),
    replyTo: queue?.reply_token ? tokenAddress(secrets.key('mail-signature'), activity.from_address, activity.ticket_id) : null,
    automatic: activity.automatic === null ? null : 'auto-replied',
    files: await Promise.all(
      files.map(async (f) => ({
        name: f.name,
        mediaType: f.media_type,
        contentId: f.content_id,
        content: await buffer(store.get(f.hash)),
      })),
    ),
  }
  return { mail, queue: queue ?? null }
}

async function answeredId(db: Kysely<DB>, id: number) {
  const answered = await db.selectFrom('activities').select('message_id').where('id', '=', id).executeTakeFirst()
  return answered?.message_id ?? null
}

/** The mail as it leaves: the same bytes each time but for the names of its boundaries and the moment of its signature. */
export async function bytesOf(mail: OutgoingMail, signer: Signer | null): Promise<Buffer> {
  const dkim = signer && isOf(mail.from.address, signer.domainName) ? { dkim: signer } : {}
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows', ...dkim })
  const { message } = await transport.sendMail(composeMail(mail))
  return Buffer.isBuffer(message) ? message : buffer(message)
}

interface Signer {
  domainName: string
  keySelector: string
  privateKey: string
}

/** With which key a queue signs (DKIM); null: with none. */
export function signerOf(queue: Selectable<EmailQueues>, secrets: Secrets): Signer | null {
  const privateKey = dkimKey(queue, secrets)
  if (queue.dkim_domain === null || queue.dkim_selector === null || privateKey === null) return null
  return { domainName: queue.dkim_domain, keySelector: queue.dkim_selector, privateKey }
}

/** A signature of another domain proves nothing. */
function isOf(address: string, domain: string) {
  const own = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return own === domain || own.endsWith(`.${domain}`)
}
