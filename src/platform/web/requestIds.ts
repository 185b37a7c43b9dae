/** Each request of this page carries an id; the live socket's echo of one's own change is known by it. */

/** Enough for the echoes that are still under way. */
const remembered = 500
const own = new Set<string>()

/** A fresh id, remembered as this page's own. Works on plain http too, where `crypto.randomUUID` is missing. */
export function newRequestId(): string {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('')
  own.add(id)
  if (own.size > remembered) own.delete(own.values().next().value ?? '')
  return id
}

/** Whether this page made the request with that id. */
export const isOwnRequest = (requestId: string) => own.has(requestId)
