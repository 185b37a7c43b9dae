/** Our own marks on outgoing mail: the token in an address and our Message-IDs. Only the holder of the key can make one that is believed. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

// Relays may change the case of either mark, so both are made of lower-case letters and digits and read without regard to case.
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const macLength = 20 // 100 bits
const maxLocal = 64 // RFC 5321
const number = '[1-9]\\d{0,15}'
const addressToken = new RegExp(`^(.+)\\+t\\.(${number})\\.([a-z2-7]{${macLength}})$`)
const messageId = new RegExp(`^t\\.(${number})\\.(${number})\\.([a-z2-7]{16})\\.([a-z2-7]{${macLength}})@`)

/** Where to write so that the mail reaches this ticket whatever its headers say: `support+t.1024.…@…`. Null where the address has no room for it. */
export function tokenAddress(key: Uint8Array, address: string, ticketId: number): string | null {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  if (at < 1 || local.startsWith('"')) return null
  const withToken = `${local}+t.${ticketId}.${mac(key, 'address', String(ticketId))}`
  return withToken.length <= maxLocal ? withToken + address.slice(at) : null
}

/** The ticket and the plain address of a token address; null where there is no token or it is not ours. */
export function readTokenAddress(key: Uint8Array, address: string): { ticketId: number; address: string } | null {
  const at = address.lastIndexOf('@')
  const found = addressToken.exec(address.slice(0, Math.max(at, 0)).toLowerCase())
  const [, local = '', ticket = '', given = ''] = found ?? []
  if (!found || !same(given, mac(key, 'address', ticket))) return null
  return ticketOf(ticket, (ticketId) => ({ ticketId, address: address.slice(0, local.length) + address.slice(at) }))
}

/** A new Message-ID of ours, without angle brackets. */
export function newMessageId(key: Uint8Array, ticketId: number, activityId: number, domain: string): string {
  const body = `t.${ticketId}.${activityId}.${base32(randomBytes(10))}`
  return `${body}.${mac(key, 'message', body)}@${domain}`
}

/** To which ticket and activity a Message-ID of ours belongs; null where it is not ours, however much it looks so. */
export function readMessageId(key: Uint8Array, id: string): { ticketId: number; activityId: number } | null {
  const found = messageId.exec(id.slice(0, 200).toLowerCase())
  const [, ticket = '', activity = '', random = '', given = ''] = found ?? []
  if (!found || !same(given, mac(key, 'message', `t.${ticket}.${activity}.${random}`))) return null
  const activityId = Number(activity)
  return ticketOf(ticket, (ticketId) => (Number.isSafeInteger(activityId) ? { ticketId, activityId } : null))
}

const ticketOf = <T>(digits: string, then: (ticketId: number) => T) => (Number.isSafeInteger(Number(digits)) ? then(Number(digits)) : null)

const mac = (key: Uint8Array, use: 'address' | 'message', body: string) =>
  base32(createHmac('sha256', key).update(`${use}:${body}`).digest()).slice(0, macLength)

const same = (given: string, right: string) => given.length === right.length && timingSafeEqual(Buffer.from(given), Buffer.from(right))

function base32(bytes: Uint8Array) {
  let out = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      out += alphabet[(held >> (bits - 5)) & 31] ?? ''
      bits -= 5
    }
    held &= (1 << bits) - 1
  }
  return out
}
