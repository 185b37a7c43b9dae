/** An Access: what Users may do. Which modules they enter, what they do there, and the permissions that have names of their own. */
import { z } from 'zod'
import { permissions } from '#platform/permission.ts'
import { line } from '#platform/shapes.ts'
import { thing } from '#platform/thing.ts'

export const accesses = thing({
  name: 'access',
  path: 'accesses',
  module: 'users',
  called: ['an Access', 'Accesses'],
  shape: z.strictObject({
    name: line(80),
    permissions: z
      .array(z.enum(permissions))
      .max(1000)
      .overwrite((given) => permissions.filter((permission) => given.includes(permission)))
      .default([]),
  }),
})
