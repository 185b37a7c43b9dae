/** The secret by which the browser that began single sign-on is known when it comes back. It lives as long as the tab. */

const key = 'tessera:sso'

export function newBrowserSecret(): string {
  const secret = Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => byte.toString(16).padStart(2, '0')).join('')
  sessionStorage.setItem(key, secret)
  return secret
}

/** Used once. A browser that did not begin has none. */
export function takeBrowserSecret(): string | undefined {
  const secret = sessionStorage.getItem(key) ?? undefined
  sessionStorage.removeItem(key)
  return secret
}
