/** The endpoints of Macros and the functions that answer them. */
import * as api from '#macros/api.ts'
import { route, type Route } from '#platform/server/route.ts'
import { keptMacros } from './macros.ts'
import { listLostMacros, listMyMacros, listTicketMacros } from './offeredMacros.ts'

export const macroRoutes: readonly Route[] = [
  ...keptMacros.routes,
  route(api.listTicketMacros, listTicketMacros),
  route(api.listMyMacros, listMyMacros),
  route(api.listLostMacros, listLostMacros),
]
