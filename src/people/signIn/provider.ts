/** A single sign-on provider (OpenID Connect): a company's own sign-in, by which its people come in here. */
import { z } from 'zod'
import { line } from '#platform/shapes.ts'
import { thing } from '#platform/thing.ts'

const domain = z
  .string()
  .overwrite((s) => s.trim().toLowerCase().replace(/^@/, ''))
  .regex(/^(?=.{1,253}$)[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?)+$/u)

export const ssoProviders = thing({
  name: 'sso_provider',
  path: 'sso-providers',
  module: 'settings',
  called: ['a single sign-on provider', 'single sign-on providers'],
  shape: z.strictObject({
    /** What its button says: “Continue with {name}”. */
    name: line(60),
    /** As the provider publishes it; its `/.well-known/openid-configuration` says the rest. */
    issuer: z.url({ protocol: /^https?$/ }).max(500),
    clientId: line(300),
    /** Of addresses that may sign in; none: every address that the provider calls verified. */
    domains: z.array(domain).max(100).default([]),
    /** What a User gets who comes for the first time; both null: only existing Users come in. */
    accessId: z.int().positive().nullable().default(null),
    rightId: z.int().positive().nullable().default(null),
    /** It says nothing about whether an address is verified, and is believed; one that it calls not verified is not. */
    trustsAddresses: z.boolean().default(false),
    /** It may lie in a private network, or be reached without encryption. */
    privateNetwork: z.boolean().default(false),
    active: z.boolean().default(true),
  }),
})
export type SsoProvider = z.output<typeof ssoProviders.shape>
