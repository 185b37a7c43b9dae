/** The History's endpoint and the function that answers it. */
import * as api from '#history/api.ts'
import { route, type Route } from '#platform/server/route.ts'
import { listHistory } from './historyQueries.ts'

export const historyRoutes: Route[] = [route(api.listHistory, listHistory)]
