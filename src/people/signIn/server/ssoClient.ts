/** How the desk speaks with a single sign-on provider: OpenID Connect over connections that cannot be led into our own network. */
import * as oidc from 'openid-client'
import { providerFetch } from './providerFetch.ts'
import type { Provider } from './ssoProviders.ts'

/** The address that a provider sends the browser back to; it has to be registered there. */
export const callbackOf = (publicUrl: string) => `${publicUrl}/sign-in/sso`

/** What a provider publishes about itself changes rarely; a saved change of its settings asks anew. */
const fresh = 10 * 60_000
const pause = 5_000
const known = new Map<number, { edition: string; until: number; config: Promise<oidc.Configuration> }>()

/** What the provider publishes about itself, with our name and secret there. */
export function configurationOf(provider: Provider): Promise<oidc.Configuration> {
  const kept = known.get(provider.id)
  if (kept && kept.edition === provider.edition && kept.until > Date.now()) return kept.config
  const config = discover(provider)
  known.set(provider.id, { edition: provider.edition, until: Date.now() + fresh, config })
  // One that cannot be reached is not asked by every visitor anew.
  config.catch(() => known.set(provider.id, { edition: provider.edition, until: Date.now() + pause, config }))
  return config
}

async function discover({ issuer, clientId, clientSecret, privateNetwork }: Provider) {
  const execute = [oidc.enableNonRepudiationChecks]
  if (issuer.startsWith('http:')) execute.push(oidc.allowInsecureRequests)
  return oidc.discovery(new URL(issuer), clientId, undefined, clientSecret === null ? oidc.None() : oidc.ClientSecretPost(clientSecret), {
    execute,
    timeout: 10,
    [oidc.customFetch]: providerFetch({ privateNetwork }),
  })
}
