/** The API's document at /api/openapi.json and its interactive pages at /api/docs. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Endpoint } from '#platform/endpoint.ts'
import { docsPolicy } from './httpSecurity.ts'
import { openapi } from './openapi.ts'
import { StaticFile } from './staticFile.ts'

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tessera: API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/begin.js"></script>
</body>
</html>
`
const begin = `window.ui = SwaggerUIBundle({ dom_id: '#docs', url: '/api/openapi.json', deepLinking: true, validatorUrl: null, docExpansion: 'none' })\n`

/** The document is made when it is first asked for: most starts never need it. */
export function openDocs(app: FastifyInstance, endpoints: readonly Endpoint[], version: string) {
  let text: string | undefined
  app.get('/api/openapi.json', async (_request, reply) => {
    text ??= JSON.stringify(openapi(endpoints, version))
    return reply.header('content-type', 'application/json; charset=utf-8').send(text)
  })
  const html = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': docsPolicy }
  for (const url of ['/api/docs', '/api/docs/']) app.get(url, async (_request, reply) => reply.headers(html).send(page))
  app.get('/api/docs/begin.js', async (_request, reply) => reply.header('content-type', 'text/javascript; charset=utf-8').send(begin))
  // The package is the origin of these two files; its plugin would serve them uncompressed and cost a fifth of a second at each start.
  const folder = join(dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui/package.json')), 'static')
  for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
    const file = new StaticFile(join(folder, name), false)
    app.get(`/api/docs/${name}`, async (request, reply) => file.send(request, reply))
  }
}
