/** A Right: to which data. The categories to work in or only to hand tickets to, queues, Users, views, article folders, and flags. */
import { z } from 'zod'
import { line } from '#platform/shapes.ts'
import { thing } from '#platform/thing.ts'
import { ids } from './idList.ts'
import { flags } from './rights.ts'

export const rights = thing({
  name: 'right',
  path: 'rights',
  module: 'users',
  called: ['a Right', 'Rights'],
  shape: z.strictObject({
    name: line(80),
    /** The shipped Right of that name, which is all data. No other can be. */
    everything: z.boolean().default(false),
    workCategories: ids.default([]),
    /** Categories one does not see, but may put a ticket into. */
    handCategories: ids.default([]),
    /** Email queues one may send from. */
    queues: ids.default([]),
    /** Users one may hand tickets to; null: everyone. */
    handUsers: ids.nullable().default(null),
    /** Team views that are shown. */
    views: ids.default([]),
    articleFolders: ids.default([]),
    flags: z
      .array(z.enum(flags))
      .max(100)
      .overwrite((given) => flags.filter((flag) => given.includes(flag)))
      .default([]),
  }),
})
