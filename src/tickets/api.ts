/** The ticket's doors. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { done, id } from '#platform/shapes.ts'
import { changes, ticket } from './ticket.ts'

export const getTicket = endpoint({
  method: 'GET',
  path: '/api/v1/tickets/{id}',
  summary: 'One ticket',
  access: 'tickets.read',
  input: z.object({ id }),
  output: ticket,
})
export const changeTicket = endpoint({
  method: 'PATCH',
  path: '/api/v1/tickets/{id}',
  summary: 'Change fields of a ticket; each with the value it had when it was loaded, so that saves of different fields merge',
  access: 'tickets.update',
  input: z.object({ id, changes }),
  output: ticket,
})
export const takeTicket = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/{id}/take',
  summary: 'Become the User of an Open or Waiting ticket without one; two agents cannot both win',
  access: 'tickets.update',
  input: z.object({ id }),
  output: ticket,
})
export const readTicket = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/{id}/read',
  summary: 'Opened: the ticket is no longer unread, if its User (or without one, anybody) opened it',
  access: 'tickets.read',
  input: z.object({ id }),
  output: done,
})
