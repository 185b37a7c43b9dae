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
import { priorities, type Ticket } from '#tickets/ticket.ts'

const recipients = z.array(z.object({ address: z.string(), name: z.string() }))
const shape = z.object({
  title: z.string(),
  contact: contact.nullable(),
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
export type Missing = 'title' | 'category' | 'recipient' | 'queue' | 'text' | 'uploads' | 'user' | 'value'

const empty = (): NewTicket => ({
  title: '',
  contact: null,
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
const refusals: Record<string, Missing> = { user_not_allowed: 'user', category_not_allowed: 'category' }

interface Settings {
  userId: number
  categories: readonly Category[]
  onMade: (ticket: Ticket) => void
}

export function useNewTicket({ userId, categories, onMade }: Settings) {
  const key = `new-ticket:${userId}`
  const [initial] = useState(() => readJournal(key, shape)?.value ?? empty())
  const [draft, setDraft] = useState(initial)
  const [wrong, setWrong] = useState<Partial<Record<string, Missing>>>({})
  const [problem, setProblem] = useState<CallProblem | null>(null)
  const [sending, setSending] = useState(false)
  const inserts = useRef(new Map<File, (address: string) => void>())
  const queues = useEndpoint(listSenders, {}, { refetchOnMount: 'always' }).data?.queues ?? []
  const categoryId = draft.categoryId ?? categories.find((c) => c.active && c.mayWork)?.id ?? null
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
    return found
  }

  async function create() {
    const stop = missing()
    setWrong(stop)
    if (sending || Object.keys(stop).length > 0 || categoryId === null) return
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
      setSending(false)
    }
  }

  return {
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
      set({ contact: chosen, ...(untouched ? { to: chosen && first ? [{ address: first, name: chosen.name }] : [] } : {}) })
    },
    /** Pictures put into the text stand there; every other file is attached. */
    take: (files: File[], insert?: (address: string) => void) => {
      for (const file of files) if (insert && /^image\/(png|jpeg|gif|webp)$/.test(file.type)) inserts.current.set(file, insert)
      uploads.add(files)
    },
  }
}
