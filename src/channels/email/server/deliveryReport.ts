/** What a bounce, a delivery report, a read receipt or a complaint says: of which message, and what became of it for whom (RFC 3464, 8098, 5965). */
import type { DeliveryReport } from '#activities/incomingMessage.ts'
import { normaliseAddress } from '#platform/emailAddress.ts'
import { wellFormed } from '#platform/shapes.ts'
import type { MailFile } from './mailBody.ts'
import { readMessageIds } from './messageIds.ts'
import { isFromDaemon, readTextBounce, type BounceFacts } from './textBounce.ts'

const maxRecipients = 500
const maxRead = 256 * 1024

export interface ReportFacts extends BounceFacts {
  /** The header of that name (Exim, Gmail), which some bounces carry instead of a report. */
  failedRecipients: string
  /** What the mail answers, nearest first: some servers name the message that they speak of nowhere else. */
  answers: readonly string[]
}

/** Null when this is no report. */
export function readReport(files: readonly MailFile[], text: string, facts: ReportFacts): DeliveryReport | null {
  const status = files.find((f) => /^message\/(?:global-)?(?:delivery-status|disposition-notification|feedback-report)$/.test(f.mediaType))
  const told = status ? [] : readTextBounce(facts, text)
  if (!status && facts.failedRecipients === '' && told.length === 0) return null
  const groups = status ? readGroups(status.content) : []
  const recipients = [...groups.flatMap(status?.mediaType === 'message/feedback-report' ? complainedOf : recipientsIn), ...told]
  for (const part of facts.failedRecipients.split(',')) {
    const address = normaliseAddress(part)
    if (address !== null && !recipients.some((r) => r.address === address))
      recipients.push({ address, action: 'failed', status: null, reason: null })
  }
  const about = returnedId(files, groups, text) ?? (isFromDaemon(facts) ? (facts.answers[0] ?? null) : null)
  return { about, recipients: recipients.slice(0, maxRecipients) }
}

type Recipients = DeliveryReport['recipients']

/** The one who forwards may have another address than we wrote to: the original one comes first where both are told. */
function recipientsIn(group: Group): Recipients {
  const address = recipientOf(group.get('original-recipient') ?? '') ?? recipientOf(group.get('final-recipient') ?? '')
  if (address === null) return []
  const action = group.has('disposition') ? 'other' : actionOf(group.get('action') ?? '', group.get('status') ?? '')
  return [{ address, action, status: group.get('status')?.slice(0, 50) ?? null, reason: reasonOf(group) }]
}

/** Somebody said that our message is spam; most providers leave out who it was. */
function complainedOf(group: Group): Recipients {
  const address = recipientOf(group.get('original-rcpt-to') ?? '') ?? recipientOf(group.get('removal-recipient') ?? '')
  return address === null ? [] : [{ address, action: 'other', status: null, reason: group.get('feedback-type')?.slice(0, 50) ?? null }]
}

type Group = Map<string, string>

function readGroups(content: Buffer): Group[] {
  const unfolded = wellFormed(content.toString('utf8', 0, maxRead))
    .replaceAll('\r\n', '\n')
    .replaceAll(/\n[ \t]+/g, ' ')
  return unfolded
    .split(/\n{2,}/)
    .map((group) => new Map(group.split('\n').flatMap((line) => (line.includes(':') ? [fieldOf(line)] : []))))
    .filter((group) => group.size > 0)
}

const fieldOf = (line: string): [string, string] => [
  line.slice(0, line.indexOf(':')).trim().toLowerCase(),
  line.slice(line.indexOf(':') + 1).trim(),
]

const recipientOf = (field: string) => normaliseAddress(field.slice(field.indexOf(';') + 1))

function actionOf(action: string, status: string): DeliveryReport['recipients'][number]['action'] {
  const word = action.toLowerCase().trim()
  if (word === 'failed' || word === 'delayed' || word === 'delivered' || word === 'relayed') return word
  if (word === '' && status.startsWith('5')) return 'failed'
  return word === 'expanded' ? 'delivered' : 'other'
}

function reasonOf(group: Group) {
  const diagnostic = group.get('diagnostic-code') ?? ''
  const text = diagnostic.slice(diagnostic.indexOf(';') + 1).trim()
  return text === '' ? null : wellFormed(text.slice(0, 500))
}

/** The Message-ID in the returned message or header; else one that the text quotes. */
function returnedId(files: readonly MailFile[], groups: Group[], text: string) {
  const returned = files.find((f) => /^(?:message\/(?:rfc822|global)|text\/rfc822-headers|message\/global-headers)$/.test(f.mediaType))
  const sources = [
    groups.map((g) => `\nmessage-id: ${g.get('original-message-id') ?? envelopeId(g)}`).join(''),
    returned ? `\n${returned.content.toString('latin1', 0, maxRead)}` : '',
    `\n${text.slice(0, maxRead)}`,
  ]
  for (const source of sources) {
    const id = readMessageIds(/\n[ \t>]*message-id:\s*(<[^<>\n]+>)/i.exec(source)?.[1] ?? '')[0]
    if (id !== undefined) return id
  }
  return null
}

/** Ours is a Message-ID; it comes back as xtext (RFC 3461). */
function envelopeId(group: Group) {
  const id = (group.get('original-envelope-id') ?? '').replaceAll(/\+([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCodePoint(parseInt(hex, 16)),
  )
  return id.startsWith('t.') ? `<${id}>` : ''
}
