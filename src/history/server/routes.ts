/** The History's endpoints and the functions that answer them. */
import * as api from '#history/api.ts'
import { route, type Route } from '#platform/server/route.ts'
import { listHistory } from './historyQueries.ts'
import { ticketAt } from './pastTicket.ts'

export const historyRoutes: Route[] = [route(api.listHistory, listHistory), route(api.ticketAt, ticketAt)]
