/** The doors of views and lists. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { filterTypes } from '#platform/filterField.ts'
import { filter, operators } from '#platform/filter.ts'
import { done, id } from '#platform/shapes.ts'
import { listOf, listRow, orders, ownView, place, placeInput, scheme, schemeValues, sortBy, taste, view, columnKey } from './view.ts'

export const listAllViews = endpoint({
  method: 'GET',
  path: '/api/v1/views',
  summary: 'All views that one may open: Team views of one’s Right, one’s own, and those that others share',
  access: 'tickets.read',
  input: z.object({}),
  output: z.strictObject({ views: z.array(view) }),
})
export const createView = endpoint({
  method: 'POST',
  path: '/api/v1/views',
  summary: 'Create a view of one’s own; its place in My views is given with the sidebar',
  access: 'tickets.read',
  input: ownView,
  output: view,
})
export const changeView = endpoint({
  method: 'PUT',
  path: '/api/v1/views/{id}',
  summary: 'Change one’s own view; all its values, with the version that was loaded',
  access: 'tickets.read',
  input: ownView.safeExtend({ id, version: z.int() }),
  output: view,
})
export const deleteView = endpoint({
  method: 'DELETE',
  path: '/api/v1/views/{id}',
  summary: 'Delete one’s own view, also out of the sidebars of those it was shared with',
  access: 'tickets.read',
  input: z.object({ id }),
  output: done,
})
export const setTaste = endpoint({
  method: 'PUT',
  path: '/api/v1/views/{id}/taste',
  summary: 'Columns, sort and density of a view for oneself',
  access: 'tickets.read',
  input: taste.safeExtend({ id }),
  output: done,
})

const trees = z.strictObject({ team: z.array(place), mine: z.array(place), teamVersion: z.int(), mineVersion: z.int() })
const arrangement = z.object({ version: z.int(), places: z.array(placeInput).max(500) })
export const getSidebar = endpoint({
  method: 'GET',
  path: '/api/v1/sidebar',
  summary: 'The sidebar: the Team views one is shown, and one’s My views',
  access: 'tickets.read',
  input: z.object({}),
  output: trees,
})
export const arrangeMine = endpoint({
  method: 'PUT',
  path: '/api/v1/sidebar',
  summary: 'Arrange one’s My views: the whole tree, with the version that was loaded',
  access: 'tickets.read',
  input: arrangement,
  output: trees,
})
export const arrangeTeam = endpoint({
  method: 'PUT',
  path: '/api/v1/sidebar/team',
  summary: 'Arrange the Team views: the whole tree, with the version that was loaded',
  access: 'views.update',
  input: arrangement,
  output: trees,
})
/** For Manage: also those that one’s own Right does not show. */
export const getTeamTree = endpoint({
  method: 'GET',
  path: '/api/v1/sidebar/team',
  summary: 'The whole tree of Team views',
  access: 'views.read',
  input: z.object({}),
  output: z.strictObject({ places: z.array(place), version: z.int() }),
})
export const getCounts = endpoint({
  method: 'GET',
  path: '/api/v1/counts',
  summary: 'The exact count of every view in one’s sidebar; `place` where it stands, null for a view that stands nowhere',
  access: 'tickets.read',
  input: z.object({}),
  output: z.strictObject({
    at: z.int(),
    counts: z.array(z.strictObject({ place: z.int().nullable(), view: z.int(), count: z.int() })),
  }),
})

export const listSchemes = endpoint({
  method: 'GET',
  path: '/api/v1/filter-schemes',
  summary: 'One’s own Filter schemes, and those that others share',
  access: 'tickets.read',
  input: z.object({}),
  output: z.strictObject({ schemes: z.array(scheme) }),
})
export const createScheme = endpoint({
  method: 'POST',
  path: '/api/v1/filter-schemes',
  summary: 'Save a filter as a Filter scheme',
  access: 'tickets.read',
  input: schemeValues,
  output: scheme,
})
export const changeScheme = endpoint({
  method: 'PUT',
  path: '/api/v1/filter-schemes/{id}',
  summary: 'Rename, update or share one’s own Filter scheme',
  access: 'tickets.read',
  input: schemeValues.safeExtend({ id, version: z.int() }),
  output: scheme,
})
export const deleteScheme = endpoint({
  method: 'DELETE',
  path: '/api/v1/filter-schemes/{id}',
  summary: 'Delete one’s own Filter scheme',
  access: 'tickets.read',
  input: z.object({ id }),
  output: done,
})

const named = z.strictObject({ id: z.int(), name: z.string() })
/** What the builder and the search box offer. */
export const filterFields = endpoint({
  method: 'GET',
  path: '/api/v1/filter-fields',
  summary: 'Every field that filters know, with its operators, and the names of what conditions can speak of',
  access: 'tickets.read',
  input: z.object({}),
  output: z.strictObject({
    fields: z.array(
      z.strictObject({
        key: z.string(),
        word: z.string(),
        type: z.enum(filterTypes),
        several: z.boolean(),
        operators: z.array(z.enum(operators)),
        label: z.string(),
        title: z.string().optional(),
        choices: z.array(z.string()).optional(),
        options: z.array(z.strictObject({ id: z.int(), title: z.string(), removed: z.boolean() })).optional(),
        ofReader: z.literal(true).optional(),
        whole: z.literal(true).optional(),
      }),
    ),
    categories: z.array(named),
    users: z.array(named),
    statuses: z.array(named),
  }),
})

/** A filter as text, for addresses. */
const filterText = z
  .string()
  .max(8000)
  .transform((text, ctx) => {
    try {
      return filter.parse(JSON.parse(text))
    } catch {
      ctx.addIssue({ code: 'custom', message: 'This is no filter as JSON.', params: { code: 'not_a_filter' } })
      return z.NEVER
    }
  })
const page = z.strictObject({ rows: z.array(listRow), next: z.string().nullable(), previous: z.string().nullable() })
export const listTickets = endpoint({
  method: 'GET',
  path: '/api/v1/tickets',
  summary:
    'Tickets of a view or of all, 50 a page; `words` is a filter as in the search box, `filter` one as JSON, `after` the cursor that the page before gave',
  access: 'tickets.read',
  input: z.object({
    view: id.optional(),
    filter: filterText.optional(),
    words: z.string().max(8000).optional(),
    q: z.string().max(2000).optional(),
    contact: id.optional(),
    account: id.optional(),
    sort: sortBy.optional(),
    order: z.enum(orders).optional(),
    after: z.string().max(2000).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: page,
})
export const queryTickets = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/query',
  reads: true,
  summary:
    'A page of a list: from a cursor on (`after`), back from one (`before`), or from a place on (`offset`, with `total` as far as known)',
  access: 'tickets.read',
  input: z.object({
    ...listOf,
    sort: sortBy.nullish(),
    order: z.enum(orders).nullish(),
    after: z.string().max(2000).nullish(),
    before: z.string().max(2000).nullish(),
    offset: z.int().min(0).nullish(),
    total: z.int().min(0).nullish(),
    limit: z.int().min(1).max(200).default(50),
    /** Custom fields among them come with the rows. */
    columns: z.array(columnKey).max(60).default([]),
  }),
  output: page,
})
export const countTickets = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/count',
  reads: true,
  summary: 'How many tickets a list has: exact',
  access: 'tickets.read',
  input: z.object(listOf),
  output: z.strictObject({ count: z.int() }),
})
export const queryRows = endpoint({
  method: 'POST',
  path: '/api/v1/tickets/rows',
  reads: true,
  summary: 'The named tickets as rows, those of them that are in this list now',
  access: 'tickets.read',
  input: z.object({ ...listOf, ids: z.array(id).max(200), columns: z.array(columnKey).max(60).default([]) }),
  output: z.strictObject({ rows: z.array(listRow) }),
})

const star = { access: 'tickets.read', input: z.object({ id }), output: done } as const
export const starTicket = endpoint({
  method: 'PUT',
  path: '/api/v1/tickets/{id}/star',
  summary: 'Star a ticket: for oneself',
  ...star,
})
export const unstarTicket = endpoint({
  method: 'DELETE',
  path: '/api/v1/tickets/{id}/star',
  summary: 'Take one’s own star from a ticket',
  ...star,
})
