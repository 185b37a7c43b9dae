/** The feed's endpoints that need the email channel, and the functions that answer them. */
import * as api from '#activities/api.ts'
import * as drafts from '#activities/draftApi.ts'
import * as files from '#activities/fileApi.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import { bytesRoute, route, type Route } from '#platform/server/route.ts'
import { activityBody, remoteImage } from './activityBody.ts'
import { activityDetail } from './activityDetail.ts'
import { fileOfLetter, readLetter } from './attachedLetter.ts'
import { createTicketByHand } from './createTicketByHand.ts'
import { proposeEmail } from './proposeEmail.ts'
import { retryDelivery } from './retryDelivery.ts'
import { listSenders } from './senders.ts'
import { recallDraft, releaseDraft, sendLater } from './sendLater.ts'
import { sendEmail, type MintMessageId } from './sendEmail.ts'

export const messageRoutes = ({ store, mint }: { store: FileStore; mint: MintMessageId }): Route[] => [
  route(api.proposeEmail, proposeEmail),
  route(api.listSenders, listSenders),
  route(api.sendEmail, (ctx, input) => sendEmail(ctx, mint, input)),
  route(drafts.sendLater, (ctx, input) => sendLater(ctx, mint, input)),
  route(drafts.recallDraft, recallDraft),
  route(drafts.releaseDraft, releaseDraft),
  route(api.createTicket, (ctx, input) => createTicketByHand(ctx, mint, input)),
  route(api.retryDelivery, retryDelivery),
  route(api.getBody, activityBody),
  bytesRoute(api.showRemoteImage, remoteImage),
  route(files.readLetter, (ctx, input) => readLetter(ctx, store, input)),
  bytesRoute(files.downloadFromLetter, (ctx, input) => fileOfLetter(ctx, store, input)),
  route(api.getActivityDetail, (ctx, input) => activityDetail(ctx, store, input)),
]
