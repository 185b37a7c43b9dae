/** The doors of Macros besides those that every thing has: which one may use, here or on many tickets, and which of them name what is gone. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id } from '#platform/shapes.ts'
import { lost, offeredMacro } from './macro.ts'

export const listTicketMacros = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}/macros',
  summary: 'The Macros that one may use on a ticket: active ones whose condition holds for it now',
  access: 'tickets.update',
  input: z.object({ id }),
  output: z.strictObject({
    macros: z.array(offeredMacro),
    /** What their changes name, as far as a form does not know it by itself. */
    names: z.array(z.strictObject({ field: z.enum(['contactId', 'accountId', 'parentId']), id: z.int(), name: z.string() })),
  }),
})
export const listMyMacros = endpoint({
  method: 'GET',
  path: '/api/v1/my-macros',
  summary: 'The Macros with field changes that one may use on many tickets; on which of them each holds is asked per ticket',
  access: 'tickets.bulk_edit',
  input: z.object({}),
  output: z.strictObject({ macros: z.array(offeredMacro) }),
})
export const listLostMacros = endpoint({
  method: 'GET',
  path: '/api/v1/lost-macros',
  summary: 'Macros that name what is gone or was switched off, with what that is',
  access: 'templates.read',
  input: z.object({}),
  output: z.strictObject({ macros: z.array(z.strictObject({ id: z.int(), lost: z.array(lost) })) }),
})
