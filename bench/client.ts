/** A small HTTP client: kept connections, nothing parsed, so that the client costs as little as it can. */
import { Agent, request } from 'node:http'

export class Client {
  readonly #agent: Agent
  readonly #url: string
  readonly #token: string
  constructor(url: string, token: string, connections = 16) {
    this.#url = url.replace('localhost', '127.0.0.1')
    this.#token = token
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  /** The answer's text; throws for anything but 2xx. */
  call(method: string, path: string, body?: unknown): Promise<string> {
    const text = body === undefined ? undefined : JSON.stringify(body)
    return new Promise((resolve, reject) => {
      const sent = request(
        this.#url + path,
        {
          method,
          agent: this.#agent,
          headers: {
            authorization: `Bearer ${this.#token}`,
            ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
          },
        },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('end', () => {
            const all = Buffer.concat(chunks).toString()
            if ((answer.statusCode ?? 500) < 300) resolve(all)
            else reject(new Error(`${method} ${path}: ${answer.statusCode} ${all.slice(0, 300)}`))
          })
        },
      )
      sent.on('error', reject)
      sent.end(text)
    })
  }

  /** Fifty open tickets, the newest first. */
  openList(): Promise<string> {
    return this.call('POST', '/api/v1/tickets/query', { filter: { field: 'state', op: 'is', value: 'open' } })
  }

  close() {
    this.#agent.destroy()
  }
}
