/** A server that answers as PostgreSQL 14 would, as far as our first question goes: installing an old version for one message would be too much. */
import { createServer } from 'node:net'

const message = (type: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts)
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(type), length, body])
}
const int16 = (n: number) => Buffer.from([n >> 8, n & 255])
const int32 = (n: number) => Buffer.concat([int16(n >>> 16), int16(n & 65535)])
const text = (value: string) => Buffer.from(`${value}\0`)

const ready = message('Z', Buffer.from('I'))
const welcome = Buffer.concat([message('R', int32(0)), message('S', text('server_version'), text('14.11')), ready])
const column = message('T', int16(1), text('version'), int32(0), int16(0), int32(25), int16(-1 & 65535), int32(-1), int16(0))
const answer = Buffer.concat([column, message('D', int16(1), int32(5), Buffer.from('14.11')), message('C', text('SELECT 1')), ready])

/** Listens on a free port of 127.0.0.1. */
export async function oldPostgres(): Promise<{ url: string; close: () => void }> {
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write(welcome)
      socket.on('data', (data) => (data[0] === 'X'.charCodeAt(0) ? socket.end() : socket.write(answer)))
    })
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { url: `postgres://u:topsecret@127.0.0.1:${typeof address === 'object' ? address?.port : 0}/desk`, close: () => server.close() }
}
