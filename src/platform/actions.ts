/**
 * Every action that a key can do, declared once: the single keys, the sheet on `?`, the palette and Account → Keyboard are made of this table.
 * What is not in it cannot be bound; its words stand in `actionWords.ts`.
 */
import type { Permission } from './permission.ts'

/** Where it is meant. On the narrower place a key means the narrower thing: ticket before list before everywhere. */
export const scopes = ['list', 'ticket', 'everywhere'] as const
export type Scope = (typeof scopes)[number]

interface Declared {
  scope: Scope
  /** By what it types: `j`, `T` (with Shift), `Enter`, ` `, `Mod+k` (Ctrl or ⌘, in inputs too). Null: only by palette and button until one chooses a key. */
  key: string | null
  /** Always this key: what the platform means by it (Escape, arrows) is nobody's to move. */
  fixed?: true
  /** Of the list, and goes on while a TicketPeek lies over it: its key may not be one of the ticket's. */
  inPeek?: true
  /** Of the page of a ticket, not of a TicketPeek. */
  pageOnly?: true
  permission?: Permission
}

export const actions = {
  listDown: { scope: 'list', key: 'j', inPeek: true },
  listUp: { scope: 'list', key: 'k', inPeek: true },
  listOpen: { scope: 'list', key: 'Enter', inPeek: true },
  listPeek: { scope: 'list', key: ' ', inPeek: true },
  listBehind: { scope: 'list', key: 'b', inPeek: true },
  listSelect: { scope: 'list', key: 'x', inPeek: true },
  listExtendDown: { scope: 'list', key: 'J', inPeek: true },
  listExtendUp: { scope: 'list', key: 'K', inPeek: true },
  listOwner: { scope: 'list', key: 'o', permission: 'tickets.update' },
  listTake: { scope: 'list', key: 'm', permission: 'tickets.update' },
  listState: { scope: 'list', key: 's', permission: 'tickets.update' },
  listPriority: { scope: 'list', key: 'p', permission: 'tickets.update' },
  listClose: { scope: 'list', key: 'e', permission: 'tickets.update' },
  listUndo: { scope: 'list', key: 'z', permission: 'tickets.update' },
  listReply: { scope: 'list', key: 'r', permission: 'tickets.update' },
  listReplyAll: { scope: 'list', key: 'a', permission: 'tickets.update' },
  listFilter: { scope: 'list', key: 'f' },
  listNews: { scope: 'list', key: '.', inPeek: true },
  listEscape: { scope: 'list', key: 'Escape', fixed: true },
  ticketReply: { scope: 'ticket', key: 'r' },
  ticketReplyAll: { scope: 'ticket', key: 'a' },
  ticketForward: { scope: 'ticket', key: 'f' },
  ticketComment: { scope: 'ticket', key: 'n' },
  ticketTake: { scope: 'ticket', key: 'm', permission: 'tickets.update' },
  ticketOwner: { scope: 'ticket', key: 'o', permission: 'tickets.update' },
  ticketState: { scope: 'ticket', key: 's', permission: 'tickets.update' },
  ticketPriority: { scope: 'ticket', key: 'p', permission: 'tickets.update' },
  ticketClose: { scope: 'ticket', key: 'e', permission: 'tickets.update' },
  ticketSave: { scope: 'ticket', key: 'Mod+s', fixed: true, permission: 'tickets.update' },
  ticketUnread: { scope: 'ticket', key: 'u' },
  feedDown: { scope: 'ticket', key: 'j', pageOnly: true },
  feedUp: { scope: 'ticket', key: 'k', pageOnly: true },
  ticketNext: { scope: 'ticket', key: 'J', pageOnly: true },
  ticketPrevious: { scope: 'ticket', key: 'K', pageOnly: true },
  closeTab: { scope: 'ticket', key: 'q' },
  historyEarlier: { scope: 'ticket', key: 'ArrowUp', fixed: true },
  historyLater: { scope: 'ticket', key: 'ArrowDown', fixed: true },
  ticketEscape: { scope: 'ticket', key: 'Escape', fixed: true },
  search: { scope: 'everywhere', key: '/' },
  palette: { scope: 'everywhere', key: 'Mod+k', fixed: true },
  newTicket: { scope: 'everywhere', key: 'n', permission: 'tickets.create' },
  reopenTab: { scope: 'everywhere', key: 'T' },
  goTickets: { scope: 'everywhere', key: 't', permission: 'tickets.read' },
  goContacts: { scope: 'everywhere', key: 'c', permission: 'contacts.read' },
  goAccounts: { scope: 'everywhere', key: null, permission: 'accounts.read' },
  goTime: { scope: 'everywhere', key: null },
  goAccount: { scope: 'everywhere', key: null },
  goManage: { scope: 'everywhere', key: null },
  showRuns: { scope: 'everywhere', key: null },
  themeLight: { scope: 'everywhere', key: null },
  themeDark: { scope: 'everywhere', key: null },
  themeAuto: { scope: 'everywhere', key: null },
  showKeys: { scope: 'everywhere', key: '?' },
} as const satisfies Record<string, Declared>

export type ActionKey = keyof typeof actions

const isAction = (key: string): key is ActionKey => key in actions
/** In the order of the table. */
export const actionKeys: readonly ActionKey[] = Object.keys(actions).filter(isAction)
/** Which action that is. */
export const actionOf = (key: ActionKey): Declared => actions[key]
/** Those whose key is everybody's own choice. */
export const movable: readonly ActionKey[] = actionKeys.filter((key) => !actionOf(key).fixed)

/** What somebody chose instead of the usual keys; null: none. */
export type ChosenKeys = Partial<Record<ActionKey, string | null>>

export const keyOfAction = (action: ActionKey, chosen: ChosenKeys): string | null => {
  const own = chosen[action]
  return own === undefined || actionOf(action).fixed ? actionOf(action).key : own
}

/** One sign, or one of the keys that type none. */
export const possibleKey = /^(?:[\p{L}\p{N}\p{P}\p{S}]| |Enter|Backspace|Delete|Insert|Home|End|PageUp|PageDown|F(?:[1-9]|1[0-2]))$/u

/** Two actions that are offered at the same time and place. */
function meet(one: ActionKey, other: ActionKey): boolean {
  const [a, b] = [actionOf(one), actionOf(other)]
  if (a.scope === b.scope) return true
  const [list, ticket] = a.scope === 'list' ? [a, b] : [b, a]
  return list.scope === 'list' && ticket.scope === 'ticket' && list.inPeek === true && ticket.pageOnly !== true
}

/** The actions that would no longer be reached, or take it from this one, if this action had that key. */
export const takenBy = (action: ActionKey, key: string, chosen: ChosenKeys): ActionKey[] =>
  actionKeys.filter((other) => other !== action && meet(action, other) && keyOfAction(other, chosen) === key)

/** What was chosen and cannot be: a key that another action of the same place has. */
export const clashes = (chosen: ChosenKeys): { action: ActionKey; by: ActionKey }[] =>
  movable.flatMap((action) => {
    const key = chosen[action]
    return typeof key === 'string' ? takenBy(action, key, chosen).map((by) => ({ action, by })) : []
  })
