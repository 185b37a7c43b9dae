/** The tabs of a User: kept on the server tab by tab, so that they are restored on another machine and windows do not overwrite each other's. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id } from '#platform/shapes.ts'

/** `position` orders them; there is room between any two. */
const tab = z.strictObject({ id: z.int(), title: z.string(), unread: z.boolean(), position: z.number() })
export type KeptTab = z.output<typeof tab>

/** `gone`: not even to be re-opened, as where another ticket took its place. */
const tabChange = z.strictObject({
  id,
  state: z.enum(['open', 'closed', 'gone']),
  position: z.number().min(-1e9).max(1e9),
})
export type TabChange = z.output<typeof tabChange>

/** Open ones in their order; closed ones, the last one first. Those of tickets that are out of sight are left out. */
const tabs = z.strictObject({ open: z.array(tab), closed: z.array(tab) })
export type KeptTabs = z.output<typeof tabs>

/** So many closed ones can be re-opened. */
export const closedRemembered = 20
export const mostTabs = 2000

export const getTabs = endpoint({
  method: 'GET',
  path: '/api/v1/me/tabs',
  summary: 'One’s own tabs: open ones in their order, closed ones the last first',
  access: 'tickets.read',
  input: z.object({}),
  output: tabs,
})
export const changeTabs = endpoint({
  method: 'PATCH',
  path: '/api/v1/me/tabs',
  summary: 'Open, move and close one’s own tabs; others stay as they are, also where another window changed them',
  access: 'tickets.read',
  input: z.object({ changes: z.array(tabChange).min(1).max(500) }),
  output: tabs,
})
