/** The socket at `/api/v1/live`: each browser hears of the events that its User may see, of its counts and its open list; ids only. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { UserActor } from '#platform/actor.ts'
import { hello, wishes, type LiveEvent, type LiveMessage } from '#platform/live.ts'
import { NotAllowed } from '#platform/problem.ts'
import type { Config } from '#platform/server/config.ts'
import { credentialsOf, seeAsIn, type Authenticate } from '#platform/server/credentials.ts'
import type { Heard, LiveFeed, LiveHappening } from '#platform/server/live.ts'
import { fromHere } from '#platform/server/origin.ts'
import { ticketDeleted, ticketPurged } from '#tickets/events.ts'
import { ticketIndexed } from '#search/events.ts'
import { starChanged } from '#views/events.ts'
import { maySee, seenBy, seesBin } from '#tickets/rights.ts'
import type { PresentPages, PresentReader } from '#presence/server/presentPages.ts'
import type { LiveReader, LiveReaders } from '#views/server/live/liveReaders.ts'

interface Options {
  server: Server
  feed: LiveFeed
  readers: LiveReaders
  presents: PresentPages
  authenticate: Authenticate
  config: Pick<Config, 'publicUrl'>
}

const path = '/api/v1/live'
/** Who is slower than this is cut off, and catches up from its horizon. Bytes. */
const mostWaiting = 4_000_000
const beat = 30_000

export function openLiveSocket({ server, feed, readers, presents, authenticate, config }: Options) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 100_000 })
  const clients = new Set<Client>()

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://here')
    if (pathname !== path) return refuse(socket, '404 Not Found')
    const shown = credentialsOf(request.headers)
    const credentials = shown && { ...shown, ...seeAsIn(searchParams.get('see-as') ?? undefined) }
    const foreign = credentials?.kind !== 'token' && !fromHere(request.headers, request.headers.host ?? '', config.publicUrl, false)
    // An open socket says nothing about whether somebody is at the page.
    const who = () => (credentials ? authenticate({ ...credentials, idle: true }, new Date()) : Promise.resolve(null))
    const actor = foreign ? null : await who()
    if (!actor) return refuse(socket, '401 Unauthorized')
    sockets.handleUpgrade(request, socket, head, (ws) => {
      const told = (news: Omit<LiveMessage, 'horizon' | 'timeline' | 'afresh' | 'events'>) => {
        // The horizon of what stands in line already, not of what comes after it.
        const horizon = feed.horizon()
        inLine(client, async () => send(client, { horizon, timeline: feed.timeline, afresh: false, events: [], ...news }))
      }
      const reader = readers.add(() => client.actor, told)
      const present = presents.add(() => client.actor, told)
      const client: Client = { ws, actor, who, reader, present, alive: true, ready: false, line: Promise.resolve() }
      clients.add(client)
      ws.on('close', () => {
        clients.delete(client)
        reader.close()
        present.close()
      })
      ws.on('error', () => ws.terminate())
      ws.on('pong', () => (client.alive = true))
      ws.on('message', (data) => inLine(client, () => hear(client, Buffer.isBuffer(data) ? data.toString() : '', feed)))
    })
  }
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    void upgrade(request, socket, head).catch((error: unknown) =>
      error instanceof NotAllowed ? refuse(socket, '403 Forbidden') : socket.destroy(),
    )
  }
  server.on('upgrade', onUpgrade)

  const unsubscribe = feed.subscribe((heard) => {
    const changed = changedPeople(heard.events)
    presents.hear(heard.events)
    for (const client of clients)
      inLine(client, async () => {
        // Before anything else is told: what came after a Right was narrowed must not be told by the wide one.
        if (changed(client.actor)) await again(client, feed)
        if (client.ready) tell(client, heard, feed.timeline)
      })
  })
  // What no event tells of, a session that ran out for instance, ends what an open socket hears within the beat.
  const clock = setInterval(() => {
    for (const client of clients) {
      if (!client.alive) client.ws.terminate()
      client.alive = false
      client.ws.ping()
      inLine(client, () => again(client, feed))
    }
  }, beat)

  return {
    count: () => clients.size,
    /** These Users have other notifications than before. */
    notified(userIds: ReadonlySet<number>) {
      for (const client of clients)
        if (client.ready && client.actor.seenAsBy === undefined && userIds.has(client.actor.id)) {
          const horizon = feed.horizon()
          inLine(client, async () => send(client, { horizon, timeline: feed.timeline, afresh: false, events: [], notified: true }))
        }
    },
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
  reader: LiveReader
  present: PresentReader
  who: () => Promise<UserActor | null>
  alive: boolean
  /** It has said from where on it wants to hear. */
  ready: boolean
  /** One thing at a time, in the order in which it happened. */
  line: Promise<void>
}

function inLine(client: Client, work: () => Promise<void>) {
  client.line = client.line.then(work).catch(() => client.ws.terminate()) // it comes back and catches up from its horizon
}

/** Whose Access, Right or Teams may be others after these events. */
function changedPeople(events: readonly LiveHappening[]): (actor: UserActor) => boolean {
  if (events.some((e) => e.subject === 'access' || e.subject === 'right' || e.subject === 'team')) return () => true
  const users = new Set(events.filter((e) => e.subject === 'user').map((e) => e.id))
  return ({ id, seenAsBy }) => users.has(id) || (seenAsBy !== undefined && users.has(seenAsBy.id))
}

/** Asks anew who this is and what they may do. If that has changed, all that the page holds may be more than it should. */
async function again(client: Client, feed: LiveFeed) {
  const actor = await client.who().catch((error: unknown) => {
    if (error instanceof NotAllowed) return null
    throw error
  })
  if (!actor) return client.ws.close(4401, 'Signed out.')
  const same = sightOf(actor) === sightOf(client.actor)
  client.actor = actor
  if (same) return
  if (client.ready) send(client, { horizon: feed.horizon(), timeline: feed.timeline, afresh: true, events: [] })
  await client.reader.again()
  await client.present.again()
}

const sightOf = ({ permissions, right, teamIds }: UserActor) => JSON.stringify([[...permissions].toSorted(), right, teamIds])

/** First from where on the page wants to hear, then what. */
async function hear(client: Client, text: string, feed: LiveFeed) {
  if (!client.ready) return greet(client, text, feed)
  const wished = wishes.safeParse(JSON.parse(text))
  if (!wished.success) return client.ws.close(1008, 'This is no wish.')
  await client.present.wish(wished.data)
  return client.reader.wish(wished.data)
}

async function greet(client: Client, text: string, feed: LiveFeed) {
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
  for (const { eventId: _, category, categoryBefore, bin, ...event } of events) {
    // Nothing on a screen shows that a search document was made; a star is its User's own.
    if (event.name === ticketIndexed.name || (event.name === starChanged.name && event.actorId !== actor.id)) continue
    if (event.subject === 'ticket') {
      const now = category !== null && maySee(right, { categoryId: category })
      const before = categoryBefore !== null && maySee(right, { categoryId: categoryBefore })
      // What lies in the bin, or was purged from it, is there for those who may delete only.
      const hidden = (bin || event.name === ticketPurged.name) && !seesBin(actor)
      if (hidden) {
        if (now && event.name === ticketDeleted.name) told.push({ ...event, gone: true })
      } else if (now) told.push(event.name === ticketPurged.name ? { ...event, gone: true } : event)
      else if (before) told.push({ ...event, gone: true })
    } else if (mayHear(actor, event)) told.push(event)
  }
  return told
}

const kept = new Set(['user.created', 'user.changed', 'user.disabled', 'user.enabled', 'user.deleted'])

/** Of people: of oneself everything; what is kept of others only with the permission to read it. */
function mayHear(actor: UserActor, { subject, id, name, actorId }: LiveEvent) {
  if (subject === 'run') return actorId === actor.id
  if (subject === 'user') return id === actor.id || (kept.has(name) && actor.permissions.has('users.read'))
  return (subject !== 'access' && subject !== 'right' && subject !== 'team') || actor.permissions.has('users.read')
}
