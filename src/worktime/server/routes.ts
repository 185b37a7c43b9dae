/** The endpoints of timed activities and the functions that answer them. */
import { route, type Route } from '#platform/server/route.ts'
import * as api from '#worktime/api.ts'
import { beat } from './beat.ts'
import { correctTime } from './correctTime.ts'
import { ticketTime } from './ticketTime.ts'
import { timeByDay } from './timeByDay.ts'

export const worktimeRoutes: Route[] = [
  route(api.beat, beat),
  route(api.ticketTime, ticketTime),
  route(api.timeByDay, timeByDay),
  route(api.correctTime, correctTime),
]
