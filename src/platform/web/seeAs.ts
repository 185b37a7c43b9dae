/** The preview of the desk as another User: it is this tab's alone, every request says so, and it ends with one click. */

const key = 'tessera:see-as'

interface Seen {
  id: number
  /** The page from which the preview was begun. */
  from: string
}

/** As whom this tab shows the desk; null: with one's own eyes. */
export function seenAs(): number | null {
  return kept()?.id ?? null
}

/** The server has agreed to it. Everything loads afresh. */
export function seeDeskAs(id: number) {
  const from = kept()?.from ?? window.location.pathname
  sessionStorage.setItem(key, JSON.stringify({ id, from } satisfies Seen))
  window.location.assign('/')
}

/** Back to where the preview was begun. */
export function seeWithOwnEyes() {
  const from = kept()?.from ?? '/'
  forgetSeenAs()
  window.location.assign(from)
}

/** Before signing out. */
export const forgetSeenAs = () => sessionStorage.removeItem(key)

function kept(): Seen | null {
  try {
    const seen: Seen | null = JSON.parse(sessionStorage.getItem(key) ?? 'null')
    return typeof seen?.id === 'number' && typeof seen.from === 'string' ? seen : null
  } catch {
    return null
  }
}
