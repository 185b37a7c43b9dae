/** The one shape that every channel makes of what a customer sent: receiving, matching and the feed know no other. */

/** An address as it is compared (trimmed, domain in lower case) with the name that stood beside it, decoded. */
export interface MessageAddress {
  address: string
  name: string
}

/** A file of a message, with its bytes. An attached message is a file too (`message/rfc822`, name ending in .eml). */
export interface IncomingAttachment {
  /** A file name without folders and control characters; never empty. */
  name: string
  /** `type/subtype` in lower case, without parameters. */
  mediaType: string
  /** Bytes. */
  size: number
  /** The cid: by which the HTML refers to it, without angle brackets. */
  contentId: string | null
  /** Belongs into the text (an image of the HTML) rather than beside it. */
  inline: boolean
  content: Uint8Array
}

/**
 * Whether a program sent it (RFC 3834 and its look-alikes). `auto-replied`, `bounce` (it was not delivered) and `report` (delayed, delivered,
 * read) join their ticket and open nothing; `auto-generated` and `list` are messages like any other. None of them is ever answered by a program.
 */
export type AutomaticKind = 'no' | 'auto-replied' | 'auto-generated' | 'list' | 'bounce' | 'report'

/** What a bounce or report says of a message of ours. */
export interface DeliveryReport {
  /** Message-ID of the message it speaks of, without angle brackets. */
  about: string | null
  recipients: {
    address: string
    action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'other'
    status: string | null
    reason: string | null
  }[]
}

/**
 * A message as any channel hands it in. All text is well formed (no NUL, no lone surrogates); Message-IDs stand without angle brackets;
 * lists are bounded by the channel, which says under `problems` what it cut or repaired.
 */
export interface IncomingMessage {
  /** Name of the channel: email, sms … */
  channel: string
  /** The id that the sender's side gave it (email: Message-ID); null where there was none. */
  externalId: string | null
  /** Hash of author, date, subject and body: the same message coming by another way is recognised by it. */
  contentHash: Uint8Array
  /** When its author says it was sent; null where that is missing or no date. Not to be trusted for order. */
  sentAt: Date | null
  from: MessageAddress[]
  replyTo: MessageAddress[]
  sender: MessageAddress[]
  to: MessageAddress[]
  cc: MessageAddress[]
  /** All addresses it was written to, the envelope's first, each once: there a signed token or one of our queues may stand. */
  addressesWrittenTo: string[]
  subject: string
  /** Plain text; made from the HTML where only that came. */
  text: string
  /** As it came: NEVER shown or sent without being sanitised first. */
  html: string | null
  inReplyTo: string[]
  /** Oldest first, as sent. */
  references: string[]
  automatic: { kind: AutomaticKind; /** By which sign, for people: `Auto-Submitted: auto-replied`. */ reason: string | null }
  report: DeliveryReport | null
  attachments: IncomingAttachment[]
  /** Name (as sent) and decoded value, in order, bounded. */
  headers: [name: string, value: string][]
  /** What had to be repaired or left out on reading it; codes with particulars. */
  problems: MessageProblem[]
  /** How it was handed over; `from` is `''` for a null return path and null where the way of intake knows none. */
  envelope: { from: string | null; to: string[] }
}

export interface MessageProblem {
  code:
    | 'no_sender'
    | 'bad_address'
    | 'bad_date'
    | 'bad_message_id'
    | 'unknown_charset'
    | 'bad_characters'
    | 'bad_structure'
    | 'headers_cut'
    | 'recipients_cut'
    | 'parts_cut'
    | 'attachments_cut'
    | 'text_cut'
    | 'references_cut'
    | 'empty'
  details: string
}
