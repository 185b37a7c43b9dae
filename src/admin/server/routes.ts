/** The endpoints of the audit log and the functions that answer them. */
import * as api from '#admin/api.ts'
import { bytesRoute, route, type Route } from '#platform/server/route.ts'
import { listAudit } from './auditLog.ts'
import { exportAudit } from './exportAudit.ts'

export const adminRoutes: Route[] = [route(api.listAudit, listAudit), bytesRoute(api.exportAudit, exportAudit)]
