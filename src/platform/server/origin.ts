/** Keeps other sites from acting with a signed-in person's cookie: a browser says where a request was made, and that must be here. */
import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether a request was made by a page of this installation. `host` is the one that the request names, `publicUrl` the configured address.
 * Programs that send neither `Origin`, `Referer` nor `Sec-Fetch-Site` are no browser's page: `otherwise` decides about them.
 */
export function fromHere(headers: IncomingHttpHeaders, host: string, publicUrl: string, otherwise: boolean): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  const source = headers.origin ?? headers.referer
  if (source === undefined) return site !== undefined || otherwise
  const from = hostOf(source)
  return from !== undefined && (from === host.toLowerCase() || from === hostOf(publicUrl))
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host || undefined : undefined)
