/** A file of ours as browsers get it: with its type, its tag, how long to keep it, and compressed once for all who ask. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
}
/** The media type that a file's name promises, if we serve such files. */
export const typeOf = (path: string) => types[extname(path)]

const compressible = /^(text\/|application\/(json|manifest)|image\/svg)/

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** One file with its compressed forms, made when they are first asked for. */
export class StaticFile {
  readonly #path: string
  readonly #type: string
  readonly #cache: string
  readonly #kept = new Map<string, Promise<Buffer>>()
  #tag: string | undefined

  /** `forever`: a file of this name never changes. */
  constructor(path: string, forever: boolean) {
    this.#path = path
    this.#type = typeOf(path) ?? 'application/octet-stream'
    this.#cache = forever ? 'public, max-age=31536000, immutable' : 'no-cache'
  }

  get bytes(): Buffer {
    return readFileSync(this.#path)
  }

  async send(request: FastifyRequest, reply: FastifyReply) {
    const coding = compressible.test(this.#type) ? ['br', 'gzip'].find((c) => offers(request, c)) : undefined
    const body = await this.#as(coding ?? '')
    this.#tag ??= createHash('sha256').update(this.bytes).digest('base64url').slice(0, 20)
    const tag = `"${this.#tag}${coding ? `-${coding}` : ''}"`
    reply.headers({ 'cache-control': this.#cache, etag: tag, vary: 'accept-encoding', 'content-type': this.#type })
    if (request.headers['if-none-match'] === tag) return reply.code(304).send()
    if (coding) reply.header('content-encoding', coding)
    return reply.send(body)
  }

  /** The first asker pays for the compression; all others wait for or get the same bytes. */
  #as(coding: string): Promise<Buffer> {
    const kept = this.#kept.get(coding)
    if (kept) return kept
    const made = encode(this.bytes, coding)
    this.#kept.set(coding, made)
    return made
  }
}

const encode = async (bytes: Buffer, coding: string) =>
  coding === 'br'
    ? brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })
    : coding === 'gzip'
      ? zip(bytes, { level: 9 })
      : bytes

const offers = (request: FastifyRequest, coding: string) =>
  (request.headers['accept-encoding'] ?? '')
    .split(',')
    .some((one) => one.trim().split(';', 1)[0] === coding && !/;\s*q=0(\.0*)?$/.test(one.trim()))
