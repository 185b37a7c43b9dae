/**
 * To which ticket a customer's message belongs. Pure: whoever receives a message looks the facts up and asks here.
 * The manual, Email, Matching: “strongest first, the decision and its reason stored on the activity”.
 */

/** How a Message-ID is known: we sent it, we received it, or a message only referred to it. */
export type KnownAs = 'sent' | 'seen' | 'referred'

/** A ticket that a Message-ID leads to, before merges and the like are followed. */
export interface KnownMessage {
  ticketId: number
  as: KnownAs
  /** The ticket stands in the category that this message came to: one mail to two of our queues is a ticket in each. */
  here?: boolean
}

/** What a message tells, and what is known of it. All ids without angle brackets. */
export interface ThreadingFacts {
  externalId: string | null
  inReplyTo: readonly string[]
  references: readonly string[]
  /** Tickets of the tokens in the addresses written to; only tokens whose signature is right. */
  tokens: readonly number[]
  /** Where a Message-ID leads: what is stored under it, and for ours (signature right) at least the ticket that it names itself. */
  known: ReadonlyMap<string, readonly KnownMessage[]>
  /** The ticket that already holds a message with the same Message-ID by the same author (and another text). */
  twin: number | null
  /** `[#1024]` in the subject, where such a ticket exists. */
  tag: { ticketId: number; senderTakesPart: boolean } | null
  /** “Enable email header threading” of the queue. */
  headerThreading: boolean
}

export type Rule = 'twin' | 'token' | 'message_id' | 'subject' | 'none'

/** `evidence` is what was matched: the Message-ID, or the tag. */
export interface Match {
  rule: Rule
  ticketId: number | null
  evidence: string | null
  /** How the Message-ID that decided was known. */
  as: KnownAs | null
  /** Other tickets that it may belong to, nearest first; still to be led through {@link resolveTarget}. */
  suggested: number[]
}

/** Finds the ticket; `ticketId` null means a new one. */
export function matchTicket(facts: ThreadingFacts): Match {
  const chain = idsByNearness(facts).flatMap((id) => known(facts, id).map((found) => ({ ...found, id })))
  const tag = facts.tag
  const others = facts.headerThreading ? chain.map((found) => found.ticketId) : []
  const decide = (rule: Rule, ticketId: number | null, evidence: string | null, as: KnownAs | null, more: number[] = []): Match => ({
    rule,
    ticketId,
    evidence,
    as,
    suggested: [...new Set([...others, ...more])].filter((id) => id !== ticketId),
  })

  if (facts.twin !== null) return decide('twin', facts.twin, facts.externalId, 'seen')
  const token = facts.tokens[0]
  if (token !== undefined) return decide('token', token, null, null, facts.headerThreading ? facts.tokens.slice(1) : [])
  const nearest = chain[0]
  if (nearest) return decide('message_id', nearest.ticketId, nearest.id, nearest.as)
  if (tag?.senderTakesPart) return decide('subject', tag.ticketId, `[#${tag.ticketId}]`, null)
  return decide('none', null, null, null, tag && facts.headerThreading ? [tag.ticketId] : [])
}

/**
 * In-Reply-To, then References from the last. The message's own id comes at the end: where an answer to it overtook it, that answer's
 * ticket knows it already.
 */
function idsByNearness({ inReplyTo, references, externalId }: ThreadingFacts): string[] {
  return [...new Set([...inReplyTo, ...references.toReversed(), ...(externalId === null ? [] : [externalId])])]
}

const strength: Record<KnownAs, number> = { sent: 0, seen: 1, referred: 2 }

/** Ours count always, the customers' own with header threading only. One id may lead to several tickets: ours first, then the one in this category, then the older. */
function known(facts: ThreadingFacts, id: string): KnownMessage[] {
  const usable = (facts.known.get(id) ?? []).filter((found) => found.as === 'sent' || facts.headerThreading)
  // That somebody else used the same id for a message of theirs says nothing about this one.
  const told = id === facts.externalId ? usable.filter((found) => found.as === 'referred') : usable
  return told.toSorted(
    (a, b) => strength[a.as] - strength[b.as] || Number(b.here ?? false) - Number(a.here ?? false) || a.ticketId - b.ticketId,
  )
}

/** What has become of a ticket. */
export interface TicketFacts {
  mergedInto: number | null
  archived: boolean
  inBin: boolean
  anonymised: boolean
  /** Ids of the tickets that are its follow-ups. */
  followUps: readonly number[]
}

/** Where a message goes that belongs to a ticket. `names`: a new ticket that names this one; `of`: a new follow-up of it. */
export type Target = { kind: 'into'; ticketId: number } | { kind: 'follow-up'; of: number } | { kind: 'new'; names: number | null }

/**
 * The manual: “Merged tickets lead to their survivor, Archived ones to their follow-up (the latest that is neither Archived nor in the bin, else
 * one is made), those in the bin or anonymised to a new ticket.” `facts` holds the ticket with all that it was merged into and followed up by.
 */
export function resolveTarget(ticketId: number, facts: ReadonlyMap<number, TicketFacts>): Target {
  const survivor = survivorOf(ticketId, facts)
  const found = facts.get(survivor)
  if (!found) return { kind: 'new', names: null }
  if (found.inBin || found.anonymised) return { kind: 'new', names: survivor }
  if (!found.archived) return { kind: 'into', ticketId: survivor }
  const latest = followUpsOf(survivor, facts).find((id) => {
    const next = facts.get(id)
    return next && !next.archived && !next.inBin && !next.anonymised
  })
  return latest === undefined ? { kind: 'follow-up', of: survivor } : { kind: 'into', ticketId: latest }
}

function survivorOf(ticketId: number, facts: ReadonlyMap<number, TicketFacts>) {
  const passed = new Set<number>()
  let current = ticketId
  for (
    let next = facts.get(current)?.mergedInto ?? null;
    next !== null && !passed.has(current);
    next = facts.get(current)?.mergedInto ?? null
  ) {
    passed.add(current)
    current = next
  }
  return current
}

/** Follow-ups, theirs too, each led to its survivor; the latest first. */
function followUpsOf(ticketId: number, facts: ReadonlyMap<number, TicketFacts>): number[] {
  const found = new Set<number>()
  const open = [ticketId]
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const id of facts.get(next)?.followUps ?? []) {
      const survivor = survivorOf(id, facts)
      if (survivor === ticketId || found.has(survivor)) continue
      found.add(survivor)
      open.push(survivor)
    }
  return [...found].toSorted((a, b) => b - a)
}

/**
 * The tickets to suggest: where the matched ones have led since, each once, without the one decided for and those that it was split, moved,
 * merged or followed up from. `cameFrom` gives these.
 */
export function suggestions(
  match: Match,
  target: Target,
  facts: ReadonlyMap<number, TicketFacts>,
  cameFrom: (ticketId: number) => readonly number[],
): number[] {
  const decided = target.kind === 'into' ? target.ticketId : target.kind === 'follow-up' ? target.of : null
  const left = new Set(decided === null ? [] : [decided, ...cameFrom(decided)])
  if (match.ticketId !== null) left.add(match.ticketId)
  const candidates = match.suggested.flatMap((id) => {
    const resolved = resolveTarget(id, facts)
    return left.has(id) || resolved.kind === 'new' ? [] : [resolved.kind === 'into' ? resolved.ticketId : resolved.of]
  })
  return [...new Set(candidates)].filter((id) => !left.has(id)).slice(0, 20)
}

/** The ticket number that a subject carries as `[#1024]`; the last one where there are several (answers put theirs at the end). */
export function subjectTag(subject: string): number | null {
  const digits = [...subject.matchAll(/\[#([1-9]\d{0,14})\]/g)].at(-1)?.[1]
  return digits === undefined ? null : Number(digits)
}
