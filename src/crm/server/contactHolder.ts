/** Other domains hold Contacts too: tickets, messages. What each of them moves when Contacts are merged, it says itself. */
import type { Context, Writing } from '#platform/server/context.ts'

export interface ContactHolder {
  /** What is held: `tickets`, `activities`. */
  name: string
  /** How many of these Contacts' there are that this reader may see. */
  seen: (ctx: Context, contactIds: readonly number[]) => Promise<number>
  /** Whether there are so many that nobody should wait while they move. */
  long: (ctx: Context, contactIds: readonly number[]) => Promise<boolean>
  /** Moves some to the survivor in the caller's transaction, at most `most`; returns how many. */
  move: (ctx: Writing, contactIds: readonly number[], survivorId: number, most: number) => Promise<number>
}
