/** A View: which tickets, which columns, in the order of one field. Team views are the desk's; own ones belong to a User, who may share them. */
import { z } from 'zod'
import { ids } from '#people/idList.ts'
import { everything, filter } from '#platform/filter.ts'
import { id, line } from '#platform/shapes.ts'
import { thing } from '#platform/thing.ts'
import { row } from '#tickets/ticket.ts'

/** What lists can be sorted by, custom fields (`custom.12`) that are kept sortable besides. */
export const sortKeys = [
  'lastActivityAt',
  'id',
  'title',
  'priority',
  'state',
  'category',
  'user',
  'contact',
  'account',
  'deadline',
  'dueSoon',
  'reopenAt',
  'createdAt',
  'editedAt',
  'closedAt',
  'lastCustomerAt',
  'lastAgentAt',
  'activityCount',
  'attachmentCount',
  'timeSpent',
  'unread',
] as const
export type SortKey = (typeof sortKeys)[number]
const custom = z.templateLiteral(['custom.', z.int().positive()])
export const sortBy = z.union([z.enum(sortKeys), custom])
export type SortBy = z.infer<typeof sortBy>
export const orders = ['asc', 'desc'] as const
export const sort = z.strictObject({ by: sortBy, order: z.enum(orders) })
export type Sort = z.infer<typeof sort>
export const usualSort: Sort = { by: 'lastActivityAt', order: 'desc' }

/** What a list shows of each ticket, custom fields besides. */
export const columnKeys = [
  'priority',
  'id',
  'title',
  'contact',
  'account',
  'user',
  'category',
  'state',
  'statuses',
  'sla',
  'lastActivityAt',
  'createdAt',
  'editedAt',
  'closedAt',
  'reopenAt',
  'activityCount',
  'attachmentCount',
  'timeSpent',
  'parent',
] as const
export const columnKey = z.union([z.enum(columnKeys), custom])
export type ColumnKey = z.infer<typeof columnKey>
/** Each once, in their order; width in pixels, the column's own if not given. */
const columns = z
  .array(z.strictObject({ key: columnKey, width: z.int().min(30).max(2000).optional() }))
  .max(60)
  .refine((list) => new Set(list.map(({ key }) => key)).size === list.length, { params: { code: 'twice' } })
export type ShownColumn = z.infer<typeof columns>[number]

export const densities = ['compact', 'normal', 'tall'] as const
export const viewIcons = [
  'list',
  'user',
  'user-question',
  'open',
  'waiting',
  'closed',
  'clock',
  'alert',
  'mail-off',
  'at',
  'star',
  'stack',
  'bin',
  'inbox',
  'flag',
  'bolt',
  'bug',
  'receipt',
  'truck',
  'phone',
  'building',
  'heart',
  'shield',
  'tag',
  'folder',
] as const
export type ViewIcon = (typeof viewIcons)[number]

/** What people fill in about any view. Without columns it shows the list's own; without a density the reader's. */
const filled = {
  name: line(120),
  icon: z.enum(viewIcons).default('list'),
  filter: filter.default(everything),
  columns: columns.default([]),
  sort: sort.default(usualSort),
  density: z.enum(densities).nullable().default(null),
}
/** To whom something of one's own is offered. */
export const shared = { everyone: z.boolean().default(false), teamIds: ids.default([]), rightIds: ids.default([]) }
export const ownView = z.strictObject({ ...filled, ...shared })
export type OwnView = z.output<typeof ownView>

/** Made in Manage, shown to everyone or to the Rights that name it, read-only elsewhere. */
export const teamViews = thing({
  name: 'view',
  path: 'team-views',
  module: 'views',
  called: ['a Team view', 'Team views'],
  shape: z.strictObject({ ...filled, everyone: z.boolean().default(true), rightIds: ids.default([]) }),
})

/** How one User wants to see a view; null: as it is. */
export const taste = z.strictObject({
  columns: columns.nullable().default(null),
  sort: sort.nullable().default(null),
  density: z.enum(densities).nullable().default(null),
})
export type Taste = z.output<typeof taste>

/** A view as whoever may open it sees it. */
export const view = z.strictObject({
  id: z.int(),
  /** Those made at set-up. */
  key: z.string().nullable(),
  ...ownView.shape,
  /** Written by this User; a Team view is nobody's. */
  own: z.boolean(),
  team: z.boolean(),
  owner: z.strictObject({ id: z.int(), name: z.string() }).nullable(),
  /** Its filter names something that is gone. */
  needsRepair: z.boolean(),
  mine: taste,
  version: z.int(),
})
export type View = z.output<typeof view>

/** One place in a sidebar: a view or a folder, and what stands below it. */
export interface Place {
  id: number
  viewId: number | null
  folder: string | null
  /** The filters of the views above it hold too. */
  narrowed: boolean
  children: Place[]
}
export const place: z.ZodType<Place, Place> = z.lazy(() =>
  z.strictObject({
    id: z.int(),
    viewId: z.int().nullable(),
    folder: z.string().nullable(),
    narrowed: z.boolean(),
    children: z.array(place),
  }),
)
/** As it is saved: a place that was there has its number, a new one none. */
export interface PlaceInput {
  id?: number | null | undefined
  viewId?: number | null | undefined
  folder?: string | null | undefined
  narrowed?: boolean | undefined
  children?: PlaceInput[] | undefined
}
export const deepest = 10
export const placeInput: z.ZodType<PlaceInput, PlaceInput> = z.lazy(() =>
  z.strictObject({
    id: z.int().positive().nullish(),
    viewId: z.int().positive().nullish(),
    folder: line(120).nullish(),
    narrowed: z.boolean().optional(),
    children: z.array(placeInput).max(500).optional(),
  }),
)

/** A Filter scheme: a named filter to apply within any view. */
export const schemeValues = z.strictObject({ name: line(120), filter, ...shared })
export const scheme = z.strictObject({
  id: z.int(),
  ...schemeValues.shape,
  own: z.boolean(),
  owner: z.strictObject({ id: z.int(), name: z.string() }),
  needsRepair: z.boolean(),
  version: z.int(),
})
export type Scheme = z.output<typeof scheme>

/** What a list is of: a view (at its place, where those above narrow it), with the filter and the words that were added. */
export const listOf = {
  view: id.nullish(),
  place: id.nullish(),
  filter: filter.nullish(),
  /** More of the filter, in the words of the search box: `state:open category:Billing deadline<today user:me refund`. */
  words: z.string().max(8000).nullish(),
  /** Words for full-text search, typing errors forgiven; without a sort the best hits come first. */
  q: z.string().max(2000).nullish(),
}

/** Where a search hit this ticket. */
const hit = z.strictObject({
  where: z.enum(['activity', 'description', 'attachment', 'people']),
  activityId: z.int().nullable(),
  marked: z.array(z.strictObject({ text: z.string(), hit: z.boolean() })),
})
export const listRow = z.strictObject({
  ...row.shape,
  starred: z.boolean(),
  mentioned: z.boolean(),
  undelivered: z.boolean(),
  inBin: z.boolean(),
  closedAt: z.string().nullable(),
  reopenAt: z.string().nullable(),
  parentId: z.int().nullable(),
  /** Values of the custom fields that were asked for. */
  custom: z.record(z.string(), z.unknown()),
  hit: hit.nullable(),
})
export type ListRow = z.output<typeof listRow>
