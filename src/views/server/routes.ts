/** The endpoints of views and lists and the functions that answer them. */
import { route, type Route } from '#platform/server/route.ts'
import * as api from '#views/api.ts'
import { availableViews } from './availableViews.ts'
import { getCounts } from './counts.ts'
import { filterChoices } from './filterChoices.ts'
import { countTickets, listTickets, queryRows, queryTickets } from './lists.ts'
import { changeView, createView, deleteView, setTaste } from './ownViews.ts'
import { arrangeMine, arrangeTeam, getSidebar, getTeamTree } from './places.ts'
import { changeScheme, createScheme, deleteScheme, listSchemes } from './schemes.ts'
import { star } from './stars.ts'
import { keptTeamViews } from './teamViews.ts'
import type { LiveCounts } from './live/liveCounts.ts'

/** `live`: what answers for the sidebar's counts; SQL where nothing is held in memory. */
export const viewRoutes = (live: Pick<LiveCounts, 'for'> = { for: getCounts }): Route[] => [
  route(api.listTickets, listTickets),
  ...keptTeamViews.routes,
  route(api.listAllViews, async (ctx) => ({ views: await availableViews(ctx) })),
  route(api.createView, createView),
  route(api.changeView, changeView),
  route(api.deleteView, (ctx, { id }) => deleteView(ctx, id)),
  route(api.setTaste, setTaste),
  route(api.getSidebar, getSidebar),
  route(api.arrangeMine, arrangeMine),
  route(api.arrangeTeam, arrangeTeam),
  route(api.getTeamTree, getTeamTree),
  route(api.getCounts, async (ctx) => live.for(ctx)),
  route(api.listSchemes, async (ctx) => ({ schemes: await listSchemes(ctx) })),
  route(api.createScheme, createScheme),
  route(api.changeScheme, changeScheme),
  route(api.deleteScheme, (ctx, { id }) => deleteScheme(ctx, id)),
  route(api.filterFields, filterChoices),
  route(api.queryTickets, queryTickets),
  route(api.countTickets, countTickets),
  route(api.queryRows, queryRows),
  route(api.starTicket, (ctx, { id }) => star(ctx, id, true)),
  route(api.unstarTicket, (ctx, { id }) => star(ctx, id, false)),
]
