/** A Category as administrators keep it: all it sets for its tickets. */
import { z } from 'zod'
import { asked } from '#fields/customField.ts'
import { line } from '#platform/shapes.ts'
import { thing } from '#platform/thing.ts'
import { longestMinutes } from './timeGroup.ts'

/** What is at the front when a ticket of the Category is opened. */
export const focusedTabs = ['activities', 'history', 'form', 'templates', 'contact', 'attachments', 'time'] as const

/** Of these a Category may tell whom it names, whoever owns the ticket. */
export const categoryNews = ['new_ticket', 'customer_replied', 'unassigned', 'due_soon', 'breached', 'undelivered'] as const

const ids = z.array(z.int().positive()).max(200).default([])
/** Who hears of one kind of news; `minutes`: a ticket that nobody took for so long. */
const newsRule = z
  .strictObject({
    kind: z.enum(categoryNews),
    userIds: ids,
    teamIds: ids,
    minutes: z.int().min(1).max(longestMinutes).nullable().default(null),
  })
  .refine(({ kind, minutes }) => kind !== 'unassigned' || minutes !== null, { path: ['minutes'], params: { code: 'required' } })
  .refine(({ userIds, teamIds }) => userIds.length + teamIds.length > 0, { path: ['userIds'], params: { code: 'required' } })

const optionalId = z.int().positive().nullable().default(null)

export const categories = thing({
  name: 'category',
  path: 'manage/categories',
  module: 'categories',
  called: ['a Category', 'Categories'],
  shape: z.strictObject({
    name: line(120),
    /** Off: nothing new goes there; its tickets stay. */
    active: z.boolean().default(true),
    position: z.int().min(0).max(10_000).default(0),
    /** What goes out from its tickets goes by this Email queue. */
    defaultQueueId: optionalId,
    slaId: optionalId,
    /** None is around the clock. */
    timeGroupId: optionalId,
    /** The Statuses that it offers. */
    statusIds: z
      .array(z.int().positive())
      .max(1000)
      .overwrite((list) => [...new Set(list)])
      .default([]),
    severalStatuses: z.boolean().default(false),
    statusRequired: z.enum(asked).default('never'),
    waitingRequiresReopen: z.boolean().default(false),
    /** Refuses to close, archive or delete while a child is Open or Waiting. */
    checkChildren: z.boolean().default(false),
    /** Days after the last closing; none: never by itself. */
    autoArchiveDays: z.int().min(1).max(3650).nullable().default(null),
    dueSoonMinutes: z.int().min(0).max(longestMinutes).default(60),
    /** What a ticket re-opened from Closed has left at least, in counted time. */
    grantMinutes: z.int().min(0).max(longestMinutes).default(0),
    /** Who hears of what happens in it. */
    notify: z.array(newsRule).max(50).default([]),
    focusedTab: z.enum(focusedTabs).default('activities'),
  }),
})
export type CategorySettings = z.output<typeof categories.shape>
