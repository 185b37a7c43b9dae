/** Whatever changes a ticket's words has its document made anew. */
import { sql, type Transaction } from 'kysely'
import { z } from 'zod'
import {
  activitiesMovedFrom,
  activitiesMovedTo,
  commentEdited,
  commentWithdrawn,
  fileDeleted,
  ticketSplitFrom,
  ticketSplitTo,
} from '#activities/events.ts'
import type { Happened } from '#platform/server/horizon.ts'
import type { Reader } from '#platform/server/reader.ts'
import { handOn } from '#platform/server/readers.ts'
import type { DB } from '#platform/server/tables.ts'
import { activityAdded, ticketChanged, ticketCreated, ticketMerged, ticketUnmerged, ticketUnmergedFrom } from '#tickets/events.ts'

const name = 'search'
/** Activities came or went with other tickets. */
const regrouped = [ticketMerged, ticketUnmerged, ticketUnmergedFrom, activitiesMovedFrom, activitiesMovedTo, ticketSplitFrom, ticketSplitTo]

export const noteChanges: Reader = {
  name,
  events: {
    [ticketCreated.name]: note,
    [activityAdded.name]: note,
    [fileDeleted.name]: note,
    [commentEdited.name]: note,
    [commentWithdrawn.name]: note,
    [ticketChanged.name]: noteWords,
    ...Object.fromEntries(regrouped.map((event) => [event.name, note])),
  },
  failed: handOn(name),
}

async function note(trx: Transaction<DB>, event: Happened) {
  await sql`insert into search_waiting (ticket_id, since) select t.id, ${event.at} from tickets t where t.id = ${event.subject_id}
    on conflict do nothing`.execute(trx)
}

const payload = z.object({ changes: z.record(z.string(), z.unknown()) })

/** Most changes are of other fields. */
async function noteWords(trx: Transaction<DB>, event: Happened) {
  const { changes } = payload.parse(event.payload)
  if ('title' in changes || 'description' in changes) await note(trx, event)
}
