/** Nothing typed is lost, and a message keeps its send key until it is sent. */
import { beforeEach, expect, test } from 'vitest'
import { type Draft, draftsOf, findDraft, forgetDraft, keepDraft, newSendKey, plainText } from './drafts.ts'

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
