/** Nothing typed is lost, and a message keeps its send key until it is sent. */
import { beforeEach, expect, test } from 'vitest'
import { type Draft, draftsOf, findDraft, forgetDraft, keepDraft, markSynced, newSendKey, plainText, reconcile } from './drafts.ts'

const written = (part: Partial<Draft> = {}): Draft => ({
  kind: 'answer',
  activityId: 5,
  all: false,
  to: [{ address: 'petr@x.cz', name: 'Petr' }],
  cc: [],
  bcc: [],
  subject: 'Re: Invoice',
  body: '<p>Good morning</p>',
  quoteHtml: '',
  takesQuote: true,
  queueId: 1,
  from: 'support@x.cz',
  attachments: [],
  sendKey: newSendKey(),
  seen: null,
  ...part,
})
beforeEach(() => localStorage.clear())

test('What was written comes back after a reload, with the same send key', () => {
  const d = written()
  keepDraft(1, 7, d)
  expect(findDraft(1, 7, { kind: 'answer', activityId: 5 })).toEqual(d)
})

test('A comment and an email of the same ticket stand side by side, and others do not see them', () => {
  keepDraft(1, 7, written())
  keepDraft(1, 7, written({ kind: 'comment', activityId: null, body: 'look at this' }))
  expect(
    draftsOf(1, 7)
      .map((k) => k.draft.kind)
      .toSorted(),
  ).toEqual(['answer', 'comment'])
  expect(draftsOf(2, 7)).toEqual([])
  expect(draftsOf(1, 8)).toEqual([])
})

test('An empty draft is not offered again, and a sent one is forgotten', () => {
  const d = written()
  keepDraft(1, 7, d)
  keepDraft(1, 7, { ...d, body: '<p></p>' })
  expect(draftsOf(1, 7)).toEqual([])
  keepDraft(1, 7, d)
  forgetDraft(1, 7, d)
  expect(draftsOf(1, 7)).toEqual([])
})

test('A draft shows its text without marks', () => {
  expect(plainText('<p>a &lt;b&gt;&nbsp;&amp; c</p><ul><li>d</li></ul>')).toBe('a <b> & c d')
})

const onServer = (content: Draft, savedAt: number, part: object = {}) => ({
  ticketId: 7,
  content,
  window: newSendKey(),
  savedAt: new Date(savedAt).toISOString(),
  leavesAt: null,
  scheduled: false,
  setState: null,
  held: null,
  ...part,
})

test('Of a draft here and on the server the later text stays, also where this clock is wrong', () => {
  const hour = 3_600_000
  const d = written()
  keepDraft(1, 7, { ...d, body: '<p>here</p>' })
  const server = (at: number) => ({ mine: [onServer({ ...d, body: '<p>there</p>' }, at)], ahead: hour })
  expect(reconcile(1, 7, [], server(Date.now() + hour - 60_000))).toMatchObject([{ body: '<p>here</p>' }])
  expect(reconcile(1, 7, [], server(Date.now() + hour + 60_000))).toEqual([])
  expect(draftsOf(1, 7)).toMatchObject([{ draft: { body: '<p>there</p>' } }])
})

test('What was saved and is no longer on the server was sent or discarded elsewhere; what was never saved is kept and saved', () => {
  const [saved, typed, waiting] = [written(), written({ kind: 'new', activityId: null }), written({ kind: 'forward' })]
  for (const d of [saved, typed, waiting]) keepDraft(1, 7, d)
  markSynced(1, 7, saved)
  const mine = [onServer(waiting, Date.now(), { leavesAt: new Date().toISOString() })]
  expect(reconcile(1, 7, [], { mine, ahead: 0 })).toEqual([typed])
  expect(draftsOf(1, 7).map((k) => k.draft)).toEqual([typed])
})

test('What was being written on a ticket that was merged stands on the survivor, beside what is there', () => {
  keepDraft(1, 7, written({ body: '<p>survivor</p>' }))
  keepDraft(1, 9, written({ body: '<p>merged</p>' }))
  reconcile(1, 7, [9], { mine: [], ahead: 0 })
  expect(draftsOf(1, 7)).toHaveLength(2)
  expect(draftsOf(1, 9)).toEqual([])
})
