/** The endpoints of notifications and the functions that answer them. */
import { route, type Route } from '#platform/server/route.ts'
import * as api from '#notifications/api.ts'
import { getAway, setAway } from './away.ts'
import { listNotifications, readNotifications } from './notifications.ts'

export const notificationRoutes: Route[] = [
  route(api.listNotifications, listNotifications),
  route(api.readNotifications, readNotifications),
  route(api.getAway, getAway),
  route(api.setAway, setAway),
]
