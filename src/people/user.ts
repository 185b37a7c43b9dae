/** A User: an agent, a team lead or an administrator; with one Access (what they may do) and one Right (to which data). */
import { z } from 'zod'
import { permissions } from '#platform/permission.ts'
import { instant, line } from '#platform/shapes.ts'
import { flags } from './rights.ts'

export const emailInput = z
  .string()
  .max(254)
  .overwrite((s) => s.trim().toLowerCase())
  .pipe(z.email())
/** Long enough beats complicated: length is the one rule (NIST SP 800-63B). */
export const newPassword = z.string().min(10).max(200)

/** A User as others see them: in pickers, as owner, in history. */
export const person = z.strictObject({
  id: z.int(),
  name: z.string(),
  email: z.string(),
  active: z.boolean(),
  /** The last day on which they are away, if they are away now. */
  awayUntil: z.string().nullish(),
})
export type Person = z.infer<typeof person>

/** The signed-in User as their own browser sees them. */
export const me = z.strictObject({
  id: z.int(),
  name: z.string(),
  email: z.string(),
  timeZone: z.string().nullable(),
  permissions: z.array(z.enum(permissions)),
  /** The shipped Right Everything. */
  everything: z.boolean(),
  /** What the Right opens besides data. */
  flags: z.array(z.enum(flags)),
  teamIds: z.array(z.int()),
})
export type Me = z.infer<typeof me>

/** How somebody signed in. */
const sessionMethods = ['password', 'two_step', 'passkey', 'sso'] as const
export type SessionMethod = (typeof sessionMethods)[number]

export const session = z.strictObject({
  id: z.int(),
  createdAt: instant,
  seenAt: instant,
  address: z.string(),
  browser: z.string(),
  method: z.enum(sessionMethods),
  /** The session that asks. */
  current: z.boolean(),
})
export type Session = z.infer<typeof session>

export const apiToken = z.strictObject({
  id: z.int(),
  name: z.string(),
  createdAt: instant,
  usedAt: instant.nullable(),
  expiresAt: instant.nullable(),
  /** Null: all that its User may do. */
  permissions: z.array(z.string()).nullable(),
})
export type ApiToken = z.infer<typeof apiToken>

export const signInInput = z.object({ email: emailInput, password: z.string().max(200) })
export const setUpInput = z.object({ code: line(40), name: line(120), email: emailInput, password: newPassword })
export const newToken = z.object({
  name: line(80),
  days: z.number().int().min(1).max(3650).nullable(),
  /** Fewer than its User's, for a program that needs few; null for all. */
  permissions: z.array(z.enum(permissions)).nullable().default(null),
})
