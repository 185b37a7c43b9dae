/** Lets a quarantined mail go on: it is read again as if it had just come, and neither held back again nor answered by itself. */
import { Conflict, NotFound } from '#platform/problem.ts'
import { allow } from '#platform/server/allow.ts'
import { inTransaction, type Context } from '#platform/server/context.ts'
import { mailInSight } from './ledger.ts'

export async function releaseMail(ctx: Context, { id }: { id: number }) {
  allow(ctx, 'ledger.read')
  allow(ctx, 'tickets.create')
  await inTransaction(ctx, async (writing) => {
    if (!(await mailInSight(writing, id))) throw new NotFound('There is no such message in the mail ledger.')
    const mail = await writing.db.selectFrom('incoming_mails').select(['state']).where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
    if (mail.state !== 'quarantined') throw new Conflict('This message is not quarantined.', [], 'not_quarantined')
    await writing.db
      .updateTable('incoming_mails')
      .set({
        state: 'received',
        outcome: null,
        reason: null,
        failure: null,
        tries: 0,
        due_at: ctx.now,
        processed_at: null,
        released_at: ctx.now,
        released_by: ctx.actor.kind === 'user' ? ctx.actor.id : null,
      })
      .where('id', '=', id)
      .execute()
  })
  return { ok: true as const }
}
