/** The endpoints of Templates and the functions that answer them. */
import { route, type Route } from '#platform/server/route.ts'
import * as api from '#templates/api.ts'
import { placeholderValues, previewTemplate } from './previewTemplate.ts'
import { templateForWriting } from './templateForWriting.ts'
import { templateDoors } from './templates.ts'

export const templateRoutes: readonly Route[] = [
  ...templateDoors,
  route(api.previewTemplate, previewTemplate),
  route(api.placeholderValues, placeholderValues),
  route(api.renderTemplate, templateForWriting),
]
