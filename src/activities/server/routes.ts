/** The feed's endpoints that need no channel, and the functions that answer them. */
import * as api from '#activities/api.ts'
import * as drafts from '#activities/draftApi.ts'
import * as files from '#activities/fileApi.ts'
import * as suggestions from '#activities/suggestionApi.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { bytesRoute, route, type Route } from '#platform/server/route.ts'
import { mergeTickets as mergeDoor, unmergeTicket as unmergeDoor } from '#tickets/api.ts'
import { getActivity, listActivities } from './activityQueries.ts'
import { addComment } from './addComment.ts'
import { commentVersions, editComment, withdrawComment } from './editComment.ts'
import { mentionable } from './mention.ts'
import { attachmentRoutes } from './attachmentRoutes.ts'
import { deleteDraft, listDrafts, listOwnDrafts, saveDraft } from './drafts.ts'
import { mergeTickets } from './mergeTickets.ts'
import { moveActivity } from './moveActivity.ts'
import { getReading, setReading } from './reading.ts'
import { splitTicket } from './splitTicket.ts'
import { dismissSuggestions, listSuggestions } from './suggestedTickets.ts'
import { listAttachments, zipAttachments } from './ticketFiles.ts'
import { unmergeTicket } from './unmergeTicket.ts'

export const activityRoutes = (store: FileStore): Route[] => [
  route(api.listActivities, listActivities),
  route(api.getActivity, (ctx, { id }) => getActivity(ctx, id)),
  route(api.mentionable, mentionable),
  route(api.addComment, addComment),
  route(api.editComment, editComment),
  route(api.withdrawComment, withdrawComment),
  route(api.commentVersions, commentVersions),
  route(api.getReading, getReading),
  route(api.setReading, setReading),
  route(api.moveActivity, moveActivity),
  route(api.splitTicket, splitTicket),
  route(mergeDoor, (ctx, { id, ticketIds }) => mergeTickets(ctx, { survivorId: id, ticketIds })),
  route(unmergeDoor, unmergeTicket),
  route(files.listAttachments, listAttachments),
  bytesRoute(files.zipAttachments, (ctx, input) => zipAttachments(ctx, store, input)),
  route(suggestions.listSuggestions, listSuggestions),
  route(suggestions.dismissSuggestions, dismissSuggestions),
  route(drafts.listDrafts, listDrafts),
  route(drafts.listOwnDrafts, listOwnDrafts),
  route(drafts.saveDraft, saveDraft),
  route(drafts.deleteDraft, deleteDraft),
  ...attachmentRoutes(store),
]
