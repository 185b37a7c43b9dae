/** Connections to the SMTP servers of queues: opened when needed, kept for a moment, never used again after an error. */
import SMTPConnection from 'nodemailer/lib/smtp-connection'

export interface SmtpSettings {
  host: string
  port: number
  security: 'tls' | 'starttls' | 'none'
  user: string
  password: string
}

export interface Lent {
  connection: SMTPConnection
  /** It was used before, so the server may have closed it meanwhile. */
  used: boolean
}

export interface SmtpConnections {
  lend: (key: string, settings: SmtpSettings) => Promise<Lent>
  /** Keeps it for the next message of this key. */
  giveBack: (key: string, lent: Lent) => void
  drop: (lent: Lent) => void
  close: () => void
}

const kept = 20_000

export function smtpConnections(): SmtpConnections {
  const idle = new Map<string, { lent: Lent; timer: NodeJS.Timeout }[]>()
  const drop = ({ connection }: Lent) => {
    connection.removeAllListeners('end')
    connection.close()
  }
  const forget = (key: string, lent: Lent) => {
    const left = (idle.get(key) ?? []).filter((i) => i.lent !== lent)
    if (left.length > 0) idle.set(key, left)
    else idle.delete(key)
  }
  return {
    async lend(key, settings) {
      const waiting = idle.get(key)?.pop()
      if (waiting) {
        clearTimeout(waiting.timer)
        return { connection: waiting.lent.connection, used: true }
      }
      return { connection: await open(settings), used: false }
    },
    giveBack(key, lent) {
      const timer = setTimeout(() => {
        forget(key, lent)
        lent.connection.quit()
      }, kept)
      timer.unref()
      idle.set(key, [...(idle.get(key) ?? []), { lent, timer }])
    },
    drop,
    close() {
      for (const { lent, timer } of [...idle.values()].flat()) {
        clearTimeout(timer)
        drop(lent)
      }
      idle.clear()
    },
  }
}

/** Connected and signed in. */
function open({ host, port, security, user, password }: SmtpSettings) {
  const connection = new SMTPConnection({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 5 * 60_000,
    logger: false,
  })
  return new Promise<SMTPConnection>((resolve, reject) => {
    const failed = (error: Error) => {
      connection.close()
      reject(error)
    }
    connection.once('error', failed)
    // An error says more than the end that comes with it.
    connection.once('end', () => setImmediate(failed, new Error('The mail server closed the connection.')))
    connection.connect((problem) => {
      if (problem) return failed(problem)
      const ready = () => {
        connection.removeListener('error', failed)
        connection.on('error', () => undefined) // told by the message under way
        resolve(connection)
      }
      if (user === '') return ready()
      connection.login({ credentials: { user, pass: password } }, (refused) => (refused ? failed(refused) : ready()))
    })
  })
}
