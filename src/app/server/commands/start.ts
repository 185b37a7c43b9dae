/** `tessera start`: the server, from its addresses on the console to its orderly end. */
import { z } from 'zod'
import { command } from '#app/server/command.ts'
import { startServer, type Running } from '#app/server/main.ts'
import { readConfig } from '#platform/server/config.ts'
import { version } from '#platform/server/installation.ts'
import { createLog } from '#platform/server/log.ts'
import { runningParts } from '#platform/server/parts.ts'

/** Requests and jobs under way may take this long to end; then the process ends without them. */
const patience = 15_000

/** The command. It returns when the server has stopped. */
export const start = command({
  name: 'start',
  about: 'Starts the server: web pages, API, mail and jobs.',
  input: z.object({}),
  async run(_input, console) {
    const config = readConfig()
    const log = createLog(config)
    const parts = runningParts((part, error) => log.error({ part, error }, 'did not stop properly'))
    const asked = new Promise<string>(onSignals)
    const starting = startServer(config, log, parts, console.say)
    try {
      const running = await Promise.race([starting, asked])
      if (typeof running === 'string') return 0
      console.print(welcome(running))
      const because = await Promise.race([asked, running.lost])
      console.say(`${because}: stopping …`)
      return because in signals ? 0 : 1
    } finally {
      const limit = setTimeout(() => {
        console.say(`Not everything ended within ${patience / 1000} s; ending without it.`)
        process.exit(1)
      }, patience)
      starting.catch(() => undefined)
      await parts.stop()
      clearTimeout(limit)
    }
  },
})

const signals = { SIGINT: true, SIGTERM: true, SIGHUP: true }

/** The first signal stops in the orderly way; an impatient second Ctrl-C ends at once, and the database still closes properly behind us. */
function onSignals(stop: (signal: string) => void) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    let again = false
    process.on(signal, () => {
      if (again && signal === 'SIGINT') process.exit(130)
      again = true
      stop(signal)
    })
  }
}

const welcome = ({ webAddress, smtpPort, dataFolder, database, setUpCode }: Running) => `
Tessera ${version} is running.

  Web    ${webAddress}
  Mail   smtp://localhost:${smtpPort}
  Data   ${dataFolder} (${database})
${setUpCode ? `\n  Nobody can sign in yet. Open ${webAddress} and create the first administrator with the one-time code ${setUpCode}\n` : ''}`
