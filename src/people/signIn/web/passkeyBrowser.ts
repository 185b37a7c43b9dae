/** Passkeys in this browser: whether the address of the page can have any, and the server's questions in the browser's form. */
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'

/** Passkeys are made for one host; under another name of the same desk the browser would refuse. */
export const hasHost = (host: string | null): boolean => {
  const here = window.location.hostname
  return host !== null && (here === host || here.endsWith(`.${host}`))
}

// What the server's package made, the browser's package reads; both describe the same standard.
const has = (given: object, keys: readonly string[]) => keys.every((key) => key in given)
const isRequest = (given: object): given is PublicKeyCredentialRequestOptionsJSON => has(given, ['challenge', 'rpId'])
const isCreation = (given: object): given is PublicKeyCredentialCreationOptionsJSON =>
  has(given, ['challenge', 'rp', 'user', 'pubKeyCredParams'])

export function requestFrom(given: object) {
  if (!isRequest(given)) throw new Error('The server asks for a passkey in a form that this page does not know.')
  return given
}

export function creationFrom(given: object) {
  if (!isCreation(given)) throw new Error('The server asks for a passkey in a form that this page does not know.')
  return given
}
