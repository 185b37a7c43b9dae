/** The ticket's endpoints and the functions that answer them. */
import { route, type Route } from '#platform/server/route.ts'
import * as api from '#tickets/api.ts'
import * as tabs from '#tickets/tabs.ts'
import { binTicket } from './binTicket.ts'
import { changeTicket } from './changeTicket.ts'
import { checkChanges } from './checkChanges.ts'
import { listDeadlineRuns } from './deadlineRuns.ts'
import { getFormChoices } from './formChoices.ts'
import { explainAccess } from './explainAccess.ts'
import { findTickets } from './findTickets.ts'
import { getReceipt } from './getReceipt.ts'
import { previewDeadlines } from './previewDeadlines.ts'
import { readTicket } from './readTicket.ts'
import { restoreTicket } from './restoreTicket.ts'
import { changeTabs, getTabs } from './tabs.ts'
import { takeTicket } from './takeTicket.ts'
import { getTicket } from './ticketQueries.ts'

export const ticketRoutes: Route[] = [
  route(api.getTicket, (ctx, { id }) => getTicket(ctx, id)),
  route(api.changeTicket, changeTicket),
  route(api.checkChanges, checkChanges),
  route(api.getFormChoices, getFormChoices),
  route(api.findTickets, findTickets),
  route(api.getReceipt, getReceipt),
  route(api.previewDeadlines, previewDeadlines),
  route(api.listDeadlineRuns, listDeadlineRuns),
  route(api.takeTicket, takeTicket),
  route(api.readTicket, async (ctx, input) => {
    await readTicket(ctx, input)
    return { ok: true as const }
  }),
  route(api.explainAccess, explainAccess),
  route(api.deleteTicket, binTicket),
  route(api.restoreTicket, restoreTicket),
  route(tabs.getTabs, (ctx) => getTabs(ctx)),
  route(tabs.changeTabs, changeTabs),
]
