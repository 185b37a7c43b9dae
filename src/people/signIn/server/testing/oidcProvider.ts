/** A real OpenID Connect provider for tests: its people sign in by typing their login on its page. */
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'

interface Account {
  email?: string
  email_verified?: boolean
  name?: string
}

export interface TestProvider {
  issuer: string
  clientId: string
  clientSecret: string
  /** Goes through its pages as a browser would, and comes back with the address it was sent to. */
  goThrough: (url: string, login: string) => Promise<URL>
  stop: () => Promise<void>
}

/** `accounts` by login. It sends browsers back to `callback` alone, and insists on a proof key. */
export async function startProvider(callback: string, accounts: Record<string, Account>, port = 0): Promise<TestProvider> {
  const server = createServer((request, response) => void handle?.(request, response))
  let handle: ReturnType<Provider['callback']> | undefined
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The provider does not listen.')
  const issuer = `http://127.0.0.1:${address.port}`
  const [clientId, clientSecret] = ['tessera', 's'.repeat(40)]
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [callback],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    features: { devInteractions: { enabled: true } },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    cookies: { keys: ['a key of tests'] },
  })
  handle = provider.callback()
  return {
    issuer,
    clientId,
    clientSecret,
    goThrough: (url, login) => goThrough(url, login, callback),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function goThrough(from: string, login: string, callback: string): Promise<URL> {
  const jar = new Map<string, string>()
  const ask = async (url: string, body?: string) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, {
      redirect: 'manual',
      method: body === undefined ? 'GET' : 'POST',
      headers: { cookie, ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }) },
      ...(body !== undefined && { body }),
    })
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return answer
  }
  let url = from
  for (let step = 0; step < 15; step += 1) {
    if (url.startsWith(callback)) return new URL(url)
    let answer = await ask(url)
    if (answer.status === 200) {
      const page = await answer.text()
      const action = new URL((/action="([^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&'), url).href
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? ''
      answer = await ask(action, `prompt=${prompt}${prompt === 'login' ? `&login=${login}&password=x` : ''}`)
    }
    url = new URL(answer.headers.get('location') ?? '', url).href
  }
  throw new Error(`The provider leads nowhere: ${url}`)
}
