/** For which host passkeys are made, and what browsers say about them in the form that the passkey package takes. */
import { isIP } from 'node:net'

/** The host of the desk's public address; null where that is a number, for which there are none. */
export function hostOfPasskeys(publicUrl: string): string | null {
  const { hostname } = new URL(publicUrl)
  return isIP(hostname.replaceAll(/^\[|\]$/g, '')) ? null : hostname
}

/** The parts of a browser's answer that are checked; what is only said about the device is left out. */
export const known = ({ id, rawId }: { id: string; rawId: string }) => ({
  id,
  rawId,
  type: 'public-key' as const,
  clientExtensionResults: {},
})
