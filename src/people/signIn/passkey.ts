/** Passkeys: a key on a device of the User, opened by its finger, face or PIN; it signs in without a password. */
import { z } from 'zod'
import { instant } from '#platform/shapes.ts'

export const passkey = z.strictObject({
  id: z.int(),
  name: z.string(),
  createdAt: instant,
  usedAt: instant.nullable(),
  /** It is on several devices of its owner (a password manager keeps it). */
  synced: z.boolean(),
})
export type Passkey = z.infer<typeof passkey>

/** What the browser's interface is asked with; made and read by the passkey packages on both sides. */
export const passkeyOptions = z.looseObject({ challenge: z.string() })

const base64url = z
  .string()
  .max(10_000)
  .regex(/^[\w-]*$/)

const credential = {
  id: base64url.max(1400),
  rawId: base64url.max(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(40).nullish(),
}
/** What a browser answers when it made a passkey. */
export const madePasskey = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url.max(100_000),
    transports: z.array(z.string().max(40)).max(10).default([]),
  }),
})
/** What a browser answers when it signs in with one. */
export const usedPasskey = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish(),
  }),
})
