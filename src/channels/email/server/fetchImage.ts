/** Fetches an image that a mail refers to, in the reader's place: its sender learns neither who reads nor from where, and reaches nothing of ours. */
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { isPublicAddress, lookupAllowed } from '#platform/server/publicAddress.ts'

export interface FetchedImage {
  mediaType: string
  bytes: Buffer
}

export interface FetchLimits {
  allowed: (address: string) => boolean
  ports: (port: string) => boolean
  bytes: number
  milliseconds: number
}

const usual: FetchLimits = {
  allowed: isPublicAddress,
  ports: (port) => port === '' || port === '80' || port === '443',
  bytes: 10 * 1024 * 1024,
  milliseconds: 10_000,
}
const maxRedirects = 3
// No SVG: it is a document with scripts.
const shown = /^image\/(?:png|gif|jpe?g|webp|bmp|avif|x-icon|vnd\.microsoft\.icon)$/

/** The image, or null where there is none that may be fetched and shown. */
export async function fetchImage(address: string, limits: FetchLimits = usual): Promise<FetchedImage | null> {
  const signal = AbortSignal.timeout(limits.milliseconds)
  try {
    let url = new URL(address)
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      const response = await ask(url, limits, signal)
      const location = response.headers.location
      if (location !== undefined && [301, 302, 303, 307, 308].includes(response.statusCode ?? 0)) {
        response.destroy()
        url = new URL(location, url)
        continue
      }
      return await read(response, limits)
    }
  } catch {
    // Refused, unreachable, too slow or no address at all: for the reader it is an image that is not there.
  }
  return null
}

function ask(url: URL, limits: FetchLimits, signal: AbortSignal): Promise<IncomingMessage> {
  const host = url.hostname.replaceAll(/^\[|\]$/g, '')
  if (!limits.ports(url.port) || (isIP(host) !== 0 && !limits.allowed(host))) throw new Error('not allowed')
  const request = url.protocol === 'https:' ? httpsRequest : url.protocol === 'http:' ? httpRequest : null
  if (!request) throw new Error('not allowed')
  return new Promise((resolve, reject) => {
    request(
      url,
      {
        // A connection of its own: one that is kept open would skip the check.
        agent: false,
        lookup: lookupAllowed(limits.allowed),
        signal,
        headers: { accept: 'image/*', 'user-agent': 'Mozilla/5.0 (image proxy)' },
      },
      resolve,
    )
      .on('error', reject)
      .end()
  })
}

async function read(response: IncomingMessage, limits: FetchLimits): Promise<FetchedImage | null> {
  const mediaType = (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (response.statusCode !== 200 || !shown.test(mediaType)) {
    response.destroy()
    return null
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limits.bytes) return null
    chunks.push(chunk)
  }
  return { mediaType, bytes: Buffer.concat(chunks) }
}
