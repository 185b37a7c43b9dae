/** One example ticket with its whole life: what was written, by whom, and the events that say how it came to be what it is. */
import { fold } from '#platform/fold.ts'
import { copyRow } from '#platform/server/copy.ts'
import { documentOf } from '#search/document.ts'
import { customerOf, type Customer, type Customers } from './customers.ts'
import { Random } from '#platform/server/random.ts'

/** What a conversation refers to; ids are reserved beforehand. */
export interface Desk extends Customers {
  now: number
  /** Tickets are spread over this time, oldest first. */
  span: number
  firstTicket: number
  tickets: number
  users: { id: number; name: string }[]
  categories: Map<string, number>
  queue: { id: number; address: string; name: string }
}

/** Rows in COPY's text format, by table. */
export class Rows {
  tickets = ''
  activities = ''
  activity_recipients = ''
  ticket_participants = ''
  message_ids = ''
  ticket_search = ''
  events = ''
}

export const columns: Record<keyof Rows, readonly string[]> = {
  tickets:
    'id title title_folded category_id priority state user_id contact_id account_id description origin begun_by created_at edited_at closed_at first_answer_at last_activity_at last_customer_at last_agent_at last_direction snippet unread activity_count version'.split(
      ' ',
    ),
  activities:
    'id ticket_id kind direction at created_at user_id contact_id queue_id from_address from_name subject text html message_id answers_id thread_ids delivery match customer answer'.split(
      ' ',
    ),
  activity_recipients: 'activity_id role address name state reason at'.split(' '),
  ticket_participants: 'ticket_id address name'.split(' '),
  message_ids: 'message_id ticket_id activity_id kind'.split(' '),
  ticket_search: ['ticket_id', 'doc'],
  events: 'tx at name subject subject_id version actor_kind actor_id via request_id payload'.split(' '),
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Adds ticket number `index` of the desk to `rows`; its activities take ids from `nextActivity` on. Returns how many there are. */
export function writeConversation(rows: Rows, desk: Desk, index: number, nextActivity: number): number {
  const id = desk.firstTicket + index
  const random = new Random(desk.seed, id)
  const customer = customerOf(desk, desk.firstContact + random.skewed(desk.contacts))
  const { language } = customer
  const scene = random.pick(language.scenes)
  const fill = filler(random, customer)
  const title = fill(scene.title)
  const owner = random.pick(desk.users)
  const age = (desk.tickets - index) / desk.tickets
  const created = Math.round(desk.now - age * desk.span - random.below(hour))
  const live = random.chance(age < 0.08 ? 0.36 : 0.003)
  const priority = random.chance(0.12) ? 'high' : random.chance(0.2) ? 'low' : 'medium'

  const threads: string[] = []
  const bodies: string[] = []
  let at = created
  let version = 1
  let count = 0
  let firstAnswer: number | null = null
  let lastCustomer: number | null = null
  let lastAgent: number | null = null
  let lastText = ''
  let direction = ''
  const subject = (answer: boolean) => (answer ? `${language.re}: ${title} [#${id}]` : title)
  const happened = (name: string, actor: { kind: string; id: number | null }, via: string, payload: unknown) => {
    rows.events += copyRow([
      '0', // before every horizon: what the example desk tells happened long ago and has no consequences
      iso(at),
      name,
      'ticket',
      id,
      version,
      actor.kind,
      actor.id,
      via,
      `seed-${id}-${version}`,
      JSON.stringify(payload),
    ])
  }
  const byCustomer = { kind: 'contact', id: customer.id }
  const byOwner = { kind: 'user', id: owner.id }
  const add = (kind: 'email' | 'comment', way: 'in' | 'out' | 'internal', text: string) => {
    const activity = nextActivity + count
    const messageId =
      kind === 'email' ? `${id}.${count}.${random.below(0x7fff_ffff).toString(36)}@${way === 'in' ? 'post' : 'desk'}.example` : null
    rows.activities += copyRow([
      activity,
      id,
      kind,
      way,
      iso(at),
      iso(at),
      way === 'in' ? null : owner.id,
      way === 'in' ? customer.id : null,
      kind === 'email' ? desk.queue.id : null,
      kind === 'comment' ? null : way === 'in' ? customer.email : desk.queue.address,
      kind === 'comment' ? null : way === 'in' ? customer.name : owner.name,
      kind === 'comment' ? '' : subject(count > 0),
      text,
      kind === 'email' && (way === 'out' || random.chance(0.4)) ? htmlOf(text) : null,
      messageId,
      count > 0 && kind === 'email' ? activity - 1 : null,
      [...threads],
      way === 'out' ? 'accepted' : null,
      way === 'in'
        ? JSON.stringify(count === 0 ? { rule: 'new', evidence: null } : { rule: 'reference', evidence: threads.at(-1) ?? null })
        : null,
      way === 'in',
      way === 'out',
    ])
    bodies.unshift(text)
    if (kind === 'email') {
      const [address, name] = way === 'in' ? [desk.queue.address, desk.queue.name] : [customer.email, customer.name]
      const failed = way === 'out' && random.chance(0.01)
      const state = way === 'in' ? null : failed ? 'failed' : random.chance(0.3) ? 'delivered' : 'accepted'
      rows.activity_recipients += copyRow([
        activity,
        'to',
        address,
        name,
        state,
        failed ? '552 5.2.2 Mailbox full' : null,
        state ? iso(at + 2000) : null,
      ])
    }
    if (messageId) {
      rows.message_ids += copyRow([messageId, id, activity, way === 'in' ? 'seen' : 'sent'])
      threads.push(messageId)
      direction = way
      lastText = text
    } else direction = 'internal'
    count += 1
    version += 1
    happened('activity.added', way === 'in' ? byCustomer : byOwner, way === 'in' ? 'mail' : 'ui', {
      activityId: activity,
      kind,
      direction: way,
    })
    if (way === 'in') lastCustomer = at
    if (way === 'out') {
      lastAgent = at
      firstAnswer ??= at
    }
  }
  const change = (field: string, from: unknown, to: unknown) => {
    version += 1
    happened('ticket.changed', byOwner, 'ui', { changes: { [field]: { from, to } } })
  }

  const categoryId = desk.categories.get(scene.category) ?? 0
  const fields = { title, categoryId, priority, state: 'open', userId: null, contactId: customer.id, description: '' }
  happened('ticket.created', byCustomer, 'mail', { origin: 'email', fields })
  add('email', 'in', letter(language, fill(scene.ask), customer.name))
  const later = (most: number) => {
    const then = at + minute + random.skewed(most)
    // What would lie in the future is drawn into what is left of the past, or the whole desk would have been busy a second ago.
    at = then < desk.now ? then : Math.round(at + (desk.now - at) * (0.1 + random.below(500) / 1000))
  }
  const owned = !live || random.chance(0.75)
  let edited = created
  if (owned) {
    later(6 * hour)
    change('userId', null, owner.id)
    edited = at
  }
  const answered = owned && (!live || random.chance(0.6))
  if (answered) {
    if (random.chance(0.35)) {
      later(2 * hour)
      add('comment', 'internal', random.pick(language.comments))
    }
    later(day)
    add('email', 'out', letter(language, fill(scene.answer), owner.name))
    for (let turns = random.skewed(4); turns > 0; turns--) {
      later(2 * day)
      add('email', 'in', letter(language, fill(scene.reply), customer.name))
      if (random.chance(0.4)) break
      later(day)
      add('email', 'out', letter(language, fill(scene.answer), owner.name))
    }
  }
  const state = live
    ? answered && direction === 'out' && random.chance(0.8)
      ? 'waiting'
      : 'open'
    : random.chance(0.12)
      ? 'archived'
      : 'closed'
  let closed: number | null = null
  if (state !== 'open') {
    later(state === 'waiting' ? hour : 3 * day)
    change('state', 'open', state)
    edited = at
    if (state !== 'waiting') closed = at
  }
  rows.ticket_participants += copyRow([id, customer.email, customer.name])
  const lastActivityAt = iso(Math.max(lastCustomer ?? created, lastAgent ?? created))
  const around = [customer.name, customer.email, ...(count > 1 ? [subject(true), owner.name] : [])]
  rows.ticket_search += copyRow([id, documentOf({ id, title, description: '', lastActivityAt, around, bodies })])
  rows.tickets += copyRow([
    id,
    title,
    fold(title),
    categoryId,
    priority,
    state,
    owned ? owner.id : null,
    customer.id,
    customer.accountId,
    '',
    'email',
    'customer',
    iso(created),
    iso(edited),
    closed === null ? null : iso(closed),
    firstAnswer === null ? null : iso(firstAnswer),
    lastActivityAt,
    lastCustomer === null ? null : iso(lastCustomer),
    lastAgent === null ? null : iso(lastAgent),
    direction,
    lastText.replaceAll(/\s+/g, ' ').slice(0, 200),
    live && direction === 'in',
    count,
    version,
  ])
  return count
}

const iso = (at: number) => new Date(at).toISOString()

const letter = (language: Customer['language'], text: string, name: string) => `${language.hello}\n\n${text}\n\n${language.bye}\n${name}`

const htmlOf = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .split('\n\n')
    .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`)
    .join('')

/** Puts this ticket's order, invoice, amount and product into a text; the same ones each time. */
function filler(random: Random, { language, city, name }: Customer) {
  const values: Record<string, string> = {
    order: String(70_000 + random.below(30_000)),
    invoice: `R-${10_000 + random.below(90_000)}`,
    amount: `${20 + random.below(2000)},${random.below(90) + 10} €`,
    days: String(2 + random.below(7)),
    product: random.pick(language.products),
    city,
    name,
  }
  return (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '')
}
