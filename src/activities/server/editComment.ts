/** A comment's author edits or withdraws it. What it said before stays readable in the ticket's History; whoever is named anew is told. */
import { sql } from 'kysely'
import type { Activity } from '#activities/activity.ts'
import { commentEdited, commentWithdrawn } from '#activities/events.ts'
import { BadInput, Conflict, NotAllowed, NotFound } from '#platform/problem.ts'
import { allow, userOf } from '#platform/server/allow.ts'
import { inTransaction, type Context, type Writing } from '#platform/server/context.ts'
import { record } from '#platform/server/record.ts'
import { raiseVersion } from '#tickets/server/raiseVersion.ts'
import { joinShown, lockTicket, visible, type TicketRow } from '#tickets/server/ticketQueries.ts'
import { getActivity, ticketOfActivity } from './activityQueries.ts'
import { mention } from './mention.ts'

interface Held {
  text: string
  user: number | null
  kind: string
  editedAt: string | null
  withdrawn: boolean
}

interface Edit {
  id: number
  text: string
  /** When it was edited last, as the editor saw it. */
  seen: string | null
  mentionIds: number[]
}

export const editComment = (ctx: Context, { id, text, seen, mentionIds }: Edit): Promise<Activity> =>
  change(ctx, id, async (writing, row, held) => {
    if (text.trim() === '') throw new BadInput('An empty comment says nothing: withdraw it.', [{ field: 'text', code: 'required' }])
    if (held.editedAt !== seen)
      throw new Conflict('You edited this comment in another window meanwhile.', [
        { field: 'text', code: 'conflict', details: { theirs: held.text } },
      ])
    if (text === held.text) return
    await keep(writing, id, held.text)
    await sql`update activities set text = ${text}, edited_at = ${writing.now}, version = version + 1 where id = ${id}`.execute(writing.db)
    const mentioned = await mention(writing, row, id, mentionIds)
    await record(writing, commentEdited, await raiseVersion(writing, row), { activityId: id, mentioned })
  })

export const withdrawComment = (ctx: Context, { id }: { id: number }): Promise<Activity> =>
  change(ctx, id, async (writing, row, held) => {
    await keep(writing, id, held.text)
    await sql`update activities set text = '', withdrawn_at = ${writing.now}, version = version + 1 where id = ${id}`.execute(writing.db)
    await sql`delete from ticket_mentions where activity_id = ${id}`.execute(writing.db)
    await record(writing, commentWithdrawn, await raiseVersion(writing, row), { activityId: id })
  })

/** What it said before, oldest first; for whoever sees the ticket. */
export async function commentVersions(ctx: Context, { id }: { id: number }) {
  await ticketOfActivity(ctx, id)
  const { rows } = await sql<{ text: string; until: string }>`
    select v.text, v.until from comment_versions v where v.activity_id = ${id} order by v.n`.execute(ctx.db)
  return { versions: rows }
}

async function change(ctx: Context, id: number, work: (writing: Writing, row: TicketRow, held: Held) => Promise<void>): Promise<Activity> {
  allow(ctx, 'activities.comment')
  return inTransaction(ctx, async (writing) => {
    const row = await lockTicket(writing, await ticketOfActivity(writing, id))
    const { rows } = await sql<Held>`
      select x.text, x.user_id as user, x.kind, x.edited_at as "editedAt", x.withdrawn_at is not null as withdrawn
      from activities x ${joinShown(sql`x.ticket_id`)} where x.id = ${id} and t.id = ${row.id} and ${visible(writing)} for update of x`.execute(
      writing.db,
    )
    const held = rows[0]
    if (held?.kind !== 'comment') throw new NotFound('There is no such comment.')
    if (held.user !== userOf(ctx).id) throw new NotAllowed('Only its author edits or withdraws a comment.', [], 'not_author')
    if (held.withdrawn) throw new Conflict('This comment was withdrawn.', [], 'withdrawn')
    await work(writing, row, held)
    return getActivity(writing, id)
  })
}

const keep = (ctx: Writing, id: number, text: string) =>
  sql`insert into comment_versions (activity_id, n, text, until)
    select ${id}, coalesce(max(n), 0) + 1, ${text}, ${ctx.now} from comment_versions where activity_id = ${id}`.execute(ctx.db)
