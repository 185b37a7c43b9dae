/** A connection of its own that listens for notifications, and comes back by itself when it breaks. */
import pg from 'pg'
import type { Log } from './log.ts'

/** `hear` gets each payload; after a reconnection it gets `''`, because notifications may have been lost meanwhile. */
export function listen({ url, channel, log, hear }: { url: string; channel: string; log: Log; hear: (payload: string) => void }) {
  let client: pg.Client | undefined
  let stopped = false
  let pause = 100
  let timer: NodeJS.Timeout | undefined

  const connect = async () => {
    const mine = new pg.Client({ connectionString: url, application_name: `tessera listen ${channel}`, keepAlive: true })
    client = mine
    let lost = false
    const again = (error?: Error) => {
      if (lost || stopped) return
      lost = true
      log.warn({ err: error }, 'listening connection lost; connecting again')
      void end(mine)
      timer = setTimeout(() => void connect(), pause)
      pause = Math.min(pause * 2, 5000)
    }
    mine.on('error', again)
    mine.on('end', () => again())
    mine.on('notification', (n) => hear(n.payload ?? ''))
    try {
      await mine.connect()
      await mine.query(`listen ${channel}`)
      pause = 100
      hear('')
    } catch (error) {
      again(error instanceof Error ? error : new Error(String(error)))
    }
  }
  void connect()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      if (client) await end(client)
    },
  }
}

/** A broken connection has nothing more to say. */
async function end(client: pg.Client) {
  try {
    await client.end()
  } catch {
    // it was gone already
  }
}
