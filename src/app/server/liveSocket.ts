/** The socket at `/api/v1/live`: each browser hears of the events that its User may see, ids only. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { UserActor } from '#platform/actor.ts'
import { hello, type LiveEvent, type LiveMessage } from '#platform/live.ts'
import type { Config } from '#platform/server/config.ts'
import { credentialsOf, type Authenticate } from '#platform/server/credentials.ts'
import type { Heard, LiveFeed, LiveHappening } from '#platform/server/live.ts'
import { fromHere } from '#platform/server/origin.ts'
import { maySee, seenBy } from '#tickets/rights.ts'

interface Options {
  server: Server
  feed: LiveFeed
  authenticate: Authenticate
  config: Pick<Config, 'publicUrl'>
}

const path = '/api/v1/live'
/** Who is slower than this is cut off, and catches up from its horizon. Bytes. */
const mostWaiting = 4_000_000
const beat = 30_000

export function openLiveSocket({ server, feed, authenticate, config }: Options) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 10_000 })
  const clients = new Set<Client>()

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    if (new URL(request.url ?? '/', 'http://here').pathname !== path) return refuse(socket, '404 Not Found')
    const credentials = credentialsOf(request.headers)
    const foreign = credentials?.kind !== 'token' && !fromHere(request.headers, request.headers.host ?? '', config.publicUrl, false)
    const who = () => (credentials ? authenticate(credentials, new Date()) : Promise.resolve(null))
    const actor = foreign ? null : await who()
    if (!actor?.permissions.has('tickets.read')) return refuse(socket, '401 Unauthorized')
    sockets.handleUpgrade(request, socket, head, (ws) => {
      const client: Client = { ws, actor, who, alive: true, ready: false }
      clients.add(client)
      ws.on('close', () => clients.delete(client))
      ws.on('error', () => ws.terminate())
      ws.on('pong', () => (client.alive = true))
      ws.on('message', (data) => void greet(client, Buffer.isBuffer(data) ? data.toString() : '', feed).catch(() => ws.terminate()))
    })
  }
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    void upgrade(request, socket, head).catch(() => socket.destroy())
  }
  server.on('upgrade', onUpgrade)

  const unsubscribe = feed.subscribe((heard) => {
    const changedUsers = new Set(heard.events.filter((e) => e.subject === 'user').map((e) => e.id))
    for (const client of clients) {
      if (changedUsers.has(client.actor.id)) void again(client)
      if (client.ready) tell(client, heard, feed.timeline)
    }
  })
  // A revoked session or changed Right ends what an open socket hears within the beat, and at once when its User changed.
  const clock = setInterval(() => {
    for (const client of clients) {
      if (!client.alive) client.ws.terminate()
      client.alive = false
      client.ws.ping()
      void again(client)
    }
  }, beat)

  return {
    count: () => clients.size,
    stop() {
      clearInterval(clock)
      unsubscribe()
      server.off('upgrade', onUpgrade)
      for (const { ws } of clients) ws.close(1001, 'The server stops.')
      sockets.close()
    },
  }
}

/** Before it is a WebSocket it is still HTTP. */
function refuse(socket: Duplex, status: string) {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

interface Client {
  ws: WebSocket
  actor: UserActor
  who: () => Promise<UserActor | null>
  alive: boolean
  /** It has said from where on it wants to hear. */
  ready: boolean
}

async function again(client: Client) {
  const actor = await client.who().catch(() => client.actor)
  if (actor) client.actor = actor
  else client.ws.close(4401, 'Signed out.')
}

async function greet(client: Client, text: string, feed: LiveFeed) {
  if (client.ready) return
  const said = hello.safeParse(JSON.parse(text))
  if (!said.success) return client.ws.close(1008, 'This is no greeting.')
  client.ready = true
  const { since, timeline } = said.data
  const heard = since && timeline === feed.timeline ? await feed.since(since) : null
  send(client, {
    horizon: heard?.horizon ?? feed.horizon(),
    timeline: feed.timeline,
    afresh: !heard,
    events: heard ? seen(client.actor, heard.events) : [],
  })
}

function tell(client: Client, heard: Heard, timeline: string) {
  const events = seen(client.actor, heard.events)
  if (events.length > 0) send(client, { horizon: heard.horizon, timeline, afresh: false, events })
}

function send({ ws }: Client, message: LiveMessage) {
  if (ws.readyState !== ws.OPEN) return
  if (ws.bufferedAmount > mostWaiting) return ws.terminate()
  ws.send(JSON.stringify(message))
}

/** What this User may hear: events of tickets in sight, and that a ticket went out of sight; nothing of people's private matters. */
function seen(actor: UserActor, events: readonly LiveHappening[]): LiveEvent[] {
  const right = seenBy(actor)
  const told: LiveEvent[] = []
  for (const { eventId: _, category, categoryBefore, ...event } of events) {
    if (event.subject === 'ticket') {
      const now = category !== null && maySee(right, { categoryId: category })
      const before = categoryBefore !== null && maySee(right, { categoryId: categoryBefore })
      if (now) told.push(event)
      else if (before) told.push({ ...event, gone: true })
    } else if (event.subject !== 'user' || event.id === actor.id) told.push(event)
  }
  return told
}
