/** The feed's endpoints that need no channel, and the functions that answer them. */
import * as api from '#activities/api.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { route, type Route } from '#platform/server/route.ts'
import { getActivity, listActivities } from './activityQueries.ts'
import { addComment } from './addComment.ts'
import { attachmentRoutes } from './attachmentRoutes.ts'
import { listAttachments } from './listAttachments.ts'

export const activityRoutes = (store: FileStore): Route[] => [
  route(api.listActivities, listActivities),
  route(api.getActivity, (ctx, { id }) => getActivity(ctx, id)),
  route(api.addComment, addComment),
  route(api.listAttachments, listAttachments),
  ...attachmentRoutes(store),
]
