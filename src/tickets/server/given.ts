/** Builders for tests: a ticket that is there, by the same command that makes real ones. */
import { inTransaction, type Context } from '#platform/server/context.ts'
import { createTicket, type NewTicket } from './createTicket.ts'

export const givenTicket = (ctx: Context, wanted: Partial<NewTicket> = {}) =>
  inTransaction(ctx, async (writing) => {
    const category = await writing.db.selectFrom('categories').select('id').orderBy('id').limit(1).executeTakeFirstOrThrow()
    return createTicket(
      writing,
      {
        title: 'Where is my order?',
        categoryId: category.id,
        priority: 'medium',
        state: 'open',
        userId: null,
        contactId: null,
        description: '',
        origin: 'email',
        begunBy: 'customer',
        ...wanted,
      },
      { askRules: false },
    )
  })
