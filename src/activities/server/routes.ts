/** The feed's endpoints that need no channel, and the functions that answer them. */
import * as api from '#activities/api.ts'
import * as drafts from '#activities/draftApi.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { route, type Route } from '#platform/server/route.ts'
import { mergeTickets as mergeDoor, unmergeTicket as unmergeDoor } from '#tickets/api.ts'
import { getActivity, listActivities } from './activityQueries.ts'
import { addComment } from './addComment.ts'
import { attachmentRoutes } from './attachmentRoutes.ts'
import { deleteDraft, listDrafts, listOwnDrafts, saveDraft } from './drafts.ts'
import { listAttachments } from './listAttachments.ts'
import { mergeTickets } from './mergeTickets.ts'
import { moveActivity } from './moveActivity.ts'
import { splitTicket } from './splitTicket.ts'
import { unmergeTicket } from './unmergeTicket.ts'

export const activityRoutes = (store: FileStore): Route[] => [
  route(api.listActivities, listActivities),
  route(api.getActivity, (ctx, { id }) => getActivity(ctx, id)),
  route(api.addComment, addComment),
  route(api.moveActivity, moveActivity),
  route(api.splitTicket, splitTicket),
  route(mergeDoor, (ctx, { id, ticketIds }) => mergeTickets(ctx, { survivorId: id, ticketIds })),
  route(unmergeDoor, unmergeTicket),
  route(api.listAttachments, listAttachments),
  route(drafts.listDrafts, listDrafts),
  route(drafts.listOwnDrafts, listOwnDrafts),
  route(drafts.saveDraft, saveDraft),
  route(drafts.deleteDraft, deleteDraft),
  ...attachmentRoutes(store),
]
