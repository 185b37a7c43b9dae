/** A Team: a named group of Users, for `my team`, audiences of views, notification rules and reports. One User may be in several. */
import { z } from 'zod'
import { line } from '#platform/shapes.ts'
import { thing } from '#platform/thing.ts'
import { ids } from './idList.ts'

export const teams = thing({
  name: 'team',
  path: 'teams',
  module: 'users',
  called: ['a Team', 'Teams'],
  shape: z.strictObject({ name: line(80), memberIds: ids.default([]) }),
})
