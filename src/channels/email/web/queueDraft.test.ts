/** What the queue form sends. */
import { expect, test } from 'vitest'
import { queueInput } from '#channels/email/queue.ts'
import { inputOf, newQueueDraft, problemsIn } from './queueDraft.ts'

const now = new Date('2026-11-19T10:00:00.000Z')
const filled = () => ({ ...newQueueDraft(3), name: 'Support', address: 'support@x.cz' })

test('A new queue takes mail by the listener and puts answers into the Outbox', () => {
  const input = queueInput.parse(inputOf(filled(), undefined, now))
  expect(input).toMatchObject({ imap: null, smtp: null, categoryId: 3, sizeLimit: 52_428_800, headerThreading: true, subjectTag: true })
})

test('A new mailbox’s old mail stays there unless asked for', () => {
  const draft = { ...filled(), incoming: 'imap' as const, imap: { ...filled().imap, host: 'imap.x.cz', user: 'u', password: 'p' } }
  expect(inputOf(draft, undefined, now).imap?.takeMailFrom).toBe(now.toISOString())
  expect(inputOf({ ...draft, take: 'all' }, undefined, now).imap?.takeMailFrom).toBeNull()
})

test('An empty password is not sent, so the stored one stays', () => {
  const draft = { ...filled(), outgoing: 'smtp' as const, smtp: { ...filled().smtp, host: 'smtp.x.cz' } }
  expect(inputOf(draft, undefined, now).smtp).not.toHaveProperty('password')
})

test('What is missing is said before anything is sent', () => {
  expect(problemsIn({ ...newQueueDraft(null), incoming: 'imap', address: 'x', aliases: ['y'] })).toEqual({
    name: 'required',
    address: 'notAddress',
    aliases: 'notAddress',
    categoryId: 'required',
    'imap.host': 'required',
  })
})

test('An empty rate limit and an empty DKIM domain are none; an empty key is not sent, so the stored one stays', () => {
  expect(inputOf(filled(), undefined, now).sending).toEqual({ senderName: 'queue', replyToken: false, rate: null, dkim: null })
  const sending = { ...filled().sending, messages: 30, minutes: 1 as const, domain: ' x.cz ', selector: 'tessera' }
  expect(inputOf({ ...filled(), sending }, undefined, now).sending).toMatchObject({
    rate: { messages: 30, minutes: 1 },
    dkim: { domain: 'x.cz', selector: 'tessera' },
  })
  expect(problemsIn({ ...filled(), sending: { ...sending, selector: '' } })).toEqual({ 'sending.dkim.selector': 'required' })
})
