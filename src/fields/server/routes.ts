/** The endpoints of custom fields, and the functions that answer them. */
import * as api from '#fields/api.ts'
import { route, type Route } from '#platform/server/route.ts'
import { keptCustomFields } from './customFields.ts'
import { fieldsOf } from './fieldsOf.ts'

export const fieldRoutes: readonly Route[] = [
  route(api.fieldsFor, async (ctx, { subject }) => ({ fields: [...(await fieldsOf(ctx, subject)).all] })),
  ...keptCustomFields.routes,
]
