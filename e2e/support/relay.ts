/** The world outside: an SMTP server that takes what the desk sends, keeps each message and puts it into its recipient's real mailbox. */
import { setTimeout as pause } from 'node:timers/promises'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface Handed {
  from: string
  to: string[]
  raw: Buffer
}

export interface Relay {
  port: number
  handed: Handed[]
  /** Waits until a message that this is true of was handed over. */
  next: (is: (mail: ParsedMail, handed: Handed) => boolean, patience?: number) => Promise<{ mail: ParsedMail; handed: Handed }>
  stop: () => Promise<void>
}

interface Options {
  /** Called before the message is acknowledged. */
  deliver?: (handed: Handed) => Promise<void>
  /** Keep the bytes; false counts only. */
  keep?: boolean
}

export async function startRelay({ deliver }: Options = {}): Promise<Relay> {
  const handed: Handed[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    hideSTARTTLS: true,
    onRcptTo({ address }, _session, done) {
      if (address.startsWith('nobody@')) return done(Object.assign(new Error('5.1.1 No such user'), { responseCode: 550 }))
      done()
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const one = { from: mailFrom ? mailFrom.address : '', to: rcptTo.map((r) => r.address), raw: Buffer.concat(chunks) }
        handed.push(one)
        void acknowledge(one, done)
      })
    },
  })
  const acknowledge = async (one: Handed, done: (error?: Error) => void) => {
    try {
      await deliver?.(one)
    } catch (error) {
      return done(error instanceof Error ? error : new Error(String(error)))
    }
    done()
  }
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    handed,
    async next(is, patience = 20_000) {
      let looked = 0
      for (const deadline = Date.now() + patience; Date.now() < deadline; await pause(50))
        for (; looked < handed.length; looked++) {
          const one = handed[looked]
          if (!one) continue
          const mail = await simpleParser(one.raw)
          if (is(mail, one)) return { mail, handed: one }
        }
      throw new Error(`No such mail came within ${patience} ms; ${handed.length} others did.`)
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
