/** Whether a message came encrypted or signed, told from its files and text. The desk has no keys: it says so, and the files are there to be taken along. */
import type { Activity } from './activity.ts'

export type Protection = 'smimeEncrypted' | 'pgpEncrypted' | 'smimeSigned' | 'pgpSigned'

/** Null for a message as most are. */
export function protectionOf({ attachments, text, hasHtml }: Pick<Activity, 'attachments' | 'text' | 'hasHtml'>): Protection | null {
  const has = (type: RegExp) => attachments.some((file) => type.test(file.mediaType))
  if (has(/^application\/pgp-encrypted$/) || /^-----BEGIN PGP MESSAGE-----/m.test(text)) return 'pgpEncrypted'
  // One that only signs is unwrapped on its way in: then there are words.
  if (has(/^application\/(?:x-)?pkcs7-mime$/)) return text.trim() === '' && !hasHtml ? 'smimeEncrypted' : 'smimeSigned'
  if (has(/^application\/(?:x-)?pkcs7-signature$/)) return 'smimeSigned'
  return has(/^application\/pgp-signature$/) || /^-----BEGIN PGP SIGNED MESSAGE-----/m.test(text) ? 'pgpSigned' : null
}
