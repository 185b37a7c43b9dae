/** A mail that cannot be read becomes a message all the same: what its header told, with the raw file beside it. */
import { createHash } from 'node:crypto'
import type { IncomingMessage } from '#activities/incomingMessage.ts'
import { normaliseAddress } from '#platform/emailAddress.ts'

export function withRawFile(
  readable: IncomingMessage | null,
  raw: Buffer,
  envelope: { from: string | null; to: string[] },
): IncomingMessage {
  return {
    ...(readable ?? nothingRead(raw, envelope)),
    attachments: [{ name: 'message.eml', mediaType: 'message/rfc822', size: raw.length, contentId: null, inline: false, content: raw }],
  }
}

function nothingRead(raw: Buffer, envelope: { from: string | null; to: string[] }): IncomingMessage {
  const sender = normaliseAddress(envelope.from ?? '')
  return {
    channel: 'email',
    externalId: null,
    contentHash: createHash('sha256').update(raw).digest(),
    sentAt: null,
    from: sender === null ? [] : [{ address: sender, name: '' }],
    replyTo: [],
    sender: [],
    to: [],
    cc: [],
    addressesWrittenTo: envelope.to.flatMap((to) => normaliseAddress(to) ?? []),
    subject: '',
    text: '',
    html: null,
    inReplyTo: [],
    references: [],
    automatic: { kind: 'no', reason: null },
    report: null,
    attachments: [],
    headers: [],
    problems: [{ code: 'bad_structure', details: '' }],
    envelope,
  }
}
