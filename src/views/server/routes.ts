/** The endpoints of views and lists and the functions that answer them. */
import { route, type Route } from '#platform/server/route.ts'
import * as api from '#views/api.ts'
import type { SharedCounts } from './sharedCounts.ts'
import { listRows, listTickets } from './viewQueries.ts'

export const viewRoutes = (counts: SharedCounts): Route[] => [
  route(api.listViews, async (ctx) => ({ views: await counts.for(ctx) })),
  route(api.listTickets, listTickets),
  route(api.listRows, listRows),
]
