/** However pages and news arrive, the feed is the same. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Activity } from '#activities/activity.ts'
import { chunksOf, firstUnread, withActivity, withNewest, withOlder } from './feed.ts'
import type { Feed } from './feed.ts'

const activity = (id: number, direction: Activity['direction'] = 'in', kind: Activity['kind'] = 'email', text = ''): Activity => ({
  id,
  ticketId: 1,
  kind,
  direction,
  at: new Date(1_700_000_000_000 + id * 60_000).toISOString(),
  user: null,
  contact: null,
  from: null,
  recipients: [],
  subject: '',
  text,
  quoteFrom: null,
  hasHtml: false,
  attachments: [],
  automatic: null,
  delivery: null,
  failure: null,
  match: null,
  suggestedTickets: [],
  deletedFiles: [],
  mergedFrom: null,
  told: null,
})
/** The server's answer to “50 before this cursor”, here with n a page. */
const page = (all: readonly Activity[], size: number, before = all.length) => ({
  activities: all.slice(Math.max(0, before - size), before).toReversed(),
  next: before > size ? String(before - size) : null,
})

test('Scrolling to the beginning shows every activity once, oldest first, also when mail comes meanwhile', () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 9 }), fc.array(fc.boolean()), (count, size, arrivals) => {
      let all = Array.from({ length: count }, (_, n) => activity(n + 1))
      let feed: Feed = withNewest(undefined, page(all, size))
      for (const arrives of [...arrivals, ...Array.from({ length: 80 }, () => false)]) {
        if (arrives) {
          all = [...all, activity(all.length + 1)]
          feed = withNewest(feed, page(all, size))
        } else if (feed.older !== null) feed = withOlder(feed, page(all, size, Number(feed.older)))
      }
      expect(feed.activities.map((a) => a.id)).toEqual(all.map((a) => a.id))
    }),
  ))

test('After a gap the newest page stands alone, and older ones can be loaded again', () => {
  const all = Array.from({ length: 30 }, (_, n) => activity(n + 1))
  const feed = withNewest(withNewest(undefined, page(all.slice(0, 5), 5)), page(all, 5))
  expect(feed).toEqual({ activities: all.slice(25), older: '25' })
})

test('A changed activity is replaced, an unchanged one keeps its identity', () => {
  const first = withNewest(undefined, { activities: [activity(2), activity(1)], next: null })
  const then = withActivity(withNewest(first, { activities: [activity(2), activity(1)], next: null }), activity(2, 'in', 'email', 'new'))
  expect(then.activities[0]).toBe(first.activities[0])
  expect(then.activities[1]?.text).toBe('new')
})

const feedOf = (...of: Activity[]) => ({ activities: of, older: null })

test('The unread line stands before what the customer wrote since the desk last did', () => {
  expect(firstUnread(feedOf(activity(1), activity(2, 'out'), activity(3), activity(4, 'internal', 'system'), activity(5)))).toBe(3)
  expect(firstUnread(feedOf(activity(1), activity(2, 'internal', 'comment')))).toBeNull()
})

test('Neither older pages nor news move the boundary of a piece that is on the screen', () => {
  const all = Array.from({ length: 23 }, (_, n) => activity(n + 1))
  const before = chunksOf(all.slice(10, 16), 11, 5)
  const after = new Map(chunksOf(all, 11, 5).map((c) => [c.key, c.activities]))
  for (const chunk of before) expect(after.get(chunk.key)?.slice(0, chunk.activities.length)).toEqual(chunk.activities)
  expect([...after.values()].flat()).toEqual(all)
})
