/** What happens to stars and Filter schemes; that of views is declared with the views. */
import { z } from 'zod'
import { event } from '#platform/event.ts'

/** A User's own mark: nobody else hears of it, and it is no history. */
export const starChanged = event({ name: 'ticket.star_changed', subject: 'ticket', payload: z.object({ on: z.boolean() }) })

export const schemeSaved = event({
  name: 'filter_scheme.saved',
  subject: 'filter_scheme',
  payload: z.object({ values: z.record(z.string(), z.unknown()) }),
})
export const schemeDeleted = event({ name: 'filter_scheme.deleted', subject: 'filter_scheme', payload: z.object({}) })

/** The order of Team views and what they stand in: each as it reads from top to bottom. */
export const teamViewsArranged = event({
  name: 'installation.team_views_arranged',
  subject: 'installation',
  payload: z.object({ changes: z.object({ order: z.object({ from: z.array(z.string()), to: z.array(z.string()) }) }) }),
})

/** Example tickets were written past the event list: what is kept of tickets in memory is to be made anew. */
export const examplesSeeded = event({ name: 'installation.seeded', subject: 'installation', payload: z.object({ tickets: z.int() }) })
