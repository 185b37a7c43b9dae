/** Sends email: by the SMTP server of its queue, or into the Outbox where a queue has none and the mail can be read. */
import { Readable } from 'node:stream'
import type { Kysely } from 'kysely'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { ClaimLost, EndUnknown, NotYet, type Channel, type Outgoing, type RecipientOutcome } from '#activities/server/channel.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { addressKey } from '#platform/emailAddress.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import type { DB } from '#platform/server/tables.ts'
import { bytesOf, loadOutgoing, signerOf } from './outgoingMail.ts'
import { openSecret } from './queueSecrets.ts'
import { takePlace } from './rateLimit.ts'
import { smtpConnections, type Lent, type SmtpConnections, type SmtpSettings } from './smtpConnections.ts'

export interface EmailChannelDeps {
  db: Kysely<DB>
  store: FileStore
  secrets: Secrets
}

export interface EmailChannel extends Channel {
  /** Hands over a mail that is no activity; throws where it is unknown whether it was taken. */
  hand: (loaded: Sendable, recipients: Outgoing['recipients']) => Promise<RecipientOutcome[]>
  /** Closes connections that are kept for the next message. */
  close: () => void
}

type Loaded = NonNullable<Awaited<ReturnType<typeof loadOutgoing>>>
interface Sendable {
  mail: Loaded['mail']
  queue: NonNullable<Loaded['queue']>
}

export function emailChannel(deps: EmailChannelDeps): EmailChannel {
  const connections = smtpConnections()
  const hand = async (
    message: Recipients,
    { mail, queue }: Sendable,
    leaving: () => Promise<void>,
    waits: boolean,
  ): Promise<RecipientOutcome[]> => {
    if (!queue.active) return all(message, 'later', 'Its Email queue is switched off.')
    const until = await takePlace(deps.db, queue, new Date())
    if (until !== null && waits) throw new NotYet(until)
    if (queue.outgoing === 'outbox') return message.recipients.map(({ id }) => ({ id, state: 'accepted' }))
    return bySmtp(deps, connections, message, { mail, queue }, leaving)
  }
  return {
    close: connections.close,
    async deliver(message, leaving) {
      const loaded = await loadOutgoing(deps.db, deps.store, deps.secrets, message.activityId)
      if (!loaded?.queue) return all(message, 'failed', 'Its Email queue is gone.')
      return hand(message, { mail: loaded.mail, queue: loaded.queue }, leaving, true)
    },
    // Somebody waits for a mail of the desk itself: it counts, but does not wait.
    hand: (loaded, recipients) => hand({ recipients }, loaded, async () => undefined, false),
  }
}

type Recipients = Pick<Outgoing, 'recipients'>

const all = ({ recipients }: Recipients, state: 'failed' | 'later', reason: string) => recipients.map(({ id }) => ({ id, state, reason }))

async function bySmtp(
  deps: EmailChannelDeps,
  connections: SmtpConnections,
  message: Recipients,
  { mail, queue }: Sendable,
  leaving: () => Promise<void>,
): Promise<RecipientOutcome[]> {
  const settings: SmtpSettings = {
    host: queue.smtp_host ?? '',
    port: queue.smtp_port ?? 587,
    security: queue.smtp_security ?? 'starttls',
    user: queue.smtp_user ?? '',
    password: queue.smtp_secret ? openSecret(deps.secrets, queue.id, 'smtp', queue.smtp_secret) : '',
  }
  const key = `${queue.id} ${queue.version}`
  const bytes = await bytesOf(mail, signerOf(queue, deps.secrets))
  const envelope = {
    from: mail.automatic === null ? mail.from.address : '',
    to: message.recipients.map((r) => r.address),
    size: bytes.length,
    ...(mail.automatic === null ? { dsn: askForReport(mail.messageId) } : {}),
  }
  for (;;) {
    let lent: Lent
    try {
      lent = await connections.lend(key, settings)
    } catch (error) {
      await reportHealth(deps, queue.id, said(error))
      return all(message, 'later', said(error))
    }
    const sent = await attempt(lent, envelope, bytes, leaving)
    if (sent.ok) connections.giveBack(key, lent)
    else connections.drop(lent)
    // A kept connection may have gone stale; nothing of the message has left, so a fresh one may try at once.
    if (!sent.ok && lent.used && !sent.left && sent.error.responseCode === undefined) continue
    await reportHealth(deps, queue.id, sent.ok || sent.error.responseCode !== undefined ? null : said(sent.error))
    return outcomes(message, sent)
  }
}

interface SmtpError extends Error {
  code?: string | undefined
  responseCode?: number | undefined
  command?: string | undefined
  recipient?: string | undefined
  rejectedErrors?: SmtpError[] | undefined
}

type Sent = { ok: true; rejected: SmtpError[] } | { ok: false; left: boolean; error: SmtpError }

/** The server tells what becomes of it, where it can (RFC 3461). Our Message-ID comes back with it whatever else is left out. */
const askForReport = (messageId: string): SMTPConnection.DSNOptions => ({
  notify: ['SUCCESS', 'FAILURE', 'DELAY'],
  ret: 'HDRS',
  ...(messageId.length <= longestEnvelopeId ? { envid: messageId } : {}),
})
const longestEnvelopeId = 100

/** The message is read, and so counts as leaving, only after the server has taken the envelope and asked for it. */
async function attempt(
  { connection }: Lent,
  envelope: SMTPConnection.Envelope,
  bytes: Buffer,
  leaving: () => Promise<void>,
): Promise<Sent> {
  let left = false
  let lost: Error | undefined
  const source = Readable.from(
    (async function* () {
      try {
        await leaving()
      } catch (error) {
        lost = error instanceof Error ? error : new Error(String(error))
        throw lost
      }
      left = true
      yield bytes
    })(),
  )
  return new Promise<Sent>((resolve, reject) => {
    // An answer or an error says more than the end that comes with it.
    const broke = () => setImmediate(done, new Error('The mail server closed the connection.'))
    const done = (error: SmtpError | null, info?: { rejectedErrors?: SmtpError[] | undefined }) => {
      connection.removeListener('end', broke)
      if (lost instanceof ClaimLost) reject(lost)
      else if (error) resolve({ ok: false, left, error })
      else resolve({ ok: true, rejected: info?.rejectedErrors ?? [] })
    }
    connection.once('end', broke)
    connection.send(envelope, source, (error, info) => done(error, info))
  })
}

function outcomes(message: Recipients, sent: Sent): RecipientOutcome[] {
  if (!sent.ok && sent.left && sent.error.responseCode === undefined) throw new EndUnknown(said(sent.error))
  const rejected = sent.ok ? sent.rejected : (sent.error.rejectedErrors ?? [])
  return message.recipients.map(({ id, address }) => {
    const error =
      rejected.find((r) => r.recipient !== undefined && addressKey(r.recipient) === addressKey(address)) ?? (sent.ok ? null : sent.error)
    if (!error) return { id, state: 'accepted' }
    return { id, state: permanent(error) ? 'failed' : 'later', reason: said(error) }
  })
}

/** 5xx about the message or a recipient. What a server says on connecting and signing in is about settings, which somebody can mend. */
const permanent = ({ code = '', responseCode = 0, command = '' }: SmtpError) =>
  responseCode === 0
    ? code === 'EMESSAGE' || code === 'EENVELOPE' // found out before anything was said: too large, or no address
    : responseCode >= 500 && responseCode < 600 && !/^(CONN|EHLO|HELO|AUTH|STARTTLS|API)/i.test(command)

function said(error: unknown) {
  if (!(error instanceof Error)) return String(error)
  const response = 'response' in error && typeof error.response === 'string' ? error.response : ''
  return (response || error.message).slice(0, 1000)
}

/** Null: the server worked. */
async function reportHealth({ db }: EmailChannelDeps, queueId: number, error: string | null) {
  await db
    .updateTable('email_queues')
    .set(error === null ? { outgoing_ok_at: new Date(), outgoing_error: null } : { outgoing_error: error, outgoing_error_at: new Date() })
    .where('id', '=', queueId)
    .execute()
}
