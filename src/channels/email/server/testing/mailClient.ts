/** A real mail client for tests: speaks SMTP to a listener on this machine, as text or through a library. */
import { connect } from 'node:net'
import { createTransport } from 'nodemailer'

/** Sends one raw message; rejects with the server's answer (`responseCode`). */
export async function sendRaw(port: number, raw: string | Buffer, { from = 'jane@example.com', to = ['support@localhost'] } = {}) {
  const client = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  try {
    return await client.sendMail({ envelope: { from, to }, raw })
  } finally {
    client.close()
  }
}

/** A conversation line by line: sends each command after the answer to the one before and returns all answers. */
export async function converse(port: number, commands: readonly string[]): Promise<string[]> {
  const socket = connect(port, '127.0.0.1')
  const answers: string[] = []
  let pending = ''
  let wanted: (() => void) | undefined
  socket.setMaxListeners(0) // one per command
  socket.setEncoding('utf8')
  socket.on('data', (text: string) => {
    pending += text
    for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
      const line = pending.slice(0, end)
      pending = pending.slice(end + 2)
      if (line[3] === '-') continue
      answers.push(line)
      wanted?.()
    }
  })
  const answer = (count: number) =>
    new Promise<void>((resolve, reject) => {
      wanted = () => answers.length >= count && resolve()
      wanted()
      socket.once('close', () => resolve())
      socket.once('error', reject)
    })
  await answer(1)
  for (const [i, command] of commands.entries()) {
    if (socket.destroyed) break
    socket.write(`${command}\r\n`)
    await answer(i + 2)
  }
  socket.destroy()
  return answers
}

/** A message as text with what it needs to be one; `headers` add to and replace the usual ones. */
export function mailText(headers: Record<string, string> = {}, body = 'Where is it?\r\n') {
  const all = {
    From: 'Jane Doe <jane@example.com>',
    To: 'support@localhost',
    Subject: 'Where is my order?',
    Date: 'Sun, 22 Nov 2026 10:00:00 +0000',
    'Message-ID': `<${crypto.randomUUID()}@example.com>`,
    ...headers,
  }
  return `${Object.entries(all)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n${body}`
}
