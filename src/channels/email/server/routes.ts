/** The endpoints of Email queues, the mail ledger and the Outbox, and the functions that answer them. */
import * as api from '#channels/email/api.ts'
import type { FileStore } from '#files/server/fileStore.ts'
import * as sender from '#channels/email/senderApi.ts'
import * as spam from '#channels/email/spamApi.ts'
import { route, type Route } from '#platform/server/route.ts'
import type { Secrets } from '#platform/server/secrets.ts'
import { blockSender, listBlocked, unblockSender } from './blockedSenders.ts'
import { listLedger } from './ledger.ts'
import { lookIntoMailbox } from './lookIntoMailbox.ts'
import { listOutbox, readOutboxMail } from './outboxPages.ts'
import { markSpam } from './markSpam.ts'
import { changeQueue, createQueue, listQueues } from './queues.ts'
import { removeQueue, usesOfQueue } from './queueUses.ts'
import { releaseMail } from './releaseMail.ts'
import { mySenders, setSender } from './senderName.ts'
import { changeSystemAddress, getSystemAddress } from './systemAddress.ts'

export const emailRoutes = ({ store, secrets }: { store: FileStore; secrets: Secrets }): Route[] => [
  route(api.listQueues, (ctx) => listQueues(ctx, secrets)),
  route(api.createQueue, (ctx, input) => createQueue(ctx, secrets, input)),
  route(api.changeQueue, (ctx, input) => changeQueue(ctx, secrets, input)),
  route(api.usesOfQueue, usesOfQueue),
  route(api.removeQueue, removeQueue),
  route(api.lookIntoMailbox, (ctx, input) => lookIntoMailbox(ctx, secrets, input)),
  route(api.getSystemAddress, (ctx) => getSystemAddress(ctx)),
  route(api.changeSystemAddress, changeSystemAddress),
  route(api.listLedger, listLedger),
  route(sender.mySenders, mySenders),
  route(sender.setMySender, setSender),
  route(spam.releaseMail, releaseMail),
  route(spam.markSpam, markSpam),
  route(spam.listBlocked, listBlocked),
  route(spam.blockSender, blockSender),
  route(spam.unblockSender, unblockSender),
  route(api.listOutbox, listOutbox),
  route(api.readOutboxMail, (ctx, input) => readOutboxMail(ctx, { store, secrets }, input)),
]
