/** What the outbox asks of a channel: to hand one message over, and to say for each recipient how that ended. */

export interface Outgoing {
  activityId: number
  /** Which try this is, from 1. */
  attempt: number
  /** Those who have no outcome yet. */
  recipients: { id: number; address: string; name: string; role: 'to' | 'cc' | 'bcc' }[]
}

export type RecipientOutcome =
  | { id: number; state: 'accepted' }
  /** For good. */
  | { id: number; state: 'failed'; reason: string }
  /** Not now: it is tried again. */
  | { id: number; state: 'later'; reason: string }

export interface Channel {
  /**
   * Awaits `leaving` right before the first byte after which the other side may have accepted the message. A failure before that is an
   * outcome `later`; after it, with no answer, it throws {@link EndUnknown}: the message may have arrived and is not sent again by itself.
   */
  deliver: (message: Outgoing, leaving: () => Promise<void>) => Promise<RecipientOutcome[]>
}

/** The connection broke after the message was handed over and before it was answered. */
export class EndUnknown extends Error {}

/** It may not leave yet (a rate limit): it waits until then, and this was no try. */
export class NotYet extends Error {
  readonly until: Date
  constructor(until: Date) {
    super('its Email queue has sent as many as it may')
    this.until = until
  }
}

/** Another process has taken this message over; whatever this one finds out no longer counts. */
export class ClaimLost extends Error {}
