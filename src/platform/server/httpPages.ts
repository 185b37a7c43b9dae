/** The browser's half as it was built: one page for all addresses, and its files, compressed once and kept by browsers for a year. */
import { readdirSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { StaticFile, typeOf } from './staticFile.ts'
import { newNonce, pagePolicy } from './httpSecurity.ts'

/** Vite puts a hash of the content into these names. */
const hashed = /^assets\/.*-[\w-]{8,}\.\w+$/

/**
 * Serves the files of a folder and, for every other address outside the API, its `index.html` with a nonce of this answer.
 * Only names that lay there at the start are known: a path is looked up, never walked.
 */
export function openPages(app: FastifyInstance, folder: string) {
  const files = new Map(namesIn(folder).map((name) => [`/${name}`, new StaticFile(join(folder, name), hashed.test(name))]))
  const page = files.get('/index.html')
  const parts = page?.bytes.toString('utf8').split('__NONCE__')
  const sendPage = (request: FastifyRequest, reply: FastifyReply) => {
    const nonce = newNonce()
    return reply
      .headers({
        'content-security-policy': pagePolicy(nonce, request.host),
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
      })
      .send(parts?.join(nonce))
  }
  app.get('/*', async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/'
    const file = path === '/index.html' ? undefined : files.get(path)
    if (file) return file.send(request, reply)
    const asset = path.startsWith('/assets/') || (typeOf(path) !== undefined && !accepts(request, 'text/html'))
    if (!parts || asset || path === '/api' || path.startsWith('/api/')) return reply.callNotFound()
    return sendPage(request, reply)
  })
}

const accepts = (request: FastifyRequest, type: string) => request.headers.accept?.includes(type) ?? false

function namesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
}
