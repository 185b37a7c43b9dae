/** The endpoints of views and lists and the functions that answer them. */
import { route, type Route } from '#platform/server/route.ts'
import * as api from '#views/api.ts'
import { countViews, listRows, listTickets } from './viewQueries.ts'

export const viewRoutes: Route[] = [
  route(api.listViews, async (ctx) => ({ views: await countViews(ctx) })),
  route(api.listTickets, listTickets),
  route(api.listRows, listRows),
]
