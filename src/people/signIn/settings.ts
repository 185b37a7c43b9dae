/** What the installation asks of everyone who signs in, and from which queue the desk itself writes. */
import { z } from 'zod'
import { setting } from '#platform/setting.ts'

export const signInSettings = setting(
  'sign_in',
  z.strictObject({
    /** Who signs in with a password needs a code, too. */
    secondStepRequired: z.boolean().default(false),
    /** A session ends after so long without anybody at it; 0: never. */
    inactivityMinutes: z.int().min(0).max(1440).default(0),
    /** Length is the one rule of passwords (NIST SP 800-63B). */
    minimumPassword: z.int().min(10).max(64).default(10),
  }),
)
export type SignInSettings = z.output<typeof signInSettings.shape>

/** The Email queue that sends password links; null: none, and nobody can ask for one. */
export const systemAddress = setting('system_address', z.strictObject({ queueId: z.int().positive().nullable().default(null) }))
