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
  events: Object.fromEntries(
    [ticketCreated, ticketChanged, activityAdded, fileDeleted, commentEdited, commentWithdrawn, ...regrouped].map((event) => [
      event.name,
      (trx, one) => note(trx, [one]),
    ]),
  ),
  together: note,
  failed: handOn(name),
}

const payload = z.object({ changes: z.record(z.string(), z.unknown()) })

/** Most changes are of other fields. */
function ofWords(event: Happened) {
  if (event.name !== ticketChanged.name) return true
  const { changes } = payload.parse(event.payload)
  return 'title' in changes || 'description' in changes
}

async function note(trx: Transaction<DB>, events: readonly Happened[]) {
  const noted = events.filter(ofWords)
  if (noted.length === 0) return
  await sql`insert into search_waiting (ticket_id, since)
    select t.id, min(n.at) from unnest(${noted.map((event) => event.subject_id)}::bigint[], ${noted.map((event) => event.at)}::timestamptz[]) as n (id, at)
    join tickets t on t.id = n.id group by t.id on conflict do nothing`.execute(trx)
}
