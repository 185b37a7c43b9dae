import { expect, test } from 'vitest'
import { protectionOf } from './protection.ts'

const message = (text: string, ...types: string[]) => ({
  text,
  hasHtml: false,
  attachments: types.map((mediaType, n) => ({ id: n + 1, name: 'file', mediaType, size: 1, inline: false })),
})

test.each([
  ['', ['application/pkcs7-mime'], 'smimeEncrypted'],
  ['words', ['application/x-pkcs7-mime'], 'smimeSigned'],
  ['words', ['image/png', 'application/pkcs7-signature'], 'smimeSigned'],
  ['', ['application/pgp-encrypted', 'application/octet-stream'], 'pgpEncrypted'],
  ['-----BEGIN PGP MESSAGE-----\nx', [], 'pgpEncrypted'],
  ['words', ['application/pgp-signature'], 'pgpSigned'],
  ['-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nwords', [], 'pgpSigned'],
  ['I send you -----BEGIN PGP MESSAGE----- in a line', ['application/pdf'], null],
])('a message that is encrypted or signed says so: %j %j', (text, types, protection) => {
  expect(protectionOf(message(text, ...types))).toBe(protection)
})
