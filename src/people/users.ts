/** Users as administrators keep them. A disabled User cannot sign in; what they wrote stays theirs. */
import { z } from 'zod'
import { endpoint } from '#platform/endpoint.ts'
import { id, line } from '#platform/shapes.ts'
import { thing } from '#platform/thing.ts'
import { isOrdered } from './away.ts'
import { isTimeZone } from './timeZone.ts'
import { emailInput, newPassword } from './user.ts'

const declared = thing({
  name: 'user',
  path: 'users',
  module: 'users',
  called: ['a User', 'Users'],
  shape: z
    .strictObject({
      name: line(120),
      email: emailInput,
      accessId: z.int().positive(),
      rightId: z.int().positive(),
      timeZone: z.string().max(60).refine(isTimeZone).nullable().default(null),
      active: z.boolean().default(true),
      /** The days on which they are away, both included; both or none. */
      awayFrom: z.iso.date().nullable().default(null),
      awayUntil: z.iso.date().nullable().default(null),
    })
    .refine(isOrdered, { path: ['awayUntil'], params: { code: 'before_from' } }),
})

/** As every thing, but for a new one's password: it goes in and never comes out. */
export const users = {
  ...declared,
  doors: {
    ...declared.doors,
    create: endpoint({
      ...declared.doors.create,
      summary: 'Create a User; without a password they cannot sign in by one yet',
      input: declared.shape.safeExtend({ password: newPassword.nullable().default(null) }),
    }),
    change: endpoint({ ...declared.doors.change, input: declared.shape.safeExtend({ id, version: z.int() }) }),
  },
}
export type UserValues = z.output<typeof declared.shape>
