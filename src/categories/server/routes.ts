/** The endpoints of Categories and deadlines, and the functions that answer them. */
import * as api from '#categories/api.ts'
import { explain } from '#categories/explanation.ts'
import { explainDeadline } from '#categories/explanationApi.ts'
import { route, type Route } from '#platform/server/route.ts'
import { listCategories } from './categories.ts'
import { keptCategories } from './categorySettings.ts'
import { keptSlas } from './slas.ts'
import { keptStatuses } from './statuses.ts'
import { keptTimeGroups } from './timeGroups.ts'

export const categoryRoutes: Route[] = [
  route(api.listCategories, listCategories),
  route(explainDeadline, async (_ctx, question) => explain(question)),
  ...keptStatuses.routes,
  ...keptSlas.routes,
  ...keptTimeGroups.routes,
  ...keptCategories.routes,
]
