/** The feed as the page holds it: oldest first, each activity once, grown by older pages and by news. Pure. */
import type { Activity } from '#activities/activity.ts'

export interface Feed {
  /** Oldest first. */
  activities: readonly Activity[]
  /** The cursor of the page before; null at the ticket's beginning. */
  older: string | null
}

/** A page as the server gives it, newest first. */
export interface Page {
  activities: readonly Activity[]
  next: string | null
}

const inOrder = (a: Activity, b: Activity) => a.at.localeCompare(b.at) || a.id - b.id

/** Older activities come before what is there. */
export const withOlder = (feed: Feed, page: Page): Feed => ({ activities: merged(feed.activities, page.activities), older: page.next })

/** The newest page came again: what is known is replaced, what is new is added. Without a common activity there is a gap, and the page stands alone. */
export function withNewest(feed: Feed | undefined, page: Page): Feed {
  const known = new Set(feed?.activities.map((a) => a.id))
  if (!feed || (feed.activities.length > 0 && page.next !== null && !page.activities.some((a) => known.has(a.id))))
    return { activities: merged([], page.activities), older: page.next }
  return { activities: merged(feed.activities, page.activities), older: feed.activities.length === 0 ? page.next : feed.older }
}

/** One activity is new or has changed. */
export const withActivity = (feed: Feed, activity: Activity): Feed => ({ ...feed, activities: merged(feed.activities, [activity]) })

function merged(old: readonly Activity[], fresh: readonly Activity[]) {
  const byId = new Map(old.map((a) => [a.id, a]))
  for (const activity of fresh) byId.set(activity.id, same(byId.get(activity.id), activity))
  return [...byId.values()].toSorted(inOrder)
}

/** An unchanged activity keeps its identity, so that its place on the screen is not drawn again. */
const same = (old: Activity | undefined, fresh: Activity) => (old && JSON.stringify(old) === JSON.stringify(fresh) ? old : fresh)

/** Where the unread line stands: before the customer's messages that nobody of the desk has followed up. */
export function firstUnread(feed: Feed): number | null {
  let first: number | null = null
  for (const activity of feed.activities.toReversed()) {
    if (activity.kind === 'system') continue
    if (activity.direction !== 'in') break
    first = activity.id
  }
  return first
}

/** What Reply answers when no message was pointed at: the newest email, of either direction. */
export const lastMessage = (feed: Feed | undefined) => feed?.activities.findLast((a) => a.kind === 'email')

export interface Chunk {
  key: string
  activities: readonly Activity[]
}

/** The feed in pieces of `size`, which come and go as the window moves; counted from the activity `from`, so that neither older pages nor news move a boundary. */
export function chunksOf(activities: readonly Activity[], from: number | undefined, size = 25): Chunk[] {
  const start = Math.max(
    0,
    activities.findIndex((a) => a.id === from),
  )
  const chunks = new Map<number, Activity[]>()
  for (const [index, activity] of activities.entries()) {
    const place = Math.floor((index - start) / size)
    const chunk = chunks.get(place)
    if (chunk) chunk.push(activity)
    else chunks.set(place, [activity])
  }
  return [...chunks].map(([place, of]) => ({ key: String(place), activities: of }))
}
