import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { isPublicAddress } from '#platform/server/publicAddress.ts'
import { fetchImage, type FetchLimits } from './fetchImage.ts'

const open: FetchLimits = { allowed: () => true, ports: () => true, bytes: 1_000, milliseconds: 500 }

async function withServer(answer: RequestListener, ask: (base: string) => Promise<void>) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has such an address
  const { port } = server.address() as AddressInfo
  try {
    await ask(`http://localhost:${port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
const png: RequestListener = (_, response) =>
  response.writeHead(200, { 'content-type': 'image/png; x=y', 'set-cookie': 'a=b' }).end('bytes')

describe('Images of other servers are fetched for the reader', () => {
  test('without cookies or anything else of the reader', async () => {
    let asked: unknown
    await withServer(
      (request, response) => {
        asked = request.headers
        png(request, response)
      },
      async (base) => expect(await fetchImage(`${base}/logo.png`, open)).toEqual({ mediaType: 'image/png', bytes: Buffer.from('bytes') }),
    )
    expect(Object.keys(asked ?? {}).toSorted()).toEqual(['accept', 'connection', 'host', 'user-agent'])
  })

  test('never from our own network, by whatever name or redirect', async () => {
    let asked = 0
    await withServer(
      (request, response) => {
        asked += 1
        png(request, response)
      },
      async (base) => {
        const { port } = new URL(base)
        const guarded = { ...open, allowed: isPublicAddress }
        for (const host of ['localhost', '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '0'])
          expect(await fetchImage(`http://${host}:${port}/`, guarded)).toBeNull()
        // By the usual limits, other ports than those of the web are closed too.
        expect(await fetchImage(`${base}/`)).toBeNull()
      },
    )
    expect(asked).toBe(0)
    await withServer(
      (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
      async (base) =>
        expect(await fetchImage(base, { ...open, allowed: (address) => address === '127.0.0.1' || address === '::1' })).toBeNull(),
    )
  })

  test.each<[string, RequestListener]>([
    ['a page', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<script>')],
    ['SVG', (_, response) => response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg>')],
    ['an error', (_, response) => response.writeHead(500, { 'content-type': 'image/png' }).end('x')],
    ['too much', (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end('x'.repeat(2_000))],
    ['redirects without end', (_, response) => response.writeHead(302, { location: '/' }).end()],
    ['silence', () => undefined],
    ['a line that never ends', (_, response) => void response.writeHead(200, { 'content-type': 'image/png' }).write('x')],
  ])('%s is no image', async (_, answer) => withServer(answer, async (base) => expect(await fetchImage(base, open)).toBeNull()))

  test.each(['file:///etc/passwd', 'ftp://x.example/a.png', 'nonsense', 'data:image/png;base64,AA'])('%s is not fetched', async (address) =>
    expect(await fetchImage(address, open)).toBeNull(),
  )
})

describe('Public addresses', () => {
  test.each(['8.8.8.8', '93.184.216.34', '2606:4700::1111', '2a00:1450::1'])('%s is one', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  )
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.8.8.8',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'nonsense',
    '',
  ])('%s is none', (address) => expect(isPublicAddress(address)).toBe(false))
})
