import { afterEach, expect, test, vi } from 'vitest'
import { WebSocket as Peer, WebSocketServer } from 'ws'
import { hello, wishes, type Hello, type LiveEvent, type LiveMessage, type Wishes } from '#platform/live.ts'
import { connectLive, delayBefore, type Live, type LiveNews, type LiveState } from './live.ts'
import { newRequestId } from './requestIds.ts'

// The browser's socket interface over a real connection: jsdom's own fails on Node 20.
class BrowserSocket extends Peer {
  constructor(url: string) {
    super(url)
    this.on('error', () => {})
  }
}
vi.stubGlobal('WebSocket', BrowserSocket)

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean()
})

const boundPort = (address: ReturnType<WebSocketServer['address']>) => (typeof address === 'object' && address ? address.port : 0)

/** A real socket server that notes each browser's hello and can speak to the browser that came last. */
async function server(port = 0) {
  const sockets = new WebSocketServer({ host: '127.0.0.1', port })
  const hellos: Hello[] = []
  const wished: Wishes[] = []
  let last: Peer | undefined
  sockets.on('connection', (peer) => {
    last = peer
    peer.once('message', (data) => {
      hellos.push(hello.parse(JSON.parse(Buffer.isBuffer(data) ? data.toString() : '{}')))
      peer.on('message', (wish) => wished.push(wishes.parse(JSON.parse(Buffer.isBuffer(wish) ? wish.toString() : '{}'))))
    })
  })
  await new Promise((resolve) => sockets.once('listening', resolve))
  const stop = () => {
    for (const peer of sockets.clients) peer.terminate()
    sockets.close()
  }
  cleanups.push(stop)
  return {
    port: boundPort(sockets.address()),
    hellos,
    wishes: wished,
    stop,
    sayRaw: (text: string) => last?.send(text),
    say: (message: Partial<LiveMessage>) =>
      last?.send(JSON.stringify({ horizon: '1', timeline: 'a', afresh: false, events: [], ...message })),
  }
}

function listen(port: number) {
  const heard = { events: [] as LiveNews[], told: [] as object[], afresh: 0, states: [] as LiveState[], refused: 0 }
  const live: Live = connectLive(`ws://127.0.0.1:${port}/api/v1/live`, {
    onEvents: (events) => heard.events.push(...events),
    onTold: (told) => heard.told.push(told),
    onAfresh: () => heard.afresh++,
    onState: (state) => heard.states.push(state),
    onRefused: () => heard.refused++,
  })
  cleanups.push(() => live.stop())
  return { live, heard }
}

const event = (given: Partial<LiveEvent>): LiveEvent => ({
  name: 'ticket.changed',
  subject: 'ticket',
  id: 1,
  version: 1,
  requestId: 'other',
  actorId: 1,
  ...given,
})
const soon = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 20 })

test('another’s change arrives, and the echo of one’s own save is known by its request id', async () => {
  const desk = await server()
  const { heard } = listen(desk.port)
  await soon(() => expect(desk.hellos).toEqual([{}]))
  desk.say({ events: [event({ id: 1 }), event({ id: 2, requestId: newRequestId() })] })
  await soon(() =>
    expect(heard.events.map((e) => [e.id, e.own])).toEqual([
      [1, false],
      [2, true],
    ]),
  )
})

test('after a restart of the server it comes back by itself and catches up from where it was', async () => {
  const desk = await server()
  const { heard } = listen(desk.port)
  await soon(() => expect(desk.hellos).toHaveLength(1))
  desk.say({ horizon: '4711', timeline: 'a' })
  await soon(() => expect(heard.states).toEqual(['open']))
  desk.stop()
  await soon(() => expect(heard.states).toEqual(['open', 'lost']))
  const again = await server(desk.port)
  await soon(() => expect(again.hellos).toEqual([{ since: '4711', timeline: 'a' }]))
  again.say({ horizon: '4720', timeline: 'a', events: [event({ id: 5 })] })
  await soon(() => expect(heard.events.map((e) => e.id)).toEqual([5]))
  expect(heard.states).toEqual(['open', 'lost', 'open'])
  expect(heard.afresh).toBe(0)
})

test('what may be stale is loaded again: when the server says so, and after a restore', async () => {
  const desk = await server()
  const { heard } = listen(desk.port)
  await soon(() => expect(desk.hellos).toHaveLength(1))
  desk.say({ timeline: 'a', afresh: true })
  await soon(() => expect(heard.afresh).toBe(1))
  desk.say({ timeline: 'b', horizon: '3', events: [event({})] })
  await soon(() => expect(heard.afresh).toBe(2))
  expect(heard.events).toEqual([])
})

test('older news of a ticket than what is already known is dropped, leaving its sight is not', async () => {
  const desk = await server()
  const { heard } = listen(desk.port)
  await soon(() => expect(desk.hellos).toHaveLength(1))
  desk.say({ events: [event({ version: 5 }), event({ version: 4 }), event({ version: 5, name: 'activity.added' })] })
  desk.say({ events: [event({ version: 3, gone: true })] })
  await soon(() =>
    expect(heard.events.map((e) => [e.version, e.gone ?? false])).toEqual([
      [5, false],
      [5, false],
      [3, true],
    ]),
  )
})

test('a message that is none of the server’s breaks nothing', async () => {
  const desk = await server()
  const { heard } = listen(desk.port)
  await soon(() => expect(desk.hellos).toHaveLength(1))
  desk.sayRaw('{"horizon":"2"}')
  desk.sayRaw('not even JSON')
  desk.say({ events: [event({ id: 9 })] })
  await soon(() => expect(heard.events.map((e) => e.id)).toEqual([9]))
})

test('who cannot connect asks whether the session still stands, and tries again at once when the network is back', async () => {
  const desk = await server()
  desk.stop()
  const { live, heard } = listen(desk.port)
  await soon(() => expect(heard.refused).toBeGreaterThan(0))
  const again = await server(desk.port)
  live.wake()
  await soon(() => expect(again.hellos.length).toBeGreaterThan(0))
})

test('the pause between tries doubles up to 5 seconds, and each page waits its own share', () => {
  expect([0, 1, 2, 20].map((tries) => delayBefore(tries, 1))).toEqual([400, 800, 1600, 5000])
  expect(delayBefore(3, 0)).toBe(delayBefore(3, 1) / 2)
})

test('what the page wishes to hear is said to each connection, and what it is told arrives', async () => {
  const desk = await server()
  const { live, heard } = listen(desk.port)
  live.wish({ counts: true })
  live.wish({ watch: { n: 1, view: 3 } })
  await soon(() => expect(desk.wishes).toEqual([{ counts: true, watch: { n: 1, view: 3 } }]))
  desk.say({ counts: { at: 5, counts: [{ place: 1, view: 3, count: 2 }] }, list: { n: 1, arrived: [7], left: [] } })
  await soon(() => expect(heard.told).toHaveLength(1))
  live.wish({ watch: null })
  await soon(() => expect(desk.wishes.at(-1)).toEqual({ watch: null }))
  desk.stop()
  const again = await server(desk.port)
  live.wake()
  await soon(() => expect(again.wishes).toEqual([{ counts: true, watch: null }]))
})
