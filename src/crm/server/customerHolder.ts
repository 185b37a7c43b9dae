/** Other domains hold Contacts and Accounts too: tickets, messages. What each of them moves when some are merged, it says itself. */
import type { Context, Writing } from '#platform/server/context.ts'

export interface CustomerHolder {
  /** What is held: `tickets`, `activities`. */
  name: string
  /** How many of these customers' there are that this reader may see. */
  seen: (ctx: Context, ids: readonly number[]) => Promise<number>
  /** Whether there are so many that nobody should wait while they move. */
  long: (ctx: Context, ids: readonly number[]) => Promise<boolean>
  /** Moves some to the survivor in the caller's transaction, at most `most`; returns how many. */
  move: (ctx: Writing, ids: readonly number[], survivorId: number, most: number) => Promise<number>
}

/** What holds either of them. */
export interface CustomerHolders {
  contact: readonly CustomerHolder[]
  account: readonly CustomerHolder[]
}
