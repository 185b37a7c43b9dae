/** A real SMTP server for tests that keeps what it is sent, and refuses, breaks off or closes when asked to. */
import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export interface Captured {
  from: string
  to: string[]
  raw: string
}

export interface CapturingServer {
  port: number
  mails: Captured[]
  /** Which delivery reports were asked for, of each mail. */
  asked: { ret: unknown; envid: unknown; notify: unknown }[]
  /** Asked before a recipient is taken; a number is the refusal. */
  onRecipient: (address: string) => number | null
  /** Asked when the whole message is there. `break` ends the connection without an answer. */
  onMessage: () => number | 'break' | null
  /** Whether it wants a user and password: `user` / `secret`. */
  stop: () => Promise<void>
}

const refusal = (code: number) => Object.assign(new Error(`refused with ${code}`), { responseCode: code })

export async function capturingServer({ port = 0, auth = false } = {}): Promise<CapturingServer> {
  const state: CapturingServer = {
    port: 0,
    mails: [],
    asked: [],
    onRecipient: () => null,
    onMessage: () => null,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
  const server = new SMTPServer({
    authOptional: !auth,
    allowInsecureAuth: true,
    hideDSN: false,
    disabledCommands: ['STARTTLS', ...(auth ? [] : ['AUTH'])],
    logger: false,
    closeTimeout: 100,
    onAuth({ username, password }, _session, callback) {
      if (username === 'user' && password === 'secret') callback(null, { user: username })
      else callback(new Error('wrong password'))
    },
    onRcptTo({ address }, _session, callback) {
      const code = state.onRecipient(address)
      callback(code === null ? null : refusal(code))
    },
    onData(stream, { envelope }, callback) {
      void (async () => {
        const bytes = await buffer(stream)
        const answer = state.onMessage()
        if (answer === 'break') for (const connection of server.connections) connection.close()
        else if (answer !== null) callback(refusal(answer))
        else {
          const { mailFrom, rcptTo, dsn } = envelope
          state.asked.push({ ret: dsn?.ret, envid: dsn?.envid, notify: rcptTo[0]?.dsn?.notify })
          state.mails.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map((r) => r.address), raw: bytes.toString() })
          callback(null)
        }
      })()
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.server.address()
  state.port = typeof address === 'object' && address ? address.port : 0
  return state
}
