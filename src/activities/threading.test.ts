import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type KnownMessage,
  matchTicket,
  resolveTarget,
  subjectTag,
  suggestions,
  type ThreadingFacts,
  type TicketFacts,
} from './threading.ts'

const facts = (given: Partial<ThreadingFacts> = {}): ThreadingFacts => ({
  externalId: 'new@customer',
  inReplyTo: [],
  references: [],
  tokens: [],
  known: new Map(),
  twin: null,
  tag: null,
  headerThreading: true,
  ...given,
})
const leads = (...entries: [id: string, ...to: KnownMessage[]][]) => new Map(entries.map(([id, ...to]) => [id, to]))
const sent = (ticketId: number): KnownMessage => ({ ticketId, as: 'sent' })
const seen = (ticketId: number): KnownMessage => ({ ticketId, as: 'seen' })
const referred = (ticketId: number): KnownMessage => ({ ticketId, as: 'referred' })

describe('Matching, strongest first', () => {
  test('our signed token in the address written to: that ticket', () => {
    const match = matchTicket(
      facts({ tokens: [7], inReplyTo: ['a'], known: leads(['a', sent(8)]), tag: { ticketId: 9, senderTakesPart: true } }),
    )
    expect(match).toMatchObject({ rule: 'token', ticketId: 7, suggested: [8] })
  })
  test('the nearest known Message-ID: In-Reply-To, then References from the last', () => {
    const known = leads(['a', sent(1)], ['b', sent(2)], ['c', sent(3)])
    expect(matchTicket(facts({ inReplyTo: ['c'], references: ['a', 'b'], known }))).toMatchObject({
      ticketId: 3,
      evidence: 'c',
      suggested: [2, 1],
    })
    expect(matchTicket(facts({ inReplyTo: ['x'], references: ['a', 'b', 'y'], known }))).toMatchObject({ ticketId: 2, suggested: [1] })
  })
  test('ours always, the customers’ own only with header threading on', () => {
    const known = leads(['theirs', seen(1)], ['ours', sent(2)], ['told', referred(3)])
    const message = { inReplyTo: ['theirs'], references: ['told', 'ours'], known }
    expect(matchTicket(facts(message))).toMatchObject({ rule: 'message_id', ticketId: 1, as: 'seen', suggested: [2, 3] })
    expect(matchTicket(facts({ ...message, headerThreading: false }))).toMatchObject({ ticketId: 2, as: 'sent', suggested: [] })
  })
  test('an answer that overtook the message it answers is found by the message’s own id', () => {
    const known = leads(['new@customer', referred(4)])
    expect(matchTicket(facts({ known }))).toMatchObject({ rule: 'message_id', ticketId: 4, as: 'referred' })
    expect(matchTicket(facts({ known, headerThreading: false }))).toMatchObject({ rule: 'none' })
  })
  test('that a stranger used the same Message-ID leads nowhere; the same author’s other text joins the first’s ticket', () => {
    expect(matchTicket(facts({ known: leads(['new@customer', seen(4)]) }))).toMatchObject({ rule: 'none', suggested: [] })
    expect(matchTicket(facts({ twin: 4 }))).toMatchObject({ rule: 'twin', ticketId: 4 })
  })
  test('an id on several tickets: ours first, then the one in this category, then the older', () => {
    const known = leads(['m', seen(1), { ...seen(2), here: true }, sent(3)])
    expect(matchTicket(facts({ inReplyTo: ['m'], known }))).toMatchObject({ ticketId: 3, suggested: [2, 1] })
    expect(matchTicket(facts({ inReplyTo: ['m'], known: leads(['m', seen(1), { ...seen(2), here: true }]) }))).toMatchObject({
      ticketId: 2,
    })
  })
  test('[#1024] in the subject and the sender takes part in that ticket: there', () => {
    expect(matchTicket(facts({ tag: { ticketId: 1024, senderTakesPart: true } }))).toMatchObject({
      rule: 'subject',
      ticketId: 1024,
      evidence: '[#1024]',
    })
  })
  test('a sender unknown to it: a new ticket, with header threading #1024 suggested', () => {
    const tag = { ticketId: 1024, senderTakesPart: false }
    expect(matchTicket(facts({ tag }))).toMatchObject({ rule: 'none', ticketId: null, suggested: [1024] })
    expect(matchTicket(facts({ tag, headerThreading: false }))).toMatchObject({ ticketId: null, suggested: [] })
  })
  test('otherwise a new ticket', () => {
    expect(matchTicket(facts({ inReplyTo: ['nobody knows'] }))).toEqual({
      rule: 'none',
      ticketId: null,
      evidence: null,
      as: null,
      suggested: [],
    })
  })
  test.each([
    ['Re: Printer [#1024]', 1024],
    ['Re: [#7] was [#12]', 12],
    ['[#0] [#x] [# 1] #5 [#1234567890123456]', null],
  ])('the tag of %j', (subject, ticket) => expect(subjectTag(subject)).toBe(ticket))
})

const aTicket = (given: Partial<TicketFacts> = {}): TicketFacts => ({
  mergedInto: null,
  archived: false,
  inBin: false,
  anonymised: false,
  followUps: [],
  ...given,
})

const world = (...tickets: [number, Partial<TicketFacts>][]) => new Map(tickets.map(([id, given]) => [id, aTicket(given)]))

describe('Where a matched ticket leads', () => {
  test('Open, Waiting or Closed: into it', () => expect(resolveTarget(1, world([1, {}]))).toEqual({ kind: 'into', ticketId: 1 }))
  test('merged tickets lead to their survivor, through any number of merges', () => {
    expect(resolveTarget(1, world([1, { mergedInto: 2 }], [2, { mergedInto: 3 }], [3, {}]))).toEqual({ kind: 'into', ticketId: 3 })
  })
  test('Archived ones to their latest follow-up that is neither Archived nor in the bin', () => {
    const all = world([1, { archived: true, followUps: [2, 3, 4, 5] }], [2, {}], [3, {}], [4, { archived: true }], [5, { inBin: true }])
    expect(resolveTarget(1, all)).toEqual({ kind: 'into', ticketId: 3 })
  })
  test('a follow-up that was followed up itself, or merged, leads on', () => {
    const all = world([1, { archived: true, followUps: [2] }], [2, { archived: true, followUps: [3] }], [3, { mergedInto: 4 }], [4, {}])
    expect(resolveTarget(1, all)).toEqual({ kind: 'into', ticketId: 4 })
  })
  test('else a follow-up is made', () => {
    expect(resolveTarget(1, world([1, { archived: true, followUps: [2] }], [2, { inBin: true }]))).toEqual({ kind: 'follow-up', of: 1 })
  })
  test('in the bin or anonymised: a new ticket that names it', () => {
    expect(resolveTarget(1, world([1, { inBin: true }]))).toEqual({ kind: 'new', names: 1 })
    expect(resolveTarget(1, world([1, { archived: true, anonymised: true, followUps: [2] }], [2, {}]))).toEqual({ kind: 'new', names: 1 })
    expect(resolveTarget(1, world([1, { mergedInto: 2 }], [2, { inBin: true }]))).toEqual({ kind: 'new', names: 2 })
  })
  test('purged: simply a new ticket', () => expect(resolveTarget(1, new Map())).toEqual({ kind: 'new', names: null }))

  test('suggested are not those it was split, moved, merged or followed up from', () => {
    const match = matchTicket(
      facts({
        inReplyTo: ['a'],
        references: ['e', 'd', 'c', 'b'],
        known: leads(['a', sent(1)], ['b', sent(2)], ['c', sent(3)], ['d', sent(4)], ['e', sent(5)]),
      }),
    )
    const all = world([1, {}], [2, {}], [3, { mergedInto: 1 }], [4, {}], [5, { inBin: true }])
    expect(suggestions(match, { kind: 'into', ticketId: 1 }, all, (id) => (id === 1 ? [2] : []))).toEqual([4])
  })
  test('any web of merges and follow-ups, circles too, ends', () => {
    const some = fc.record({
      mergedInto: fc.option(fc.nat(6)),
      archived: fc.boolean(),
      inBin: fc.boolean(),
      anonymised: fc.boolean(),
      followUps: fc.array(fc.nat(6), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(fc.array(some, { maxLength: 7 }), fc.nat(6), (tickets, from) => {
        const all = new Map(tickets.map((t, id) => [id, t]))
        const target = resolveTarget(from, all)
        if (target.kind !== 'into') return
        const into = all.get(target.ticketId)
        expect(into).toMatchObject({ archived: false, inBin: false, anonymised: false })
      }),
    )
  })
})

/** A mail of one of several conversations: its own id, and whichever headers its sender's program kept. */
interface Mail {
  id: string
  inReplyTo: string[]
  references: string[]
}

/** A desk that remembers Message-IDs as the database does. */
function desk(headerThreading: boolean) {
  const known = new Map<string, KnownMessage[]>()
  const placed = new Map<string, number>()
  const linked: [number, number][] = []
  let tickets = 0
  const remember = (id: string, entry: KnownMessage) => {
    const entries = known.get(id) ?? []
    const same = entries.find((e) => e.ticketId === entry.ticketId)
    if (!same) known.set(id, [...entries, entry])
    else if (same.as === 'referred') same.as = entry.as
  }
  return {
    placed,
    linked,
    receive: (mail: Mail) => {
      const match = matchTicket(
        facts({ externalId: mail.id, inReplyTo: mail.inReplyTo, references: mail.references, known, headerThreading }),
      )
      const ticketId = match.ticketId ?? (tickets += 1)
      placed.set(mail.id, ticketId)
      for (const other of match.suggested) linked.push([ticketId, other])
      remember(mail.id, seen(ticketId))
      for (const id of [...mail.inReplyTo, ...mail.references]) remember(id, referred(ticketId))
    },
  }
}

/** Which of these belong together, by the pairs that link them. */
function groups<T>(all: T[], links: [T, T][]) {
  const parent = new Map(all.map((x) => [x, x]))
  const root = (x: T): T => {
    const up = parent.get(x) ?? x
    return up === x ? x : root(up)
  }
  for (const [a, b] of links) parent.set(root(a), root(b))
  return root
}

/** Conversations as trees: each message answers an earlier one of its conversation. */
const conversations = (maxMails: number) =>
  fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: maxMails }), { minLength: 1, maxLength: 4 }).map((trees) =>
    trees.map((choices, c) => {
      const parents: number[] = choices.map((choice, i) => (i === 0 ? -1 : choice % i))
      const ancestors = (i: number): string[] => {
        const parent = parents[i] ?? -1
        return parent === -1 ? [] : [...ancestors(parent), `${c}.${parent}`]
      }
      return choices.map((_, i): Mail => ({ id: `${c}.${i}`, inReplyTo: ancestors(i).slice(-1), references: ancestors(i) }))
    }),
  )
const shuffled = <T>(items: T[]) => fc.shuffledSubarray(items, { minLength: items.length })

describe('Threads, whatever the order of delivery', () => {
  test('any order of whole References ends with each conversation on one ticket of its own', () => {
    fc.assert(
      fc.property(
        conversations(8).chain((trees) => shuffled(trees.flat())),
        (mails) => {
          const { receive, placed } = desk(true)
          for (const mail of mails) receive(mail)
          const owners = new Map<number, string>()
          for (const [id, ticket] of placed) {
            const conversation = id.split('.')[0] ?? ''
            expect(owners.get(ticket) ?? conversation).toBe(conversation)
            owners.set(ticket, conversation)
          }
          expect(owners.size).toBe(new Set([...placed.keys()].map((id) => id.split('.')[0])).size)
        },
      ),
    )
  })

  const damaged = conversations(8).chain((trees) =>
    fc
      .tuple(...trees.flat().map((mail) => fc.tuple(fc.constant(mail), fc.boolean(), fc.subarray(mail.references))))
      .map((kept) => kept.map(([mail, answers, references]) => ({ id: mail.id, inReplyTo: answers ? mail.inReplyTo : [], references })))
      .chain(shuffled),
  )

  test('any subset of headers in any order: what the evidence links is on one ticket or suggested, and nothing else ever is', () => {
    fc.assert(
      fc.property(damaged, (mails) => {
        const { receive, placed, linked } = desk(true)
        for (const mail of mails) receive(mail)
        const ids = [...new Set(mails.flatMap((m) => [m.id, ...m.inReplyTo, ...m.references]))]
        const evidence = groups(
          ids,
          mails.flatMap((m) => [...m.inReplyTo, ...m.references].map((id): [string, string] => [m.id, id])),
        )
        const together = groups([...placed.values()], linked)
        for (const a of mails)
          for (const b of mails) {
            const [ticketA, ticketB] = [placed.get(a.id) ?? 0, placed.get(b.id) ?? 0]
            expect(together(ticketA) === together(ticketB)).toBe(evidence(a.id) === evidence(b.id))
            if (ticketA === ticketB) expect(evidence(a.id)).toBe(evidence(b.id))
          }
      }),
    )
  })

  test('a message whose headers name anything known never opens a new ticket', () => {
    fc.assert(
      fc.property(damaged, (mails) => {
        const { receive, placed } = desk(true)
        const told = new Set<string>()
        for (const mail of mails) {
          const before = new Set(placed.values())
          const linked = [mail.id, ...mail.inReplyTo, ...mail.references].some((id) => told.has(id))
          receive(mail)
          expect(before.has(placed.get(mail.id) ?? 0)).toBe(linked)
          for (const id of [mail.id, ...mail.inReplyTo, ...mail.references]) told.add(id)
        }
      }),
    )
  })

  test('without header threading the customers’ own ids lead nowhere', () => {
    fc.assert(
      fc.property(damaged, (mails) => {
        const { receive, placed, linked } = desk(false)
        for (const mail of mails) receive(mail)
        expect(new Set(placed.values()).size).toBe(mails.length)
        expect(linked).toEqual([])
      }),
    )
  })
})
