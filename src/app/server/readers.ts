/** All readers of the event list: what follows from what happened. */
import { reopenUndelivered } from '#activities/server/reopenUndelivered.ts'
import { systemMail } from '#channels/email/server/systemMail.ts'
import { notify } from '#notifications/server/notifyReader.ts'
import type { Reader } from '#platform/server/reader.ts'
import { noteChanges } from '#search/server/noteChanges.ts'
import { recomputeDeadlines } from '#tickets/server/deadlineRuns.ts'
import { followContact } from '#tickets/server/followContact.ts'

export const readers: readonly Reader[] = [followContact, recomputeDeadlines, reopenUndelivered, systemMail, noteChanges, notify]
