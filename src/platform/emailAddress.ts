/** Email addresses as people and mails write them: read, checked, and brought to the one form in which they are stored and compared. */
import { punycodeToUnicode } from './punycode.ts'
import { wellFormed } from './shapes.ts'

/** An address with the name beside it; `name` is `''` where there is none. */
export interface Mailbox {
  address: string
  name: string
}

const maxAddress = 254
const maxLocal = 64
// Dots are taken anywhere: whole countries' mobile mail has a..b@ and a.@ in real use.
const dotAtom = /^[^\p{C}\p{Z}"(),:;<>@[\\\]]+$/u
const quoted = /^"((?:[^"\\\p{C}]|\\[^\p{C}])*)"$/u
const label = /^(?!-)[\p{L}\p{N}\p{M}_-]{1,63}(?<!-)$/u
const literal = /^\[(?:\d{1,3}(?:\.\d{1,3}){3}|ipv6:[0-9a-f:.]{2,45})\]$/

/**
 * The stored form of an address: trimmed, its domain in lower case and in Unicode (`xn--` decoded), the part before the @ as written.
 * Null when it is no address. Angle brackets and `mailto:` around it are taken off.
 */
export function normaliseAddress(written: string): string | null {
  let s = wellFormed(written.slice(0, 1000)).normalize('NFC').trim()
  if (s.startsWith('<') && s.endsWith('>')) s = s.slice(1, -1).trim()
  if (/^mailto:/i.test(s)) s = s.slice('mailto:'.length)
  const at = s.lastIndexOf('@')
  if (at < 1) return null
  const local = normaliseLocal(s.slice(0, at))
  const domain = normaliseDomain(s.slice(at + 1))
  if (local === null || domain === null) return null
  const address = `${local}@${domain}`
  return address.length <= maxAddress ? address : null
}

function normaliseLocal(local: string) {
  if (local.length > maxLocal) return null
  if (dotAtom.test(local)) return local
  const inner = quoted.exec(local)?.[1]
  if (inner === undefined || inner === '') return null
  const plain = inner.replaceAll(/\\(.)/gsu, '$1')
  return dotAtom.test(plain) ? plain : `"${plain.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}

function normaliseDomain(written: string) {
  const lower = written.trim().toLowerCase().normalize('NFC')
  if (literal.test(lower)) return lower
  const labels = (lower.endsWith('.') ? lower.slice(0, -1) : lower).split('.').map((l) => (l.startsWith('xn--') ? decodedLabel(l) : l))
  return labels.every((l) => label.test(l)) ? labels.join('.') : null
}

/** A label that decodes to something no domain may hold stays as it is written. */
function decodedLabel(encoded: string) {
  const decoded = punycodeToUnicode(encoded.slice('xn--'.length))
  if (decoded === null) return encoded
  const canonical = decoded.toLowerCase().normalize('NFC')
  return label.test(canonical) && !canonical.startsWith('xn--') && /[^\p{ASCII}]/u.test(canonical) ? canonical : encoded
}

/** Whether this can be written to. */
export const isAddress = (written: string) => normaliseAddress(written) !== null

/** What an address is looked up by: no mail system in use tells addresses apart by case alone. */
export const addressKey = (address: string) => (normaliseAddress(address) ?? address.trim()).toLowerCase().normalize('NFC')

/** Whether two addresses are the same mailbox. */
export const samePerson = (a: string, b: string) => addressKey(a) === addressKey(b)

/** What a person types for a recipient: `jane@example.com`, `Jane Doe <jane@example.com>` or `"Doe, Jane" <jane@example.com>`; null when malformed. */
export function parseMailbox(typed: string): Mailbox | null {
  const s = typed.slice(0, 1000).trim()
  const open = s.endsWith('>') ? s.lastIndexOf('<') : -1
  const address = normaliseAddress(open === -1 ? s : s.slice(open))
  if (address === null) return null
  const written = open === -1 ? '' : s.slice(0, open).trim()
  const inner = /^"(.*)"$/s.exec(written)?.[1]
  return { address, name: displayName(inner === undefined ? written : inner.replaceAll(/\\(.)/gs, '$1')) }
}

/** A name as it may stand beside an address: one line, nothing that hides or turns text around, at most 200 characters. */
export const displayName = (written: string) =>
  wellFormed(
    written
      .slice(0, 1000)
      .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim()
      .slice(0, 200)
      .trimEnd(),
  )
