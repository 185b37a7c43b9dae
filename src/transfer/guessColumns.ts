/** What the columns of a file of tickets are: by the headings of our own export, and of those of Zendesk, Zammad, Freshdesk, RT and OTRS. */
import { fold } from '#platform/fold.ts'
import type { Column, DateOrder, Target } from './ticketImport.ts'

const heads: Record<Target, readonly string[]> = {
  number: ['tessera number', 'our number'],
  externalId: [
    'id',
    'ticket id',
    'ticket',
    'ticket number',
    'ticketnumber',
    'ticket no',
    'number',
    'nr',
    'external id',
    'case number',
    'case id',
  ],
  title: ['title', 'subject', 'ticket subject', 'summary', 'titel', 'betreff', 'predmet', 'nazev', 'asunto', 'sujet'],
  category: ['category', 'group', 'queue', 'assigned group', 'department', 'kategorie', 'gruppe', 'fronta', 'skupina'],
  priority: ['priority', 'ticket priority', 'prioritat', 'priorita'],
  state: ['state', 'ticket state', 'ticket status', 'stav', 'zustand'],
  user: [
    'user',
    'owner',
    'assignee',
    'assignee email',
    'assignee name',
    'agent',
    'agent name',
    'assigned to',
    'responsible',
    'besitzer',
    'resitel',
  ],
  contact: [
    'contact',
    'contact email',
    'requester',
    'requester email',
    'requestor',
    'requestors',
    'customer',
    'customer email',
    'customer user',
    'customeruserid',
    'email',
    'e mail',
    'from',
    'from email',
    'contact address',
    'kontakt',
    'kunde',
    'zakaznik',
  ],
  contactName: ['contact name', 'requester name', 'customer name', 'full name', 'name'],
  account: [
    'account',
    'company',
    'company name',
    'organization',
    'organisation',
    'organization name',
    'customerid',
    'customer id',
    'firma',
    'spolecnost',
  ],
  participants: ['participants', 'cc', 'ccs', 'collaborators', 'cc emails'],
  deadline: ['deadline', 'due', 'due date', 'due by', 'due by time', 'due at', 'termin', 'faelligkeit'],
  reopenAt: ['re open', 'reopen', 'pending till', 'pending until', 'pending time', 'snoozed until'],
  followers: ['followers', 'watchers', 'admincc', 'mentions'],
  statuses: ['statuses', 'sub status', 'substatus', 'custom status'],
  description: ['description', 'body', 'content', 'note', 'text', 'beschreibung', 'popis'],
  parent: ['parent', 'parent id', 'parent ticket', 'parent number', 'memberof'],
  createdAt: [
    'created',
    'created at',
    'created time',
    'created on',
    'creation date',
    'date created',
    'opened',
    'createtime',
    'vytvoreno',
    'erstellt',
  ],
  closedAt: [
    'closed',
    'closed at',
    'close at',
    'closed time',
    'closed on',
    'solved at',
    'resolved',
    'resolved at',
    'resolved time',
    'uzavreno',
  ],
  editedAt: ['edited', 'updated', 'updated at', 'last updated', 'lastupdated', 'last update time', 'changed', 'modified', 'zmeneno'],
  firstAnswerAt: [
    'first answer',
    'first answer at',
    'first response',
    'first response at',
    'first response time',
    'firstresponse',
    'initial response time',
    'told',
  ],
}

/** For each column what it is; null leaves it out. Custom fields are told by their titles. */
export function guessColumns(head: readonly string[], fields: readonly { id: number; title: string }[]): Column[] {
  const words = head.map((text) =>
    text.trim() === '#'
      ? 'number'
      : fold(text)
          .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
          .trim(),
  )
  const own = isOwn(words)
  const hasState = words.some((word) => heads.state.includes(word))
  const hasAddress = words.some((word) => /e ?mail$/.test(word) && heads.contact.includes(word))
  const used = new Set<Target>()
  return words.map((word, n): Column => {
    const field = fields.find(({ title }) => fold(title).trim() === fold(head[n] ?? '').trim())
    const target = targetOf(word, { own, hasState, hasAddress })
    if (target !== null && !used.has(target)) {
      used.add(target)
      return target
    }
    return field ? `custom.${field.id}` : null
  })
}

/** As our own export heads them: there *Number* is our number. */
const isOwn = (words: readonly string[]) =>
  words.includes('number') && words.includes('title') && ['category', 'state', 'activities'].some((word) => words.includes(word))

function targetOf(word: string, { own, hasState, hasAddress }: { own: boolean; hasState: boolean; hasAddress: boolean }): Target | null {
  if (word === 'number' && own) return 'number'
  // Where one word means the state of a ticket elsewhere, it means our Status beside a state.
  if (word === 'status') return hasState ? 'statuses' : 'state'
  // Beside a column with addresses, the other one is the name.
  if (hasAddress && ['requester', 'customer', 'contact'].includes(word)) return 'contactName'
  for (const [target, known] of entries(heads)) if (known.includes(word)) return target
  return null
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are the type's own
const entries = (all: Record<Target, readonly string[]>) => Object.entries(all) as [Target, readonly string[]][]

/** Whether dates with slashes have their month or their day first, where the first rows tell. */
export function guessOrder(sample: readonly (readonly string[])[]): DateOrder {
  for (const row of sample)
    for (const cell of row) {
      const [, first = '0', second = '0'] = /^(\d{1,2})[/-](\d{1,2})[/-]\d{4}/.exec(cell.trim()) ?? []
      if (Number(second) > 12) return 'mdy'
      if (Number(first) > 12) return 'dmy'
    }
  return 'dmy'
}
