/** A queue while it is edited: all that the form shows, and what of it is sent. Pure. */
import type { SendingSettings } from '#channels/email/sending.ts'
import type { Queue, QueueInput, securities } from '#channels/email/queue.ts'

export type Security = (typeof securities)[number]
export interface ServerDraft {
  host: string
  port: number | ''
  security: Security
  user: string
  password: string
}
/** What of an IMAP mailbox is taken: `kept` leaves an existing queue's own moment as it is. */
export type Take = 'kept' | 'now' | 'all' | 'since'

export interface QueueDraft {
  name: string
  address: string
  aliases: string[]
  displayName: string
  categoryId: number | null
  active: boolean
  subjectTag: boolean
  headerThreading: boolean
  megabytes: number | ''
  incoming: Queue['incoming']
  imap: ServerDraft & { folder: string }
  take: Take
  since: string
  outgoing: Queue['outgoing']
  smtp: ServerDraft
  signatureTemplateId: number | null
  automatic: Omit<Queue['automatic'], 'counts'>
  sending: SendingDraft
}

interface SendingDraft {
  senderName: SendingSettings['senderName']
  replyToken: boolean
  /** Empty: no limit. */
  messages: number | ''
  minutes: 1 | 60 | 1440
  /** Empty: unsigned. */
  domain: string
  selector: string
  privateKey: string
}

const noServer = (port: number, security: Security): ServerDraft => ({ host: '', port, security, user: '', password: '' })
const MB = 1_048_576

export const newQueueDraft = (categoryId: number | null): QueueDraft => ({
  name: '',
  address: '',
  aliases: [],
  displayName: '',
  categoryId,
  active: true,
  subjectTag: true,
  headerThreading: true,
  megabytes: 50,
  incoming: 'listener',
  imap: { ...noServer(993, 'tls'), folder: 'INBOX' },
  take: 'now',
  since: '',
  outgoing: 'outbox',
  smtp: noServer(587, 'starttls'),
  signatureTemplateId: null,
  automatic: { timeGroupId: null, insideTemplateId: null, outsideTemplateId: null, quarantineSpamFlag: true, quarantineDmarc: false },
  sending: { senderName: 'queue', replyToken: false, messages: '', minutes: 60, domain: '', selector: '', privateKey: '' },
})

/** A stored queue as the form shows it; passwords are never sent back, so those fields begin empty. */
export function draftOf(queue: Queue): QueueDraft {
  const fresh = newQueueDraft(queue.categoryId)
  return {
    ...fresh,
    name: queue.name,
    address: queue.address,
    aliases: queue.aliases,
    displayName: queue.displayName,
    active: queue.active,
    subjectTag: queue.subjectTag,
    headerThreading: queue.headerThreading,
    signatureTemplateId: queue.signatureTemplateId,
    megabytes: Math.round((queue.sizeLimit / MB) * 10) / 10,
    incoming: queue.incoming,
    imap: queue.incoming === 'imap' ? { ...fresh.imap, ...picked(queue.imap), folder: queue.imap.folder } : fresh.imap,
    take: queue.incoming === 'imap' ? 'kept' : 'now',
    outgoing: queue.outgoing,
    smtp: queue.outgoing === 'smtp' ? { ...fresh.smtp, ...picked(queue.smtp) } : fresh.smtp,
    automatic: automaticOf(queue),
    sending: sendingOf(queue),
  }
}

const automaticOf = ({ automatic: { counts: _counts, ...automatic } }: Queue) => automatic

const sendingOf = ({ sending: { rate, replyToken, senderName, dkim } }: Queue): SendingDraft => ({
  senderName,
  replyToken,
  messages: rate?.messages ?? '',
  minutes: rate?.minutes ?? 60,
  domain: dkim?.domain ?? '',
  selector: dkim?.selector ?? '',
  privateKey: '',
})

const settingsOf = ({ senderName, replyToken, messages, minutes, domain, selector, privateKey }: SendingDraft): SendingSettings => ({
  senderName,
  replyToken,
  rate: messages === '' ? null : { messages, minutes },
  dkim:
    domain.trim() === '' ? null : { domain: domain.trim(), selector: selector.trim(), ...(privateKey.trim() === '' ? {} : { privateKey }) },
})

/** A new queue that begins as another one: an address belongs to one queue, and a password to whoever typed it. */
export const likeQueue = (queue: Queue): QueueDraft => ({
  ...draftOf(queue),
  address: '',
  aliases: [],
  take: 'now',
  sending: { ...sendingOf(queue), domain: '', selector: '' },
})

const picked = ({ host, port, security, user }: Pick<Queue['smtp'], 'host' | 'port' | 'security' | 'user'>) => ({
  host,
  port,
  security,
  user,
})

/** `stored` is the queue that is changed; an empty password keeps its stored one. */
export function inputOf(draft: QueueDraft, stored: Queue | undefined, now: Date): QueueInput {
  return {
    name: draft.name,
    address: draft.address,
    aliases: draft.aliases,
    displayName: draft.displayName,
    categoryId: draft.categoryId ?? 0,
    active: draft.active,
    subjectTag: draft.subjectTag,
    headerThreading: draft.headerThreading,
    sizeLimit: Math.round((draft.megabytes || 50) * MB),
    signatureTemplateId: draft.signatureTemplateId,
    imap:
      draft.incoming === 'imap'
        ? { ...serverOf(draft.imap), folder: draft.imap.folder || 'INBOX', takeMailFrom: takenFrom(draft, stored, now) }
        : null,
    smtp: draft.outgoing === 'smtp' ? serverOf(draft.smtp) : null,
    automatic: draft.automatic,
    sending: settingsOf(draft.sending),
  }
}

const serverOf = ({ host, port, security, user, password }: ServerDraft) => ({
  host,
  port: Number(port),
  security,
  user,
  ...(password === '' ? {} : { password }),
})

function takenFrom({ take, since }: QueueDraft, stored: Queue | undefined, now: Date): string | null {
  if (take === 'kept') return stored?.imap.takeMailFrom ?? null
  if (take === 'all') return null
  const day = new Date(`${since}T00:00:00`)
  return (take === 'since' && !Number.isNaN(day.getTime()) ? day : now).toISOString()
}

export type QueueProblem = 'required' | 'notAddress' | 'badPort'

const isAddress = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text.trim())

/** What is missing or wrong, by field, before anything is sent. */
export function problemsIn(draft: QueueDraft): Partial<Record<string, QueueProblem>> {
  const problems: Partial<Record<string, QueueProblem>> = {}
  if (draft.name.trim() === '') problems.name = 'required'
  if (!isAddress(draft.address)) problems.address = draft.address.trim() === '' ? 'required' : 'notAddress'
  if (!draft.aliases.every(isAddress)) problems.aliases = 'notAddress'
  if (draft.categoryId === null) problems.categoryId = 'required'
  const check = (name: string, { host, port }: ServerDraft) => {
    if (host.trim() === '') problems[`${name}.host`] = 'required'
    if (port === '' || !Number.isInteger(port) || port < 1 || port > 65_535) problems[`${name}.port`] = 'badPort'
  }
  if (draft.incoming === 'imap') check('imap', draft.imap)
  if (draft.incoming === 'imap' && draft.take === 'since' && draft.since === '') problems['imap.takeMailFrom'] = 'required'
  if (draft.outgoing === 'smtp') check('smtp', draft.smtp)
  if (draft.sending.domain.trim() !== '' && draft.sending.selector.trim() === '') problems['sending.dkim.selector'] = 'required'
  return problems
}
