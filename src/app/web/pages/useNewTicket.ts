/** A ticket made by hand, until it is created: kept in this browser at every key press, created once. */
import { useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { createTicket, listSenders, showAttachment } from '#activities/api.ts'
import { attachment } from '#activities/activity.ts'
import { newSendKey, plainText } from '#activities/web/drafts.ts'
import { useUploads } from '#activities/web/useUploads.ts'
import type { Category } from '#categories/category.ts'
import { type Contact, contact } from '#crm/contact.ts'
import { addressOf, call, CallProblem } from '#platform/web/call.ts'
import { clearJournal, readJournal, writeJournal } from '#platform/web/journal.ts'
import { useEndpoint } from '#platform/web/query.ts'
import { useCustomFields } from '#fields/web/useCustomFields.ts'
import { defaultsOf } from '#fields/shownFields.ts'
import { customIn, missingCustom, readCustom, shownBy } from '#tickets/customChanges.ts'
import { everyField } from '#tickets/rules.ts'
import { customKey, isCustomKey, priorities, states, type Changeable, type Changes, type Ticket } from '#tickets/ticket.ts'
import { useFormChoices } from '#tickets/web/useFormRules.ts'

const recipients = z.array(z.object({ address: z.string(), name: z.string() }))
const shape = z.object({
  title: z.string(),
  contact: contact.nullable(),
  /** Follows the Contact unless it was chosen. */
  account: z.object({ id: z.number(), name: z.string() }).nullable().default(null),
  accountByHand: z.boolean().default(false),
  statusIds: z.array(z.number()).default([]),
  deadline: z.string().nullable().default(null),
  parent: z
    .object({ id: z.number(), title: z.string(), state: z.enum(states) })
    .nullable()
    .default(null),
  /** By the field's number. */
  custom: z.record(z.string(), z.unknown()).default({}),
  categoryId: z.number().nullable(),
  priority: z.enum(priorities),
  userId: z.number().nullable(),
  begin: z.enum(['email', 'comment', 'nothing']),
  to: recipients,
  cc: recipients,
  sender: z.object({ queueId: z.number(), from: z.string() }).nullable(),
  subject: z.string(),
  html: z.string(),
  comment: z.string(),
  attachments: z.array(attachment),
  sendKey: z.uuid(),
})
type NewTicket = z.infer<typeof shape>
export type Missing = 'title' | 'category' | 'recipient' | 'queue' | 'text' | 'uploads' | 'user' | 'value' | 'status' | 'statuses' | 'field'

const empty = (): NewTicket => ({
  title: '',
  contact: null,
  account: null,
  accountByHand: false,
  statusIds: [],
  deadline: null,
  parent: null,
  custom: {},
  categoryId: null,
  priority: 'medium',
  userId: null,
  begin: 'email',
  to: [],
  cc: [],
  sender: null,
  subject: '',
  html: '',
  comment: '',
  attachments: [],
  sendKey: newSendKey(),
})
const refusals: Record<string, Missing> = {
  user_not_allowed: 'user',
  category_not_allowed: 'category',
  status_required: 'status',
  status_not_in_category: 'statuses',
  too_many_statuses: 'statuses',
  required_field: 'field',
}

/** A child begins with its parent's Contact, Account, Category and Priority. */
const childOf = (parent: Ticket): Partial<NewTicket> => ({
  parent: { id: parent.id, title: parent.title, state: parent.state },
  contact: parent.contact && { ...parent.contact, account: parent.account },
  account: parent.account,
  accountByHand: parent.accountByHand,
  categoryId: parent.category.id,
  priority: parent.priority,
  to: parent.contact?.emails[0] ? [{ address: parent.contact.emails[0], name: parent.contact.name }] : [],
})

type WrongCustom = { [key: `custom.${number}`]: { code: string; details?: Record<string, unknown> | undefined } }

/** The draft as the rules look at it. */
const valuesOf = (draft: NewTicket, categoryId: number | null, statusIds: number[]): Changeable => ({
  title: draft.title,
  categoryId: categoryId ?? 0,
  priority: draft.priority,
  state: 'open',
  userId: draft.userId,
  contactId: draft.contact?.id ?? null,
  accountId: draft.account?.id ?? null,
  deadline: draft.deadline,
  reopenAt: null,
  parentId: draft.parent?.id ?? null,
  statusIds,
  followerIds: [],
  participants: [],
  description: '',
  ...defaultsIn(draft.custom),
})
const defaultsIn = (custom: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(custom).map(([id, value]) => [customKey(Number(id)), value]))

interface Settings {
  userId: number
  categories: readonly Category[]
  /** The new one becomes its child. */
  parent: Ticket | undefined
  onMade: (ticket: Ticket) => void
}

export function useNewTicket({ userId, categories, parent, onMade }: Settings) {
  const key = parent ? `new-ticket:${userId}:${parent.id}` : `new-ticket:${userId}`
  const [initial] = useState(() => readJournal(key, shape)?.value ?? { ...empty(), ...(parent ? childOf(parent) : {}) })
  const fields = useCustomFields('ticket')
  const { statuses, categories: rules } = useFormChoices()
  const [wrongCustom, setWrongCustom] = useState<WrongCustom>({})
  const [draft, setDraft] = useState(initial)
  const [wrong, setWrong] = useState<Partial<Record<string, Missing>>>({})
  const [problem, setProblem] = useState<CallProblem | null>(null)
  const [sending, setSending] = useState(false)
  const inserts = useRef(new Map<File, (address: string) => void>())
  const queues = useEndpoint(listSenders, {}, { refetchOnMount: 'always' }).data?.queues ?? []
  const usable = categories.find((c) => c.id === draft.categoryId && c.active) ?? categories.find((c) => c.active && c.mayWork)
  const categoryId = (categories.length === 0 ? draft.categoryId : usable?.id) ?? null
  const category = rules.find(({ id }) => id === categoryId) ?? null
  const offered = draft.statusIds.filter((id) => category?.statusIds.includes(id) !== false)
  const values = valuesOf(draft, categoryId, offered)
  const shown = { ...values, ...defaultsIn(defaultsOf(shownBy(fields, values))) }
  const usual =
    queues.find((q) => q.id === categories.find((c) => c.id === categoryId)?.defaultQueueId) ??
    queues.find((q) => q.categoryId === categoryId) ??
    queues[0]
  const sender = draft.sender ?? (usual?.addresses[0] === undefined ? null : { queueId: usual.id, from: usual.addresses[0] })

  useEffect(() => {
    if (draft !== initial) writeJournal(key, draft)
  }, [draft, initial, key])
  const set = (change: Partial<NewTicket>) => {
    setDraft((held) => ({ ...held, ...change }))
    setWrong({})
    setWrongCustom({})
    setProblem(null)
  }
  const uploads = useUploads((stored, file) => {
    const insert = inserts.current.get(file)
    inserts.current.delete(file)
    if (insert) insert(addressOf(showAttachment, { id: stored.id }))
    else setDraft((held) => ({ ...held, attachments: [...held.attachments, stored] }))
  })

  function missing(): Partial<Record<string, Missing>> {
    const found: Partial<Record<string, Missing>> = {}
    if (draft.title.trim() === '') found.title = 'title'
    if (categoryId === null) found.categoryId = 'category'
    if (draft.begin === 'email' && draft.to.length + draft.cc.length === 0) found.to = 'recipient'
    if (draft.begin === 'email' && sender === null) found.queueId = 'queue'
    if (draft.begin === 'email' && plainText(draft.html) === '' && draft.attachments.length === 0 && !draft.html.includes('<img'))
      found.text = 'text'
    if (draft.begin === 'comment' && draft.comment.trim() === '') found.text = 'text'
    if (draft.begin !== 'nothing' && uploads.busy) found.text = 'uploads'
    if (category?.statusRequired === 'always' && offered.length === 0) found.statusIds = 'status'
    return found
  }
  /** What the custom fields say of their values: the server's own functions. */
  function customTroubles(): WrongCustom {
    const wanted: Changes = {}
    for (const [id, to] of Object.entries(draft.custom)) wanted[customKey(Number(id))] = { from: null, to }
    const troubles = [...readCustom(fields, wanted, values, { byHand: true }).problems, ...missingCustom(fields, shown, everyField)]
    return Object.fromEntries(troubles.map(({ field, ...trouble }) => [field, trouble]))
  }

  async function create() {
    const stop = missing()
    const troubles = customTroubles()
    setWrong(stop)
    setWrongCustom(troubles)
    if (sending || Object.keys({ ...stop, ...troubles }).length > 0 || categoryId === null) return
    setSending(true)
    setProblem(null)
    const attachmentIds = draft.attachments.map((a) => a.id)
    try {
      const ticket = await call(createTicket, {
        title: draft.title,
        categoryId,
        priority: draft.priority,
        userId: draft.userId,
        contactId: draft.contact?.id ?? null,
        // A child would have its parent's.
        ...(draft.accountByHand || draft.parent ? { accountId: draft.account?.id ?? null } : {}),
        ...(offered.length > 0 ? { statusIds: offered } : {}),
        ...(draft.deadline === null ? {} : { deadline: draft.deadline }),
        ...(draft.parent ? { parentId: draft.parent.id } : {}),
        custom: Object.fromEntries(Object.entries(draft.custom).filter(([, value]) => value !== null && value !== undefined)),
        ...(draft.begin === 'email' && sender
          ? {
              email: {
                to: draft.to,
                cc: draft.cc,
                subject: draft.subject.trim() || draft.title.trim(),
                html: draft.html,
                ...sender,
                attachmentIds,
                sendKey: draft.sendKey,
              },
            }
          : {}),
        ...(draft.begin === 'comment' ? { comment: { text: draft.comment, attachmentIds, sendKey: draft.sendKey } } : {}),
      })
      clearJournal(key)
      onMade(ticket)
    } catch (error) {
      if (!(error instanceof CallProblem)) throw error
      setProblem(error)
      setWrong(Object.fromEntries(error.problems.map((p) => [p.field.replace(/^(email|comment)\./, ''), refusals[p.code] ?? 'value'])))
      setWrongCustom(
        Object.fromEntries(
          error.problems.filter((p) => isCustomKey(p.field)).map(({ field, code, details }) => [field, { code, details }]),
        ),
      )
      setSending(false)
    }
  }

  return {
    fields,
    statuses,
    category,
    statusIds: offered,
    /** By the field's number, with the defaults that it will begin with. */
    custom: customIn(shown),
    facts: { categoryId, priority: draft.priority, state: 'open' as const },
    wrongCustom,
    setCustom: (id: number, value: unknown) => set({ custom: { ...draft.custom, [id]: value } }),
    draft,
    set,
    wrong,
    problem,
    sending,
    queues,
    sender,
    categoryId,
    uploads,
    initialHtml: initial.html,
    create,
    forget: () => clearJournal(key),
    /** The customer chosen is whom the email goes to, unless recipients were typed. */
    pickContact: (chosen: Contact | null) => {
      const old = draft.contact?.emails[0]
      const untouched = draft.to.length === 0 || (draft.to.length === 1 && draft.to[0]?.address === old)
      const first = chosen?.emails[0]
      set({
        contact: chosen,
        ...(draft.accountByHand ? {} : { account: chosen?.account ?? null }),
        ...(untouched ? { to: chosen && first ? [{ address: first, name: chosen.name }] : [] } : {}),
      })
    },
    /** Pictures put into the text stand there; every other file is attached. */
    take: (files: File[], insert?: (address: string) => void) => {
      for (const file of files) if (insert && /^image\/(png|jpeg|gif|webp)$/.test(file.type)) inserts.current.set(file, insert)
      uploads.add(files)
    },
  }
}
