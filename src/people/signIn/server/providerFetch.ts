/** Fetches from a single sign-on provider: the address that was checked is the one connected to, and an answer has an end. */
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import type { CustomFetch } from 'openid-client'
import { isPublicAddress, lookupAllowed } from '#platform/server/publicAddress.ts'

const longest = 10_000
const most = 1024 * 1024

/** `privateNetwork`: an administrator has said that this provider lies in a network of our own. */
export const providerFetch =
  ({ privateNetwork }: { privateNetwork: boolean }): CustomFetch =>
  async (address, { method, headers, body }) => {
    const url = new URL(address)
    const allowed = (ip: string) => privateNetwork || isPublicAddress(ip)
    const host = url.hostname.replaceAll(/^\[|\]$/g, '')
    if (url.protocol !== 'https:' && !(privateNetwork && url.protocol === 'http:')) throw new Error('The provider is not reached by https.')
    if (isIP(host) !== 0 && !allowed(host)) throw new Error('The provider lies in a private network, which its settings do not allow.')
    const sent = body instanceof URLSearchParams ? body.toString() : typeof body === 'string' ? body : ''
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const begin = url.protocol === 'https:' ? httpsRequest : httpRequest
      begin(
        url,
        // A connection of its own: one that is kept open would skip the check.
        { method, headers, agent: false, lookup: lookupAllowed(allowed), signal: AbortSignal.timeout(longest) },
        resolve,
      )
        .on('error', reject)
        .end(sent)
    })
    const given = new Headers()
    for (const [name, value] of Object.entries(answer.headers))
      for (const one of Array.isArray(value) ? value : [value ?? '']) given.append(name, one)
    const status = answer.statusCode ?? 502
    const bytes = await whole(answer)
    return new Response(status === 204 || status === 304 ? null : new Uint8Array(bytes), { status, headers: given })
  }

async function whole(answer: IncomingMessage) {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > most) {
      answer.destroy()
      throw new Error('The provider answers with more than a megabyte.')
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
