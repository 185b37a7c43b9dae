/** PostgreSQL's COPY as streams, both ways and without holding a table in memory: what a backup is written with and read by. */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type pg from 'pg'

/** What pg hands to whatever it runs, beyond what its types tell. */
interface CopyConnection extends pg.Connection {
  sendCopyFromChunk: (chunk: Buffer) => void
  endCopyFrom: () => void
  sendCopyFail: (message: string) => void
}

const rowsIn = (message: { text: string }) => Number(message.text.split(' ').at(-1))
const piece = 65_536

class CopyOut {
  readonly #text: string
  readonly #to: Writable
  readonly #settle: (rows: number, error?: Error) => void
  #gathered: Buffer[] = []
  #size = 0
  #rows = 0
  constructor(text: string, to: Writable, settle: (rows: number, error?: Error) => void) {
    this.#text = text
    this.#to = to
    this.#settle = settle
  }
  submit(connection: pg.Connection) {
    connection.query(this.#text)
  }
  handleCopyData({ chunk }: { chunk: Buffer }, { stream }: pg.Connection) {
    this.#gathered.push(Buffer.from(chunk)) // the parser uses its memory again
    this.#size += chunk.length
    if (this.#size < piece || this.#write() || this.#to.destroyed) return
    stream.pause()
    const on = () => {
      this.#to.off('drain', on).off('close', on)
      stream.resume()
    }
    this.#to.on('drain', on).on('close', on)
  }
  #write() {
    const ready = this.#to.destroyed || this.#to.write(Buffer.concat(this.#gathered))
    this.#gathered = []
    this.#size = 0
    return ready
  }
  handleCommandComplete(message: { text: string }) {
    this.#rows = rowsIn(message)
  }
  handleReadyForQuery() {
    this.#write()
    this.#settle(this.#rows)
  }
  handleError(error: Error) {
    this.#settle(0, error)
  }
}

class CopyIn {
  readonly #text: string
  readonly #from: AsyncIterable<Buffer>
  readonly #settle: (rows: number, error?: Error) => void
  #rows = 0
  #over = false
  #failure: Error | undefined
  constructor(text: string, from: AsyncIterable<Buffer>, settle: (rows: number, error?: Error) => void) {
    this.#text = text
    this.#from = from
    this.#settle = settle
  }
  submit(connection: pg.Connection) {
    connection.query(this.#text)
  }
  handleCopyInResponse(connection: CopyConnection) {
    void this.#pump(connection)
  }
  async #pump(connection: CopyConnection) {
    try {
      for await (const chunk of this.#from) {
        if (this.#over) return
        connection.sendCopyFromChunk(chunk)
        if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain')
      }
      connection.endCopyFrom()
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error))
      if (!this.#over) connection.sendCopyFail('its source broke off')
    }
  }
  handleCommandComplete(message: { text: string }) {
    this.#rows = rowsIn(message)
  }
  handleReadyForQuery() {
    this.#settle(this.#rows)
  }
  handleError(error: Error) {
    this.#over = true
    this.#settle(0, this.#failure ?? error)
  }
}

/** Runs `copy … to stdout` and writes what comes to `to`, which stays open. Returns the number of rows. */
export const copyOut = (client: pg.ClientBase, text: string, to: Writable): Promise<number> =>
  new Promise((resolve, reject) => {
    client.query(new CopyOut(text, to, (rows, error) => (error ? reject(error) : resolve(rows))))
  })

/** Runs `copy … from stdin` with what `from` gives. Returns the number of rows. */
export const copyIn = (client: pg.ClientBase, text: string, from: AsyncIterable<Buffer>): Promise<number> =>
  new Promise((resolve, reject) => {
    client.query(new CopyIn(text, from, (rows, error) => (error ? reject(error) : resolve(rows))))
  })
