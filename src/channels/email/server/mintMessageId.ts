/** Makes the Message-ID of an outgoing mail before its first try: signed, in the domain that it is sent from. */
import { newMessageId } from './signature.ts'
import type { MintMessageId } from './sendEmail.ts'

export const minter =
  (key: Uint8Array): MintMessageId =>
  (ticketId, activityId, fromAddress) =>
    newMessageId(key, ticketId, activityId, fromAddress.slice(fromAddress.lastIndexOf('@') + 1))
