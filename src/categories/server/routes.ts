/** The endpoint of Categories and the function that answers it. */
import * as api from '#categories/api.ts'
import { route, type Route } from '#platform/server/route.ts'
import { listCategories } from './categories.ts'

export const categoryRoutes: Route[] = [route(api.listCategories, listCategories)]
