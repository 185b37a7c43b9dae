/** What Users are told of, each with the channels it usually takes. Declared once: the matrix, the rules of Categories and the words follow from it. */
import type { Channels } from '#people/preferences.ts'

export const kinds = [
  'assigned',
  'mentioned',
  'customer_replied',
  'commented',
  'answered',
  'state_changed',
  'new_ticket',
  'unassigned',
  'due_soon',
  'breached',
  'undelivered',
  'held',
  'many',
] as const
export type Kind = (typeof kinds)[number]

/** Why one hears of it. `team`: a colleague whose it is, is away. */
export const whys = ['owner', 'follower', 'mentioned', 'author', 'category', 'team'] as const
export type Why = (typeof whys)[number]

const all: Channels = { app: true, desktop: true, email: true }
const here: Channels = { app: true, desktop: false, email: false }

export const usualChannels: Record<Kind, Channels> = {
  assigned: all,
  mentioned: all,
  customer_replied: { app: true, desktop: true, email: false },
  commented: { app: true, desktop: true, email: false },
  answered: here,
  state_changed: here,
  new_ticket: { app: true, desktop: true, email: false },
  unassigned: { app: true, desktop: true, email: false },
  due_soon: { app: true, desktop: true, email: false },
  breached: all,
  undelivered: all,
  held: all,
  many: here,
}

/** What needs its owner, and so goes to their Team too while they are away. */
export const needsSomebody: ReadonlySet<Kind> = new Set(['assigned', 'customer_replied', 'due_soon', 'breached', 'undelivered'])
